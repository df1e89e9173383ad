"""A programme that is a draft: who sees it, where, and how it stops being one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role, User
from engage.database import db
from engage.programmes.models import Programme
from engage.surveys.inviting.operations import add_route
from engage.surveys.models import Survey
from tests.builders import make_programme, make_survey, make_user
from tests.pages import Page, PageClient

URL = "/staff/breaks/programme"
# Every page that anyone may open and that could tell of a programme. `{token}` is that of a route to its survey.
PUBLIC = ("/p/breaks", "/p/breaks/you-said-we-did", "/s/breaks-survey", "/r/breaks-survey", "/i/{token}")
ANSWERING = ("check", "return", "saved", "about-you", "organisation", "updates", "stop", "confidential", "q/belonging")


@pytest.fixture
def draft(client: PageClient) -> Programme:
    """A draft of a council of its own, beside two published programmes."""
    for slug in ("places", "transport"):
        make_programme(slug=slug, title=slug.title())
    draft = make_programme(slug="breaks", title="Short breaks", is_draft=True)
    draft.council.name = "Secretshire"
    return draft


@pytest.fixture
def survey(draft: Programme) -> Survey:
    """A survey that is open although its programme is a draft, however that came about."""
    return make_survey(draft, slug="breaks-survey")


def sign_in(client: PageClient, programme: Programme, *roles: Role) -> User:
    user = make_user(programme, *roles)
    client.flask.sign_in(user)
    return user


def other(draft: Programme) -> Programme:
    found = db.session.scalar(select(Programme).where(Programme.slug == "places"))
    assert found
    return found


@pytest.mark.parametrize("address", ["/", "/privacy", "/privacy/children", "/accessibility", "/contact"])
def test_nobody_reads_of_a_draft_on_the_first_page_or_in_the_small_print(
    client: PageClient, draft: Programme, address: str
) -> None:
    for words in ("Short breaks", "Secretshire", "breaks"):
        assert words not in client.get(address).response.text


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_addresses_of_a_draft_lead_nowhere(client: PageClient, survey: Survey, address: str) -> None:
    token = add_route(survey=survey, name="Springfield school").token
    client.get(address.format(token=token), 404)
    sign_in(client, other(survey.wave.programme), *Role)
    client.get(address.format(token=token), 404)


@pytest.mark.parametrize("path", ANSWERING)
def test_nobody_answers_a_survey_of_a_draft(client: PageClient, survey: Survey, path: str) -> None:
    client.get(f"/s/breaks-survey/{path}", 404)
    assert survey.title not in client.flask.post(f"/s/breaks-survey/{path}").text


def test_staff_pages_of_a_draft_are_not_there_for_a_member_of_another_programme(
    client: PageClient, draft: Programme
) -> None:
    sign_in(client, other(draft), Role.ADMINISTRATOR)
    assert "Short breaks" not in client.get("/staff/breaks/", 404).response.text
    assert client.get("/staff/unheard-of/", 404).status == 404


def test_somebody_who_is_not_signed_in_cannot_tell_a_draft_from_no_programme(
    client: PageClient, draft: Programme
) -> None:
    assert [client.get(address).h1 for address in ("/staff/breaks/", "/staff/unheard-of/")] == ["Sign in"] * 2


def test_the_people_of_a_draft_see_it_where_it_will_be(client: PageClient, draft: Programme) -> None:
    sign_in(client, draft, Role.REVIEWER)
    page = client.get("/").click("Short breaks")
    assert page.h1 == "Short breaks"
    assert "Only the people who work on it see it." in page.select(".draft")[0]
    assert client.get("/p/breaks/you-said-we-did").status == 200


def publish(client: PageClient) -> Page:
    return client.get(URL).click("Publish it").submit("Publish the programme")


def test_an_officer_is_asked_once_more_what_follows_before_everybody_sees_it(
    client: PageClient, draft: Programme
) -> None:
    sign_in(client, draft, Role.COMMISSIONING_OFFICER)
    assert "everybody can read its page" in client.get(URL).click("Publish it").text
    assert draft.is_draft
    assert publish(client).messages == ["The programme is published. Everybody can see it"]
    client.flask.post("/sign-out")
    assert not draft.is_draft


def test_publishing_stands_in_the_audit_trail_once(client: PageClient, draft: Programme) -> None:
    user = sign_in(client, draft, Role.COMMISSIONING_OFFICER)
    asked = client.get(f"{URL}/publish")
    for _ in range(2):
        asked.submit("Publish the programme")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "published programme")).all()
    assert [(entry.user_id, entry.subject_id) for entry in entries] == [(user.id, str(draft.id))]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ANALYST, Role.FACILITATOR, Role.WORKING_GROUP_MEMBER])
def test_nobody_else_publishes_it_or_is_offered_to(client: PageClient, draft: Programme, role: Role) -> None:
    sign_in(client, draft, role)
    assert "Publish it" not in client.get("/staff/breaks/").links
    client.get(f"{URL}/publish", 403)
