from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage.accounts.models import AuditEntry, Role
from engage.database import db
from engage.programmes.models import Programme, SpecificationLine, SpecificationLineVersion, SpecificationSection
from engage.programmes.specification.operations import start_line
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct
from tests.builders import make_programme, make_user
from tests.pages import Page, PageClient

URL = "/staff/alternative-provision/specification"


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


def open_form(client: PageClient) -> Page:
    return client.get(URL).click("Change 7.1")


def versions() -> list[str]:
    query = db.select(SpecificationLineVersion.text).join(SpecificationLine).where(SpecificationLine.number == "7.1")
    return list(db.session.scalars(query.order_by(SpecificationLineVersion.number)))


def test_new_words_need_a_reason(client: PageClient, programme: Programme) -> None:
    page = open_form(client).submit(text="Each pupil has a locker.")
    assert page.errors == {"reason": "Say why the words or the number change"}
    assert page.soup.find(id="text").get_text().strip() == "Each pupil has a locker."
    assert versions() == ["A pupil has one named adult."]


def test_old_words_stay_beside_who_changed_them_when_and_why(client: PageClient, programme: Programme) -> None:
    page = open_form(client).submit(text="Each pupil has a locker.", reason="Asked for by schools")
    assert "7.1 Each pupil has a locker." in page.text
    page = page.click("History of 7.1")
    for words in ("A pupil has one named adult.", "Written by A person on", "Why: Asked for by schools"):
        assert words in page.text


def test_a_form_sent_as_it_stands_makes_no_version(client: PageClient, programme: Programme) -> None:
    page = open_form(client).submit()
    assert page.messages == ["Line 7.1 is saved"]
    assert versions() == ["A pupil has one named adult."]


def test_the_second_of_two_officers_is_shown_both_texts(client: PageClient, programme: Programme) -> None:
    second = open_form(client)
    open_form(client).submit(text="Each pupil has a locker.", reason="Schools asked")
    page = second.submit(text="Each pupil has two adults.", reason="Parents asked")
    assert "Somebody else changed this while you were writing" in page.errors[""]
    assert page.select(".meanwhile") == ["Each pupil has a locker."]
    assert "It says now: Each pupil has a locker." in page.text
    page = page.submit()
    assert versions() == ["A pupil has one named adult.", "Each pupil has a locker.", "Each pupil has two adults."]


def test_a_button_pressed_twice_makes_one_version(client: PageClient, programme: Programme) -> None:
    page = open_form(client)
    for _press in range(2):
        page.submit(text="Each pupil has a locker.", reason="Schools asked")
    assert len(versions()) == 2


@pytest.mark.parametrize("seen", ["", "x", "9" * 3000])
def test_a_form_that_was_not_loaded_with_the_line_changes_nothing(
    client: PageClient, programme: Programme, seen: str
) -> None:
    page = open_form(client).submit(text="Each pupil has a locker.", reason="Schools", seen=seen)
    assert "Somebody else changed this while you were writing" in page.errors[""]


def test_another_number_is_a_version_that_says_who_when_and_why(client: PageClient, programme: Programme) -> None:
    assert set(open_form(client).submit(number="7.9").errors) == {"reason"}
    page = open_form(client).submit(number="7.9", reason="In the order of the tender")
    assert "7.9 A pupil has one named adult." in page.text
    history = page.click("History of 7.9").text
    for words in ("Its number: 7.9", "Its number: 7.1", "Why: In the order of the tender", "Written by A person on"):
        assert words in history
    assert re.search(r"Written by A person on \d+ \w+ \d{4}, \d\d:\d\d", history)
    errors = page.click("Change 7.2").submit(number="7.9", reason="A slip").errors
    assert errors == {"number": "Another line has this number"}


@pytest.mark.parametrize("number", ["9.1", "9.2", "7", "7.", "71", "x"])
@pytest.mark.parametrize("link", ["Change 7.1", "Add a line to section 7"])
def test_the_number_begins_with_that_of_the_section(
    client: PageClient, programme: Programme, link: str, number: str
) -> None:
    typed = {"reason": "A slip"} if link == "Change 7.1" else {"text": "Words"}
    page = client.get(URL).click(link).submit(number=number, **typed)
    assert "number" in page.errors
    assert {line.number for line in programme.sections[0].lines} == {"7.1", "7.2"}


