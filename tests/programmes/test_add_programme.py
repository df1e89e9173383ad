from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from engage.accounts.models import Role, User
from engage.accounts.operations import grant_role
from engage.database import db
from engage.programmes import queries
from engage.programmes.models import Council
from tests.builders import make_programme, make_user
from tests.pages import Page, PageClient

URL = "/staff/alternative-provision/programme/new-programme"


@pytest.fixture
def officer(client: PageClient) -> User:
    user = make_user(make_programme(), Role.COMMISSIONING_OFFICER)
    client.flask.sign_in(user)
    return user


def send(client: PageClient, slug: str) -> Page:
    words = {"title": "Short breaks", "slug": slug, "summary": "What it is about."}
    return client.get(URL).submit(**words, starts_on=["1", "9", "2031"], service_starts_on=["1", "4", "2032"])


def test_a_new_programme_is_run_by_the_person_who_made_it(client: PageClient, officer: User) -> None:
    page = send(client, "short-breaks")
    programme = queries.find_programme(slug="short-breaks")
    assert programme
    assert page.address == "/staff/short-breaks/programme"
    assert officer.roles_in(programme.id) == {Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER}
    assert len(programme.sections) == 19


def test_its_phases_and_first_wave_are_dated_from_the_day_it_starts(client: PageClient, officer: User) -> None:
    send(client, "short-breaks")
    programme = queries.find_programme(slug="short-breaks")
    assert programme
    assert {part.starts_on.year for part in (*programme.phases, *programme.waves)} <= {2031, 2032}
    assert programme.phases[0].starts_on == dt.date(2031, 9, 1)
    assert [wave.starts_on for wave in programme.waves] == [dt.date(2031, 9, 29)]
    assert programme.service_starts_on == dt.date(2032, 4, 1)


def test_a_programme_needs_the_day_it_starts(client: PageClient, officer: User) -> None:
    page = client.get(URL).submit(title="Short breaks", service_starts_on=["", "4", "2032"])
    assert page.errors["starts_on"] == "Enter a date, such as 27 3 2026"
    assert page.errors["service_starts_on"] == "Enter a real date, such as 27 3 2026"
    assert page.soup.find(id="service_starts_on-month")["value"] == "4"


def test_an_address_that_is_taken_is_said_beside_the_field(client: PageClient, officer: User) -> None:
    page = send(client, "alternative-provision")
    assert page.errors == {"slug": "Another programme has this short name"}
    assert page.soup.find(id="title")["value"] == "Short breaks"


def test_an_address_with_strange_signs_is_refused(client: PageClient, officer: User) -> None:
    assert "small letters" in send(client, "Short breaks/2026").errors["slug"]


def test_a_council_that_is_not_in_the_list_is_added_and_then_chosen(client: PageClient, officer: User) -> None:
    page = client.get(URL).click("Add a council")
    page = page.submit(name="Otherham Council", slug="otherham", email="hello@otherham.example")
    council = db.session.scalars(select(Council).where(Council.slug == "otherham")).one()
    assert page.h1 == "Start a new programme"
    assert page.soup.select_one("#council option[selected]")["value"] == str(council.id)


def test_a_programme_is_started_only_for_a_council_whose_programmes_one_runs(client: PageClient, officer: User) -> None:
    other = make_programme(slug="other")
    make_user(other, Role.ADMINISTRATOR)
    grant_role(user=officer, programme_id=other.id, role=Role.REVIEWER)
    page = client.get(URL)
    assert len(page.select("#council option")) == 1
    page = page.submit(
        title="Mine", slug="mine", summary="So", council=str(other.council_id), starts_on=["1", "9", "2031"]
    )
    assert "council" in page.errors
    assert queries.find_programme(slug="mine") is None


def test_two_councils_cannot_have_the_same_short_name(client: PageClient, officer: User) -> None:
    for _ in range(2):
        page = client.get(URL).click("Add a council")
        page = page.submit(name="Otherham Council", slug="otherham", email="hello@otherham.example")
    assert page.errors == {"slug": "Another council has this short name"}
