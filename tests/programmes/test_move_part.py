from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.programmes.models import Programme
from engage.programmes.parts.operations import add_part
from tests.builders import make_programme, make_user
from tests.pages import PageClient

URL = "/staff/alternative-provision/programme"
THREE = ("Early", "Middle", "Late")


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


def add_three(programme: Programme, kind: str) -> None:
    for number, title in enumerate(THREE, 1):
        day = programme.waves[0].starts_on
        typed = {
            "phases": {"title": title, "description": "So", "starts_on": day, "ends_on": day},
            "kloes": {"title": title},
            "audiences": {"name": title, "singular": title, "kind": "people"},
            "lots": {"title": title, "number": number},
            "sections": {"title": title, "number": 100 + number},
        }[kind]
        add_part(programme=programme, to=kind, **typed)


def order(programme: Programme, kind: str) -> list[str]:
    names = [getattr(part, "name", None) or part.title for part in getattr(programme, kind)]
    return [name for name in names if name in THREE]


@pytest.mark.parametrize("kind", ["phases", "kloes", "audiences", "lots", "sections"])
def test_parts_are_put_in_order_without_script(client: PageClient, programme: Programme, kind: str) -> None:
    add_three(programme, kind)
    named = {"phases": "2. Middle", "lots": "Lot 2", "sections": "102. Middle"}.get(kind, "Middle")
    page = client.get(URL).submit(f"Move {named} up")
    assert order(programme, kind) == ["Middle", "Early", "Late"]
    assert page.messages == ["Moved"]
    named = {"phases": "1. Middle", "lots": "Lot 1", "sections": "101. Middle"}.get(kind, "Middle")
    page.submit(f"Move {named} down")
    assert order(programme, kind) == list(THREE)


def test_a_button_pressed_twice_moves_once(client: PageClient, programme: Programme) -> None:
    add_three(programme, "lots")
    page = client.get(URL)
    said = [page.submit("Move Lot 3 up").messages for _ in range(2)]
    assert said == [["Moved"], ["It stands here now"]]
    assert order(programme, "lots") == ["Early", "Late", "Middle"]


def test_the_first_cannot_go_up_and_the_last_cannot_go_down(client: PageClient, programme: Programme) -> None:
    add_three(programme, "lots")
    assert client.get(URL).select("[id^=lots-] button") == ["↓", "↑", "↓", "↑"]


def test_a_section_moves_with_the_numbers_of_its_lines(client: PageClient, programme: Programme) -> None:
    add_part(programme=programme, to="sections", number=8, title="Food")
    client.get(URL).submit("Move 7. Belonging and relationships down")
    assert [line.number for line in programme.sections[1].lines] == ["8.1", "8.2"]


@pytest.mark.parametrize("sent", [{}, {"direction": "up"}, {"direction": "up", "place": "9" * 40}, {"place": "1"}])
def test_a_form_sent_by_hand_is_refused(client: PageClient, programme: Programme, sent: dict[str, str]) -> None:
    token = client.get(URL).soup.select_one("[name=csrf_token]")["value"]
    client.post(f"{URL}/waves/{programme.waves[0].id}/move", {"csrf_token": token, **sent}, status=400)
