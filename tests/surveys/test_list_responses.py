from __future__ import annotations

from engage.accounts.models import Role
from engage.programmes.models import Programme
from engage.surveys.models import Channel, Response
from engage.surveys.queries import ClosedAnswer, closed_answers, count_responses
from tests.builders import make_programme, make_response, make_survey, make_user
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/responses"


def programme_with_noise() -> Programme:
    """Another programme with a response, so that an unfiltered query shows."""
    make_response(make_survey(make_programme(slug="another"), slug="another"), belonging=["never"])
    return make_programme()


def test_responses_are_counted_against_how_many_people_there_are(client: PageClient) -> None:
    programme = programme_with_noise()
    survey = make_survey(programme)
    make_response(survey, belonging=["always"])
    make_response(survey).channel = Channel.IMPORTED
    make_response(survey, submitted=False, belonging=["always"])
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    page = client.get(ADDRESS)
    assert page.select("main .bars__text") == ["2 of 200"]
    row = page.select("main .wide tbody")[-1]
    assert row == "Your place, your say Children and young people Open 13 days 1 1 2 200 1%"


def test_an_audience_of_unknown_size_has_no_share(client: PageClient) -> None:
    programme = make_programme()
    survey = make_survey(programme)
    survey.audience = programme.audiences[1]
    make_response(survey)
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    page = client.get(ADDRESS)
    assert page.select("main .bars__text") == ["1, size not known"]
    assert "Not known" in page.text


def test_with_nothing_open_the_page_says_what_will_be_here(client: PageClient) -> None:
    programme = programme_with_noise()
    make_survey(programme, status="draft")
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    assert "Once a survey is open" in client.get(ADDRESS).text


def test_reviewers_do_not_see_the_counts(client: PageClient) -> None:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.REVIEWER))
    client.get(ADDRESS, 403)


def test_counts_leave_out_drafts(app: object) -> None:
    survey = make_survey(programme_with_noise())
    make_response(survey)
    make_response(survey, submitted=False)
    assert count_responses([survey.id]) == {survey.id: 1}


def test_closed_answers_are_a_row_for_each_option_chosen(app: object) -> None:
    programme = programme_with_noise()
    survey = make_survey(programme)
    sent = make_response(survey, what_helps=["staff", "friends"], what_works="The staff")
    make_response(survey, submitted=False, what_helps=["staff"])
    assert list(closed_answers(programme.waves[0].id)) == [
        answer(sent, "staff", "Staff"),
        answer(sent, "friends", "Friends"),
    ]


def answer(sent: Response, option_id: str, label: str) -> ClosedAnswer:
    return ClosedAnswer(sent.id, sent.record_key, "young-people", "what-helps", option_id, label)
