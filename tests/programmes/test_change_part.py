from __future__ import annotations

import datetime as dt

import pytest

from engage.accounts.models import Role
from engage.programmes.models import Programme
from engage.programmes.parts.operations import add_part
from tests.builders import make_programme, make_user
from tests.pages import PageClient

URL = "/staff/alternative-provision/programme"


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


def test_the_dates_of_a_wave_change(client: PageClient, programme: Programme) -> None:
    page = client.get(URL).click("Change Summer")
    page.submit(starts_on=["1", "6", "2026"], ends_on=["30", "6", "2026"])
    assert (programme.waves[0].starts_on, programme.waves[0].ends_on) == (dt.date(2026, 6, 1), dt.date(2026, 6, 30))


def test_a_wave_that_ends_before_it_starts_is_refused_with_what_was_typed(
    client: PageClient, programme: Programme
) -> None:
    page = client.get(f"{URL}/waves/{programme.waves[0].id}")
    page = page.submit(starts_on=["1", "6", "2026"], ends_on=["31", "5", "2026"])
    assert page.errors == {"ends_on": "The last day must not come before the first"}
    assert page.soup.find(id="ends_on-day")["value"] == "31"


@pytest.mark.parametrize("typed", [["31", "2", "2026"], ["1", "6", "26"], ["x", "", "2026"], ["1"], ["1"] * 4])
def test_what_is_not_a_date_is_refused_however_it_was_sent(
    client: PageClient, programme: Programme, typed: list[str]
) -> None:
    page = client.get(f"{URL}/milestones/add").submit(title="Cabinet", on=typed)
    assert page.errors == {"on": "Enter a real date, such as 27 3 2026"}


def test_an_audience_has_a_size_and_a_source_or_neither(client: PageClient, programme: Programme) -> None:
    page = client.get(URL).click("Change Providers").submit(known_size="52", size_source="Directory, May 2026")
    assert "52 · Directory, May 2026" in page.text
    page = page.click("Change Providers").submit(known_size="", size_source="")
    assert "How many there are is not known" in page.text


@pytest.mark.parametrize("typed", ["0", "-3", "many", "9" * 30])
def test_a_size_is_a_number_above_nothing(client: PageClient, programme: Programme, typed: str) -> None:
    page = client.get(URL).click("Change Providers").submit(known_size=typed)
    assert "known_size" in page.errors


def test_a_number_that_is_taken_is_said_beside_it(client: PageClient, programme: Programme) -> None:
    lots = [add_part(programme=programme, to="lots", number=number, title=f"Lot {number}") for number in (1, 2)]
    page = client.get(f"{URL}/lots/{lots[1].id}").submit(number="1")
    assert page.errors == {"number": "Another lot has this number"}


@pytest.mark.parametrize("kind", ["waves", "audiences", "sections"])
def test_parts_of_another_programme_cannot_be_reached(client: PageClient, programme: Programme, kind: str) -> None:
    other = make_programme(slug="other")
    parts = {"waves": other.waves, "audiences": other.audiences, "sections": other.sections}
    client.get(f"{URL}/{kind}/{parts[kind][0].id}", 404)


@pytest.mark.parametrize("path", ["wallpaper/add", "wallpaper/1", "waves/999"])
def test_what_is_not_a_part_is_not_found(client: PageClient, programme: Programme, path: str) -> None:
    client.get(f"{URL}/{path}", 404)


def test_too_long_a_title_is_refused(client: PageClient, programme: Programme) -> None:
    page = client.get(f"{URL}/lots/add").submit(number="3", title="x" * 201)
    assert page.errors == {"title": "Use 200 characters or fewer"}


def test_after_saving_you_are_where_you_were_with_the_words_beside_it(client: PageClient, programme: Programme) -> None:
    wave = programme.waves[0]
    page = client.get(f"{URL}/waves/{wave.id}").submit(title="Early summer")
    assert page.address.endswith(f"#waves-{wave.id}")
    assert page.select(f"#waves-{wave.id} .done") == ["Saved"]
    assert page.messages == ["Saved"]


def test_what_the_form_refuses_and_what_the_programme_refuses_is_said_at_once(
    client: PageClient, programme: Programme
) -> None:
    for number in (1, 2):
        add_part(programme=programme, to="lots", number=number, title=f"Lot {number}")
    page = client.get(f"{URL}/lots/{programme.lots[1].id}").submit(
        number="1" * 5000, title="lot 1", description="x" * 5001
    )
    assert page.errors == {
        "number": "Enter a whole number, such as 12",
        "title": "Another lot has this title",
        "description": "Use 5,000 characters or fewer",
    }


def test_the_second_of_two_people_is_told_and_sees_both_texts(client: PageClient, programme: Programme) -> None:
    address = f"{URL}/waves/{programme.waves[0].id}"
    first, second = client.get(address), client.get(address)
    first.submit(title="By the first", ends_on=["30", "6", "2096"])
    page = second.submit(title="By the second")
    assert "Somebody else changed this while you were writing" in page.errors[""]
    assert page.select(".meanwhile") == ["By the first", "30 June 2096"]
    assert page.soup.find(id="title")["value"] == "By the second"
    assert programme.waves[0].title == "By the first"
    page.submit()
    assert programme.waves[0].title == "By the second"


def test_a_button_pressed_twice_is_no_second_person(client: PageClient, programme: Programme) -> None:
    page = client.get(f"{URL}/waves/{programme.waves[0].id}")
    assert [page.submit(title="Early summer").messages for _ in range(2)] == [["Saved"]] * 2


def test_a_part_that_was_removed_meanwhile_keeps_what_was_typed(client: PageClient, programme: Programme) -> None:
    lot = add_part(programme=programme, to="lots", number=1, title="Full time")
    page = client.get(f"{URL}/lots/{lot.id}")
    client.get(f"{URL}/lots/{lot.id}/remove").submit("Remove")
    assert "Half time" in page.submit(title="Half time", status=410).text


def test_control_characters_never_reach_the_database(client: PageClient, programme: Programme) -> None:
    client.get(f"{URL}/waves/{programme.waves[0].id}").submit(title="Sum\x00mer\x1b")
    assert programme.waves[0].title == "Summer"