def test_a_number_is_there_once_in_the_whole_specification(client: PageClient, programme: Programme) -> None:
    """A line may stand under another section's number from before this was refused."""
    other = SpecificationSection(slug="other", number=8, title="Other", lines=[])
    other.lines = [start_line(number="7.3", text="Strayed.", position=1)]
    programme.sections.append(other)
    db.session.commit()
    page = open_form(client).submit(number="7.3", reason="A slip")
    assert page.errors == {"number": "Another line has this number"}
    page = client.get(URL).click("Change 7.3").submit(text="Still here.", reason="It keeps the number it has")
    assert page.messages == ["Line 7.3 is saved"]


def test_the_database_keeps_no_change_without_a_reason(client: PageClient, programme: Programme) -> None:
    line = programme.sections[0].lines[0]
    db.session.add(SpecificationLineVersion(line=line, number=2, text="Other words.", reason=""))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_audit_trail_says_who_changed_a_line_and_not_its_words(client: PageClient, programme: Programme) -> None:
    open_form(client).submit(text="Each pupil has a locker.", reason="Schools asked")
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "changed a line")).one()
    assert entry.facts == {"version": 2}


def test_a_reader_reads_the_history_and_changes_nothing(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.WORKING_GROUP_MEMBER))
    page = client.get(URL).click("History of 7.1")
    assert "Change this line" not in page.links
    client.get(f"{page.address}/change", 403)


def test_lines_of_another_programme_cannot_be_reached(client: PageClient, programme: Programme) -> None:
    other = make_programme(slug="other").sections[0].lines[0]
    client.get(f"{URL}/lines/{other.id}", 404)
    client.get(f"{URL}/lines/{other.id}/change", 404)


def test_all_that_is_wrong_with_a_line_is_said_at_once(client: PageClient, programme: Programme) -> None:
    page = open_form(client).submit(number="7.2", text="Each pupil has a locker.")
    assert set(page.errors) == {"number", "reason"}
    page = open_form(client).submit(number="", text="Each pupil has a locker.")
    assert set(page.errors) == {"number", "reason"}


@pytest.mark.parametrize("link", ["Change 7.1", "Add a line to section 7"])
def test_words_about_somebody_are_refused_beside_the_field(client: PageClient, programme: Programme, link: str) -> None:
    words = "A girl said her stepdad hits her."
    typed = {"number": "7.1", "reason": "A slip"} if link == "Change 7.1" else {"number": "7.9"}
    page = client.get(URL).click(link).submit(text=words, **typed)
    assert page.errors["text"].startswith("These words may be about somebody, so they are not saved")
    assert page.soup.find(id="text").get_text().strip() == words
    assert "stepdad" not in client.get(URL).text


def test_refused_words_wait_for_the_safeguarding_lead_and_can_be_saved_once_released(
    client: PageClient, programme: Programme
) -> None:
    words, lead = "A girl said her stepdad hits her.", make_user(programme, Role.SAFEGUARDING_LEAD)
    for _twice in range(2):
        open_form(client).submit(text=words, reason="A slip")
    flag = db.session.scalars(select(Flag)).one()
    assert (flag.words, flag.source) == (words, "Words of a line · 7.1")
    done = Act(FlagAct.RELEASED, lead, flag.version, "Of nobody", may_be_read=True)
    casework.act(flag=flag, done=done, programme_id=programme.id)
    db.session.commit()
    assert open_form(client).submit(text=words, reason="A slip").messages == ["Line 7.1 is saved"]


@pytest.mark.parametrize("field", ["text", "reason"])
def test_a_line_of_ours_for_a_held_part_is_refused_where_nothing_is_held(
    client: PageClient, programme: Programme, field: str
) -> None:
    typed = {"text": "Two adults.", "reason": "A slip", field: "[Held for the safeguarding lead #1]"}
    page = open_form(client).submit(**typed)
    assert page.errors == {field: "Nothing is held here as [Held for the safeguarding lead #1]. Take it out"}
