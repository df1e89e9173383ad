from __future__ import annotations

import re

import pytest

from engage.accounts import operations, queries
from engage.accounts.models import Role, User
from engage.programmes.models import Programme
from tests.builders import make_programme, make_user
from tests.pages import Page, PageClient

URL = "/staff/alternative-provision/people"
PASSWORD = "four words long enough"


@pytest.fixture
def programme(app: object) -> Programme:
    return make_programme()


@pytest.fixture
def administrator(client: PageClient, programme: Programme) -> User:
    user = make_user(programme, Role.ADMINISTRATOR, email="admin@testham.example", password=PASSWORD)
    client.flask.sign_in(user)
    return user


def invite(client: PageClient, *roles: Role, email: str = "new@testham.example") -> Page:
    return client.get(URL).click("Invite someone").submit(name="New person", email=email, roles=list(roles))


def test_only_administrators_see_the_people(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    client.get(URL, 403)
    client.get("/staff/alternative-provision/audit", 403)


def test_people_are_listed_with_their_roles_and_whether_they_sign_in(
    client: PageClient, programme: Programme, administrator: User
) -> None:
    make_user(programme, Role.ANALYST, Role.REVIEWER, email="two@testham.example")
    make_user(make_programme(slug="other"), Role.ANALYST, email="elsewhere@testham.example")
    page = client.get(URL)
    assert "two@testham.example Analyst, Reviewer Invited Change" in page.text
    assert "elsewhere@testham.example" not in page.text


def test_an_invitation_that_cannot_be_mailed_is_shown_once_to_be_passed_on(
    client: PageClient, administrator: User
) -> None:
    page = invite(client, Role.ANALYST)
    assert page.h1 == "Pass this link on"
    link = page.select("code")[0]
    welcome = client.get(link.removeprefix("http://localhost")).submit(password=PASSWORD)
    assert welcome.address == "/staff/alternative-provision/"


def test_an_invitation_is_printed_on_the_console_where_no_mail_is_set(
    client: PageClient, administrator: User, capsys: pytest.CaptureFixture[str]
) -> None:
    invite(client, Role.ANALYST)
    printed = capsys.readouterr().err
    assert "To: new@testham.example" in printed
    assert re.search(r"http://localhost/link/[\w-]{43}\n", printed)


def test_someone_with_an_account_keeps_their_name_and_password(
    client: PageClient, programme: Programme, administrator: User
) -> None:
    known = make_user(make_programme(slug="other"), Role.ANALYST, email="known@testham.example", password=PASSWORD)
    page = invite(client, Role.REVIEWER, email=" Known@testham.example")
    assert "already signs in" in page.text
    assert (known.name, known.roles_in(programme.id)) == ("A person", {Role.REVIEWER})


def test_a_link_that_opens_another_programme_too_is_not_shown(client: PageClient, administrator: User) -> None:
    make_user(make_programme(slug="other"), Role.ADMINISTRATOR, email="waiting@testham.example")
    page = invite(client, Role.REVIEWER, email="waiting@testham.example")
    assert page.h1 == "People"
    assert "/link/" not in page.response.text


def test_an_invitation_needs_a_role_and_an_email_address(client: PageClient, administrator: User) -> None:
    page = invite(client, email="nobody")
    assert set(page.errors) == {"email", "roles"}
    assert page.soup.find(id="name")["value"] == "New person"


def test_roles_are_given_and_taken_away(client: PageClient, programme: Programme, administrator: User) -> None:
    user = make_user(programme, Role.ANALYST)
    client.get(f"{URL}/{user.id}").submit("Save", roles=["reviewer", "facilitator"])
    assert user.roles_in(programme.id) == {Role.REVIEWER, Role.FACILITATOR}


def test_the_last_administrator_stays_one(client: PageClient, programme: Programme, administrator: User) -> None:
    page = client.get(f"{URL}/{administrator.id}").submit("Save", roles=["reviewer"])
    assert page.errors == {"roles": "Make somebody else an administrator first"}
    assert administrator.roles_in(programme.id) == {Role.ADMINISTRATOR}


def test_a_disabled_person_is_out_at_once_and_can_be_let_in_again(
    client: PageClient, programme: Programme, administrator: User
) -> None:
    user = make_user(programme, Role.ANALYST)
    client.get(f"{URL}/{user.id}").submit("Stop them from signing in")
    assert queries.load_user(user.get_id()) is None
    client.get(f"{URL}/{user.id}").submit("Let them sign in again")
    assert queries.load_user(user.get_id()) == user


def test_nobody_disables_an_account_that_another_programme_needs(
    client: PageClient, programme: Programme, administrator: User
) -> None:
    user = make_user(programme, Role.ANALYST)
    other = make_programme(slug="other")
    operations.grant_role(user=user, programme_id=other.id, role=Role.ANALYST)
    page = client.get(f"{URL}/{user.id}").submit("Stop them from signing in")
    assert "They work on another programme too" in page.text
    assert user.is_enabled


def test_nobody_is_reached_through_a_programme_they_do_not_work_on(client: PageClient, administrator: User) -> None:
    stranger = make_user(make_programme(slug="other"), Role.ANALYST)
    client.get(f"{URL}/{stranger.id}", 404)


def test_an_invitation_that_got_lost_is_made_again(
    client: PageClient, programme: Programme, administrator: User
) -> None:
    user = make_user(programme, Role.ANALYST)
    page = client.get(f"{URL}/{user.id}").submit("Make a new invitation link")
    assert page.select("code")[0].startswith("http://localhost/link/")


def test_an_administrator_never_holds_the_link_of_someone_who_has_a_password(
    client: PageClient, programme: Programme, administrator: User
) -> None:
    user = make_user(programme, Role.ANALYST, password=PASSWORD)
    page = client.get(f"{URL}/{user.id}")
    assert "Make a new invitation link" not in page.text
    token = page.soup.find("input", {"name": "csrf_token"})["value"]
    client.post(f"{URL}/{user.id}/link", {"csrf_token": token}, status=404)


def test_the_trail_says_who_did_what_to_whom(client: PageClient, programme: Programme, administrator: User) -> None:
    user = make_user(programme, Role.ANALYST)
    client.get(f"{URL}/{user.id}").submit("Save", roles=["reviewer"])
    page = client.get(URL).click("See what was done, and by whom")
    assert f"A person changed roles user {user.id} roles: reviewer" in page.text


def test_an_empty_trail_says_what_will_be_there(client: PageClient, administrator: User) -> None:
    assert "will be here as soon as something is done" in client.get("/staff/alternative-provision/audit").text
