from __future__ import annotations

from engage.accounts.models import Role
from tests.builders import make_programme, make_response, make_survey, make_user
from tests.pages import PageClient


def test_someone_with_one_programme_goes_straight_to_it(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.REVIEWER))
    page = client.get("/staff/")
    assert (page.h1, page.address) == ("Start", "/staff/alternative-provision/")


def test_someone_with_several_programmes_chooses(client: PageClient) -> None:
    user = make_user(make_programme(title="Places"), Role.REVIEWER, Role.ANALYST)
    other = make_programme(slug="breaks", title="Short breaks")
    make_programme(slug="strange", title="Somebody else’s")
    user.memberships.append(type(user.memberships[0])(programme_id=other.id, role=Role.REVIEWER))
    client.flask.sign_in(user)
    page = client.get("/staff/")
    assert page.select("h2") == ["Places", "Short breaks"]
    assert "Testham Council · Analyst, Reviewer" in page.text


def test_someone_with_no_role_is_told_whom_to_ask(client: PageClient) -> None:
    make_programme()
    client.flask.sign_in(make_user())
    assert "Ask the administrator" in client.get("/staff/").text


def test_a_visitor_signs_in_first(client: PageClient) -> None:
    assert client.get("/staff/").h1 == "Sign in"


def test_an_officer_sees_answers_against_the_size_and_the_days_left(client: PageClient) -> None:
    programme = make_programme()
    make_response(make_survey(programme), what_works="the dog")
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    assert "Children and young people: 1 of 200 · 13 days left" in client.get("/staff/").text


def test_a_reviewer_sees_what_waits_for_review(client: PageClient) -> None:
    programme = make_programme()
    make_survey(programme, status="in_review")
    client.flask.sign_in(make_user(programme, Role.REVIEWER))
    page = client.get("/staff/")
    assert "Surveys to review Children and young people" in page.text
    assert page.click("See the surveys").status == 200


def test_a_person_sees_only_the_cards_of_their_roles(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.PROCUREMENT_LEAD))
    assert client.get("/staff/").select("h2") == ["Next meeting", "Specification"]


def test_every_card_leads_somewhere(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), *Role))
    page = client.get("/staff/")
    for address in {link["href"] for link in page.soup.select(".start__link a")}:
        client.get(address)
