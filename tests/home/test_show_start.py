from __future__ import annotations

import datetime as dt

from engage.accounts.models import Role
from engage.coding.models import Excerpt
from engage.database import db
from engage.forums.models import Action, Forum, Meeting
from engage.passages.columns import TriagedText
from engage.safeguarding.models import Flag
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


def test_the_safeguarding_lead_sees_how_much_is_on_hold(client: PageClient) -> None:
    programme = make_programme()
    response = make_response(make_survey(programme), what_works="he hits me")
    db.session.add(Flag(answer=response.answers[0], reason="worrying_words", matched="hits"))
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    page = client.get("/staff/")
    assert "0 to look at now 1 to look at today 0 probably nothing" in page.text
    assert "he hits me" not in page.text


def test_an_analyst_sees_how_many_answers_nobody_has_read(client: PageClient) -> None:
    programme = make_programme()
    answer = make_response(make_survey(programme), what_works="the dog").answers[0]
    db.session.add(Excerpt(programme_id=programme.id, answer=answer, start=0, end=7, text="the dog"))
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    assert "1 answer that nobody has read for coding" in client.get("/staff/").text


def test_a_member_sees_the_next_meeting_and_whether_there_is_a_summary(client: PageClient) -> None:
    programme = make_programme()
    forum = Forum(programme=programme, kind="working_group", title=TriagedText("Working group"))
    db.session.add(Meeting(forum=forum, title=TriagedText("Third meeting"), held_on=dt.date(2096, 6, 1)))
    client.flask.sign_in(make_user(programme, Role.WORKING_GROUP_MEMBER))
    page = client.get("/staff/")
    assert "Third meeting, Friday 1 June 2096" in page.text
    assert "No summary has been published yet." in page.text


def test_actions_that_are_late_are_counted(client: PageClient) -> None:
    programme = make_programme()
    forum = Forum(programme=programme, kind="working_group", title=TriagedText("Working group"))
    meeting = Meeting(forum=forum, title=TriagedText("First meeting"), held_on=dt.date(2026, 6, 1))
    for year in (2025, 2096):
        db.session.add(
            Action(meeting=meeting, text=TriagedText("Ask"), owner=TriagedText("Officer"), due_on=dt.date(year, 6, 1))
        )
    client.flask.sign_in(make_user(programme, Role.FACILITATOR))
    assert "2 to do 1 past the day they were due" in client.get("/staff/").text


def test_an_administrator_sees_who_has_not_signed_in_yet(client: PageClient) -> None:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.ADMINISTRATOR, password="four words long enough"))
    make_user(programme, Role.ANALYST)
    assert "2 people 1 not signed in yet" in client.get("/staff/").text


def test_a_person_sees_only_the_cards_of_their_roles(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.PROCUREMENT_LEAD))
    assert client.get("/staff/").select("h2") == ["What we heard", "Next meeting", "Specification"]


def test_every_card_leads_somewhere(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), *Role))
    page = client.get("/staff/")
    for address in {link["href"] for link in page.soup.select(".start__link a")}:
        client.get(address)


def test_someone_in_two_programmes_goes_from_one_to_the_other_on_any_page(client: PageClient) -> None:
    user = make_user(make_programme(title="Places"), Role.COMMISSIONING_OFFICER)
    other = make_programme(slug="breaks", title="Short breaks", is_draft=True)
    make_programme(slug="strange", title="Somebody else’s")
    user.memberships.append(type(user.memberships[0])(programme_id=other.id, role=Role.REVIEWER))
    client.flask.sign_in(user)
    for address in ("", "programme", "programme/waves/add", "surveys", "specification", "meetings"):
        page = client.get(f"/staff/alternative-provision/{address}")
        assert page.select(".switch summary") == ["Places · Change programme"]
        assert page.select(".switch a") == ["Short breaks"]
        page = page.click("Short breaks")
        assert (page.h1, page.address) == ("Start", "/staff/breaks/")
        assert page.select(".switch a") == ["Places"]


def test_someone_in_one_programme_has_nothing_to_choose(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(title="Places"), Role.REVIEWER))
    make_programme(slug="strange", title="Somebody else’s")
    page = client.get("/staff/")
    assert page.select(".switch") == []
    assert page.select(".who")[0].startswith("Places")
