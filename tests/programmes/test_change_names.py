from __future__ import annotations

import pytest

from engage.accounts.models import Role
from tests.builders import make_programme, make_user
from tests.pages import PageClient

URL = "/staff/alternative-provision/programme"


def test_an_officer_lists_names_and_each_stands_once(client: PageClient) -> None:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    page = client.get(URL).click("Change Names to take out of quotes")
    page = page.submit(known_schools=" Oak  Lodge \r\n\r\nOak Lodge\r\nAsh House", known_places="Testham")
    assert (programme.known_schools, programme.known_places) == ("Oak Lodge\nAsh House", "Testham")
    assert "2 schools, 1 place" in page.text


def test_names_can_all_go_again(client: PageClient) -> None:
    programme = make_programme()
    programme.known_places = "Testham"
    client.flask.sign_in(make_user(programme, Role.ADMINISTRATOR))
    page = client.get(f"{URL}/names").submit(known_places="")
    assert "0 schools, 0 places" in page.text


@pytest.mark.parametrize("role", [Role.ANALYST, Role.WORKING_GROUP_MEMBER])
def test_nobody_else_changes_names(client: PageClient, role: Role) -> None:
    client.flask.sign_in(make_user(make_programme(), role))
    client.get(f"{URL}/names", status=403)
