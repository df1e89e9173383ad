from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.database import db
from engage.programmes.models import Programme
from tests.builders import make_programme, make_user
from tests.pages import PageClient

URL = "/staff/alternative-provision/specification"


@pytest.mark.parametrize("role", list(Role))
def test_everyone_with_a_role_reads_the_specification(client: PageClient, role: Role) -> None:
    client.flask.sign_in(make_user(make_programme(), role))
    page = client.get(URL)
    assert "7.1 A pupil has one named adult." in page.text
    assert page.select("header a[aria-current]") == ["Specification"]


def test_a_reader_is_not_offered_to_change_it(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.WORKING_GROUP_MEMBER))
    assert "Change 7.1" not in client.get(URL).links


def test_an_officer_adds_a_line_to_a_section(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.COMMISSIONING_OFFICER))
    page = client.get(URL).click("Add a line to section 7").submit(number="7.3", text="Lunch is eaten together.")
    assert page.h1 == "Specification"
    assert "7.3 Lunch is eaten together." in page.text


def test_a_line_with_a_taken_number_is_refused(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.COMMISSIONING_OFFICER))
    page = client.get(URL).click("Add a line to section 7").submit(number="7.1", text="Lunch.")
    assert page.errors == {"number": "Another line has this number"}


def test_an_empty_specification_says_what_will_be_here(client: PageClient) -> None:
    council = make_programme().council
    empty = Programme(council_id=council.id, slug="empty", title="Empty", summary="Nothing yet.")
    db.session.add(empty)
    db.session.commit()
    client.flask.sign_in(make_user(empty, Role.ANALYST))
    assert "will be here" in client.get("/staff/empty/specification").text
