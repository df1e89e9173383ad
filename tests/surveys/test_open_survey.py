from __future__ import annotations

import datetime as dt

import pytest

from engage.accounts.models import AuditEntry, Role
from engage.database import db, today
from engage.surveys import queries
from engage.surveys.models import Survey, SurveyStatus
from tests.builders import INSTRUMENT, make_programme, make_survey, make_user
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/surveys/your-say"


def see(client: PageClient, status: str) -> tuple[Survey, Page]:
    programme = make_programme()
    survey = make_survey(programme, status=status)
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return survey, client.get(ADDRESS)


def press(page: Page, step: str) -> Page:
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    return page.client.post(f"{ADDRESS}/{step}", {"csrf_token": token["value"]})


def test_an_approved_survey_opens_with_a_frozen_copy_of_its_words(client: PageClient) -> None:
    survey, page = see(client, "approved")
    page = page.submit("Open the survey")
    assert page.select("main .tag") == ["Open"]
    assert "13 days left" in page.text
    page.click("Change the words of question 3").submit(question="What is good?")
    assert [edition.document for edition in survey.editions] == [INSTRUMENT]
    assert survey.document != INSTRUMENT


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_only_an_approved_survey_opens(client: PageClient, status: str) -> None:
    survey, page = see(client, status)
    assert "Open the survey" not in page.select("main button")
    assert "Only an approved survey can be opened" in press(page, "open").text
    assert (survey.status, survey.editions) == (status, [])


@pytest.mark.parametrize(("opens_in", "said"), [(3, "It can open from"), (-20, "Its last day was")])
def test_a_survey_opens_between_its_dates(client: PageClient, opens_in: int, said: str) -> None:
    survey, _page = see(client, "approved")
    survey.opens_on = today() + dt.timedelta(days=opens_in)
    survey.closes_on = survey.opens_on + dt.timedelta(days=13)
    page = client.get(ADDRESS)
    assert "It can be opened between its two dates" in page.text
    assert said in press(page, "open").text


def test_each_step_is_in_the_audit_trail_with_the_edition(client: PageClient) -> None:
    survey, page = see(client, "approved")
    page.submit("Open the survey").click("Close the survey early").submit()
    opened, closed = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))
    assert (opened.action, opened.facts["edition"]) == ("opened survey", 1)
    assert opened.facts["sha256"] == survey.editions[0].sha256
    assert (closed.action, closed.programme_id) == ("closed survey", survey.wave.programme_id)


def test_an_open_survey_counts_as_closed_after_its_last_day(client: PageClient) -> None:
    survey, _page = see(client, "open")
    survey.closes_on = today() - dt.timedelta(days=1)
    assert client.get(ADDRESS).select("main .tag") == ["Closed"]
    assert not queries.is_open(survey, today())
    assert queries.is_open(survey, survey.closes_on)
    assert queries.list_open_surveys(survey.wave.programme_id, today()) == []


def test_the_open_surveys_of_a_programme_leave_out_those_of_others(client: PageClient) -> None:
    survey, _page = see(client, "open")
    make_survey(make_programme(slug="another"), slug="another")
    assert queries.list_open_surveys(survey.wave.programme_id, today()) == [survey]


def test_a_survey_closes_early_and_reopens_until_its_last_day(client: PageClient) -> None:
    survey, page = see(client, "open")
    page = page.click("Close the survey early")
    assert "Nobody is in the middle of it." in page.text
    page = page.submit()
    assert page.select("main .tag") == ["Closed"]
    assert page.submit("Reopen the survey").select("main .tag") == ["Open"]
    survey.status, survey.closes_on = SurveyStatus.CLOSED, today() - dt.timedelta(days=1)
    db.session.commit()
    page = client.get(ADDRESS)
    assert "Reopen the survey" not in page.select("main button")
    assert "Change its dates first" in press(page, "reopen").text


def test_a_survey_that_is_not_open_is_not_offered_to_be_closed(client: PageClient) -> None:
    see(client, "in_review")
    page = client.get(f"{ADDRESS}/close")
    assert "Only an open survey can be closed." in page.text
    assert page.select("main form") == []


def test_a_survey_of_another_programme_is_not_found(client: PageClient) -> None:
    see(client, "open")
    make_survey(make_programme(slug="another"), slug="theirs")
    client.get("/staff/alternative-provision/surveys/theirs", 404)
