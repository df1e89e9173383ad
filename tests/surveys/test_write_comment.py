from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.surveys import operations
from engage.surveys.models import Survey
from tests.builders import make_programme, make_survey, make_user
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/surveys/your-say"


@pytest.fixture
def survey(app: object) -> Survey:
    return make_survey(make_programme(), status="in_review")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.WORKING_GROUP_MEMBER])
def test_a_comment_is_seen_beside_its_question(client: PageClient, survey: Survey, role: Role) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, role))
    page = client.get(ADDRESS).click("Comment on question 2")
    assert "None of these" in page.text
    page = page.submit(words="Add sport")
    assert page.select("#item-what-helps .comment__words") == ["Add sport"]
    assert page.select("#item-belonging .comment__words") == []
    assert page.click("Comment on question 2").select(".comment__words") == ["Add sport"]


def test_a_comment_on_the_whole_survey_stands_above_the_questions(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    page = client.get(ADDRESS).click("Comment on the whole survey").submit(words="Too long")
    assert page.select(".comment__words") == ["Too long"]
    assert page.select(".finding .comment__words") == []


def test_an_empty_comment_is_refused(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    page = client.get(f"{ADDRESS}/items/belonging/comment").submit(words="  ")
    assert page.errors == {"words": "Write your comment"}


def test_a_character_that_cannot_be_stored_is_left_out(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    page = client.get(f"{ADDRESS}/comment").submit(words="Too\0 long")
    assert page.select(".comment__words") == ["Too long"]


def test_a_comment_that_nobody_wrote_is_not_found(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(survey.author)
    token = client.get(ADDRESS).soup.find("input", attrs={"name": "csrf_token"})["value"]
    for comment_id in ("7", "99999999999999999999"):
        client.post(f"{ADDRESS}/comments/{comment_id}/resolve", {"csrf_token": token}, status=404)


def test_a_survey_that_is_approved_takes_no_more_comments(client: PageClient) -> None:
    survey = make_survey(make_programme(), status="approved")
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    assert "Comment on question 1" not in client.get(ADDRESS).links
    page = client.get(f"{ADDRESS}/items/belonging/comment").submit(words="Late")
    assert page.select(".govuk-error-summary__list li") == ["Comments can be written while a survey is in review"]


def test_the_officer_settles_a_comment(client: PageClient, survey: Survey) -> None:
    reviewer = make_user(survey.wave.programme, Role.REVIEWER)
    comment = operations.write_comment(survey=survey, item_id="belonging", words="Add a hint", by=reviewer)
    client.flask.sign_in(survey.author)
    assert "1 comment to settle" in client.get("/staff/alternative-provision/surveys").text
    page = client.get(ADDRESS).submit("This is settled: Add a hint")
    assert "settled" in page.select("#item-belonging .comment")[0]
    assert comment.resolver_id == survey.author_id


def test_one_reviewer_does_not_settle_the_comment_of_another(client: PageClient, survey: Survey) -> None:
    programme = survey.wave.programme
    first, second = make_user(programme, Role.REVIEWER), make_user(programme, Role.REVIEWER)
    comment = operations.write_comment(survey=survey, item_id=None, words="Too long", by=first)
    client.flask.sign_in(second)
    page = client.get(ADDRESS)
    assert "This is settled : Too long" not in page.select("main button")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    client.post(f"{ADDRESS}/comments/{comment.id}/resolve", {"csrf_token": token}, status=403)


def test_a_question_that_the_survey_does_not_have_is_not_found(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    client.get(f"{ADDRESS}/items/nothing/comment", 404)
