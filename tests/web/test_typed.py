"""A form that cannot be saved any more: the page says so, and shows everything that was typed."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role, User
from engage.database import db
from engage.programmes.models import Programme
from engage.programmes.parts.operations import remove_part
from engage.surveys.models import Survey
from tests.builders import make_programme, make_survey, make_user
from tests.pages import Page, PageClient

STAFF = "/staff/alternative-provision"
WORDS = "What we learnt over the whole spring.\n\nAnd a second paragraph <b>."


@pytest.fixture
def programme(client: PageClient) -> Programme:
    return make_programme()


@pytest.fixture
def officer(client: PageClient, programme: Programme) -> User:
    user = make_user(programme, Role.COMMISSIONING_OFFICER)
    client.flask.sign_in(user)
    return user


def open_form(client: PageClient, programme: Programme) -> Page:
    return client.get(f"{STAFF}/programme/kloes/{programme.kloes[0].id}")


def shown(page: Page) -> list[str]:
    return [tag.get_text() for tag in page.soup.select(".meanwhile")]


def test_what_another_removed_meanwhile_is_said_with_all_that_was_typed(
    client: PageClient, programme: Programme, officer: User
) -> None:
    page = open_form(client, programme)
    remove_part(part=programme.kloes[0])
    page = page.submit(title=WORDS, status=410)
    assert page.h1 == "What you were changing is no longer there"
    assert WORDS in [words.replace("\r\n", "\n") for words in shown(page)]


def test_whoever_is_signed_out_meanwhile_keeps_their_words_and_finds_the_way_in(
    client: PageClient, programme: Programme, officer: User
) -> None:
    page = open_form(client, programme)
    with client.flask.session_transaction() as session:
        session.clear()
    page = page.submit(title=WORDS, status=400)
    assert "You were signed out before you saved" in page.text
    assert "/sign-in" in page.links["Sign in (opens in a new tab)"]
    assert len(shown(page)) == 1


def test_whose_account_is_disabled_meanwhile_keeps_their_words(
    client: PageClient, programme: Programme, officer: User
) -> None:
    page = open_form(client, programme)
    officer.session_key = "another"
    assert WORDS in shown(page.submit(title=WORDS, status=401))


def test_whose_role_is_taken_away_meanwhile_keeps_their_words(
    client: PageClient, programme: Programme, officer: User
) -> None:
    page = open_form(client, programme)
    officer.memberships = []
    assert WORDS in shown(page.submit(title=WORDS, status=403))


def test_no_token_is_shown_and_nothing_that_was_sent_from_elsewhere(
    client: PageClient, programme: Programme, officer: User
) -> None:
    address = open_form(client, programme).address
    page = client.post(address, {"csrf_token": "tok", "title": "Typed", "password": "p"}, status=400)
    assert shown(page) == ["Typed"]
    answer = client.flask.post(address, data={"title": "Typed"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Typed" not in answer.text


def test_answers_of_people_are_never_shown_again(client: PageClient, programme: Programme) -> None:
    survey: Survey = make_survey(programme, status="open")
    db.session.commit()
    page = client.post(f"/s/{survey.slug}/q/what-works", {"what-works": "My answer"}, status=400)
    assert "My answer" not in page.text
