from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.accounts.operations import grant_role
from engage.database import db
from engage.programmes.models import Programme
from tests.builders import make_programme, make_user
from tests.pages import PageClient

URL = "/staff/alternative-provision/programme/council"


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


def test_an_officer_changes_the_name_and_colours_of_the_council(client: PageClient, programme: Programme) -> None:
    page = client.get(URL).submit(name="Testham Borough Council", accent="#1A4370")
    assert "Saved" in page.text
    assert (programme.council.name, programme.council.accent) == ("Testham Borough Council", "#1a4370")


def test_a_colour_nobody_could_read_is_refused_and_what_was_typed_is_kept(
    client: PageClient, programme: Programme
) -> None:
    page = client.get(URL).submit(name="New name", accent="#ff7f0e")
    assert "2.5 to 1" in page.errors["accent"]
    assert page.soup.find(id="name")["value"] == "New name"
    assert programme.council.name == "Testham Council"


def test_an_empty_telephone_stays_empty(client: PageClient, programme: Programme) -> None:
    client.get(URL).submit(phone="")
    assert programme.council.phone == ""


def test_the_change_is_in_the_audit_trail(client: PageClient, programme: Programme) -> None:
    client.get(URL).submit(phone="0161 496 0000")
    client.get(URL).submit()
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id) == ("changed council", str(programme.council_id))


def make_second(programme: Programme, *, title: str = "Short breaks", is_draft: bool = True) -> Programme:
    """Another programme of the same council."""
    second = make_programme(slug="short-breaks", title=title, is_draft=is_draft)
    second.council = programme.council
    db.session.commit()
    return second


def test_an_administrator_of_a_draft_does_not_rewrite_the_council_of_others_programmes(
    client: PageClient, programme: Programme
) -> None:
    make_second(programme)
    before = client.get(URL)  # the first programme's officer is the "other"; the form as it was offered to them
    intruder = make_user(programme.council.programmes[-1], Role.ADMINISTRATOR)
    make_user(programme, Role.REVIEWER)
    client.flask.sign_in(intruder)
    address = URL.replace("alternative-provision", "short-breaks")
    page = client.get(address)
    assert "This council has other programmes" in page.text
    assert page.select("main form") == []
    token = client.get("/staff/short-breaks/programme/about").soup.find("input", {"name": "csrf_token"})["value"]
    seen = before.soup.find("input", {"name": "seen"})["value"]
    values = {"name": "Mine", "email": "me@elsewhere.example", "ink": "#000000", "accent": "#000000"}
    client.post(address, {"csrf_token": token, "seen": seen, **values})
    assert (programme.council.name, programme.council.email) == ("Testham Council", "hello@testham.example")


def test_who_runs_every_programme_changes_the_council_and_each_trail_says_so(
    client: PageClient, programme: Programme
) -> None:
    second = make_second(programme)
    client.flask.sign_in(officer := make_user(programme, Role.COMMISSIONING_OFFICER))
    grant_role(user=officer, programme_id=second.id, role=Role.ADMINISTRATOR)
    make_user(second, Role.REVIEWER)
    page = client.get(URL)
    assert page.select("main li") == ["Alternative Provision", "Short breaks (draft)"]
    page.submit(name="Testham Borough Council")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "changed council")).all()
    assert {entry.programme_id for entry in entries} == {programme.id, second.id}


def test_the_colours_are_a_stylesheet_that_browsers_may_keep(client: PageClient, programme: Programme) -> None:
    address = f"/council/{programme.council.slug}.css"
    answer = client.flask.get(address)
    assert answer.text == ":root{--ink:#0b2540;--accent:#00625a;}"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    again = client.flask.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_colour_that_is_not_one_never_reaches_the_stylesheet(client: PageClient, programme: Programme) -> None:
    programme.council.ink = "red;}*{"
    assert client.flask.get(f"/council/{programme.council.slug}.css").text == ":root{--accent:#00625a;}"
    client.get("/council/unheard-of.css", 404)


def test_the_colours_of_a_council_with_nothing_but_drafts_are_its_peoples_alone(
    client: PageClient, programme: Programme
) -> None:
    draft = make_programme(slug="draft", is_draft=True)
    address = f"/council/{draft.council.slug}.css"
    assert client.get(address, 404).response.text == client.get("/council/unheard-of.css", 404).response.text
    client.flask.sign_in(make_user(draft, Role.REVIEWER))
    answer = client.flask.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, max-age=300"
