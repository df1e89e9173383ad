"""The links of the staff header: which one is marked, and that a phone has them behind a menu."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role
from tests.builders import make_programme, make_survey, make_user
from tests.pages import PageClient

STAFF = "/staff/alternative-provision"


def sign_in_an_officer(client: PageClient) -> None:
    programme = make_programme()
    make_survey(programme, slug="parents")
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/surveys", "Surveys"),
        ("/surveys/parents/import", "Surveys"),
        ("/surveys/parents/routes", "Surveys"),
        ("/coding/frame", "Coding"),
        ("/updates", "Findings"),
        ("/meetings", "Meetings"),
    ],
)
def test_every_page_of_a_room_marks_its_link(client: PageClient, path: str, room: str) -> None:
    sign_in_an_officer(client)
    assert client.get(STAFF + path).select("header a[aria-current]") == [room]


def test_only_the_page_itself_is_marked_as_the_page(client: PageClient) -> None:
    sign_in_an_officer(client)
    assert client.get(f"{STAFF}/surveys").select("header a[aria-current=page]") == ["Surveys"]
    assert client.get(f"{STAFF}/surveys/parents").select("header a[aria-current=page]") == []


def test_the_list_stands_outside_the_menu_that_folds_it(client: PageClient) -> None:
    sign_in_an_officer(client)
    page = client.get(f"{STAFF}/surveys")
    assert page.select("header details") == ["Menu"]
    assert len(page.select("header details + ul a")) > 5
