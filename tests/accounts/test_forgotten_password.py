from __future__ import annotations

import re

import pytest

from engage.accounts.models import User
from tests.builders import make_user
from tests.pages import Page, PageClient

EMAIL = "officer@testham.example"
PASSWORD = "four words long enough"
NEW_PASSWORD = "four other words here"
SAID = "If someone has an account with that email address, we have sent them a link"


@pytest.fixture
def officer(app: object) -> User:
    return make_user(email=EMAIL, password=PASSWORD)


def ask(client: PageClient, email: str = EMAIL) -> Page:
    return client.get("/sign-in").click("I have forgotten my password").submit(email=email)


def printed_links(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return re.findall(r"http://localhost(/link/\S+)", capsys.readouterr().err)


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(client: PageClient, officer: User) -> None:
    known, unknown = ask(client), ask(client, "nobody@testham.example")
    assert SAID in known.text
    assert known.text == unknown.text


def test_the_link_sets_a_new_password_and_works_once(
    client: PageClient, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(client)
    (link,) = printed_links(capsys)
    client.get(link).submit(password=NEW_PASSWORD)
    assert client.get(link).h1 == "Sign in"


def test_a_new_password_signs_out_every_other_browser(
    client: PageClient, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(client)
    before = officer.get_id()
    client.get(printed_links(capsys)[0]).submit(password=NEW_PASSWORD)
    assert officer.get_id() != before


def test_using_one_link_spends_the_others(
    client: PageClient, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(client)
    ask(client)
    first, second = printed_links(capsys)
    client.get(first).submit(password=NEW_PASSWORD)
    assert client.get(second).h1 == "Sign in"


def test_a_short_password_is_refused_beside_the_field(
    client: PageClient, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(client)
    page = client.get(printed_links(capsys)[0]).submit(password="short")
    assert page.errors == {"password": "Your password must have 12 characters or more"}


def test_nobody_can_be_flooded_with_letters(
    client: PageClient, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(5):
        ask(client)
    assert len(printed_links(capsys)) == 3


def test_a_disabled_person_gets_no_link(client: PageClient, officer: User, capsys: pytest.CaptureFixture[str]) -> None:
    officer.is_enabled = False
    assert SAID in ask(client).text
    assert printed_links(capsys) == []


def test_a_link_of_someone_disabled_since_is_spent(
    client: PageClient, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(client)
    officer.is_enabled = False
    assert client.get(printed_links(capsys)[0]).h1 == "Sign in"


def test_a_link_nobody_made_leads_to_signing_in(client: PageClient) -> None:
    assert "out of date" in client.get("/link/made-up").text
