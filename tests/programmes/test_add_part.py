from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import Role
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag
from tests.builders import make_programme, make_user
from tests.pages import PageClient

URL = "/staff/alternative-provision/programme"
DATES = {"starts_on": ["1", "6", "2031"], "ends_on": ["30", "6", "2031"]}


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


@pytest.mark.parametrize(
    ("link", "typed", "row"),
    [
        ("Add a wave", {"title": "Autumn", **DATES}, "Autumn 1 to 30 June 2031"),
        ("Add a phase", {"title": "Design", "description": "We draw.", **DATES}, "1. Design 1 to 30 June 2031"),
        ("Add a milestone", {"title": "Cabinet", "on": ["8", "7", "2026"]}, "Cabinet Wednesday 8 July 2026"),
        ("Add an audience", {"name": "Семьи", "singular": "Семья", "kind": "people"}, "Семьи How many"),
        ("Add a line of enquiry", {"title": "add", "description": "What else?"}, "add What else?"),
        ("Add a lot", {"number": "3", "title": "new"}, "Lot 3 new"),
        ("Add a section", {"number": "20", "title": "Food"}, "20. Food 0 lines"),
    ],
)
def test_everything_on_the_page_can_be_added(
    client: PageClient, programme: Programme, link: str, typed: dict[str, object], row: str
) -> None:
    page = client.get(URL).click(link).submit(**typed)
    (saved,) = [words for words in page.select(".govuk-summary-list__row") if " Saved " in words]
    assert saved.startswith(row)


@pytest.mark.parametrize("name", ["Providers", " providers "])
def test_the_same_name_twice_is_refused_beside_the_field(client: PageClient, programme: Programme, name: str) -> None:
    page = client.get(f"{URL}/audiences/add").submit(name=name, singular="Provider", kind="organisations")
    assert page.errors == {"name": "Another audience has this name"}


@pytest.mark.parametrize("kind", ["waves", "lots", "milestones"])
def test_a_button_pressed_twice_adds_one(client: PageClient, programme: Programme, kind: str) -> None:
    page = client.get(f"{URL}/{kind}/add")
    typed = {"waves": DATES, "lots": {"number": "1"}, "milestones": {"on": ["1", "6", "2031"]}}[kind]
    before = len(getattr(programme, kind))
    assert [page.submit(title="Late", **typed).messages for _ in range(2)] == [["Saved"]] * 2
    assert len(getattr(programme, kind)) == before + 1


def test_nothing_typed_is_said_beside_every_field(client: PageClient, programme: Programme) -> None:
    page = client.get(f"{URL}/phases/add").submit(starts_on=["1", "", "2031"], ends_on=["", "", ""])
    assert page.errors == {
        "title": "Enter a title",
        "description": "Say what happens",
        "starts_on": "Enter a real date, such as 27 3 2026",
        "ends_on": "Enter a date, such as 27 3 2026",
    }


@pytest.mark.parametrize("number", ["", "0", "1000", "9" * 5000, "x", "1.5"])
def test_a_number_that_is_none_is_refused_once(client: PageClient, programme: Programme, number: str) -> None:
    page = client.get(f"{URL}/sections/add").submit(number=number, title="Food")
    assert len(page.errors) == 1
    assert page.errors["number"].startswith("Enter a")


def test_a_name_too_long_for_an_address_is_kept_whole(client: PageClient, programme: Programme) -> None:
    for end in ("one", "two"):
        client.get(f"{URL}/audiences/add").submit(name="x" * 190 + end, singular="One", kind="people")
    assert [audience.slug for audience in programme.audiences[-2:]] == ["x" * 54, "x" * 54 + "-2"]


@pytest.mark.parametrize("kind", ["kloes", "lots"])
def test_words_about_somebody_are_refused_and_wait_for_the_safeguarding_lead(
    client: PageClient, programme: Programme, kind: str
) -> None:
    words, numbered = "A girl said her stepdad hits her.", {"number": "9"} if kind == "lots" else {}
    page = client.get(f"{URL}/{kind}/add").submit(title="At home", description=words, **numbered)
    assert page.errors["description"].startswith("This may be about somebody")
    assert words not in client.get(URL).text
    assert [flag.words for flag in db.session.scalars(select(Flag))] == [words]


def test_the_same_milestone_on_the_same_day_is_refused_beside_the_field(
    client: PageClient, programme: Programme
) -> None:
    for on, errors in (["1", "6", "2026"], {}), (["2", "6", "2026"], {}):
        assert client.get(f"{URL}/milestones/add").submit(title="Cabinet", on=on).errors == errors
    page = client.get(f"{URL}/milestones/add").submit(title=" cabinet ", on=["2", "6", "2026"])
    assert page.errors == {"title": "This milestone is there already, on the same day"}
