from __future__ import annotations

import datetime as dt

from engage.accounts.models import Role
from engage.database import today
from engage.surveys.models import Survey
from tests.builders import make_programme, make_survey, make_user
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/surveys/your-say"


def parts(day: dt.date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def form_of(client: PageClient, status: str) -> tuple[Survey, Page]:
    survey = make_survey(make_programme(), status=status)
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return survey, client.get(ADDRESS).click("Change its title and dates")


def test_title_and_dates_change(client: PageClient) -> None:
    survey, form = form_of(client, "draft")
    new = today() + dt.timedelta(days=30)
    page = form.submit(title="Have your say", closes_on=parts(new))
    assert page.h1 == "Have your say"
    assert (survey.title, survey.closes_on) == ("Have your say", new)


def test_a_survey_that_has_opened_keeps_its_opening_date(client: PageClient) -> None:
    _survey, form = form_of(client, "open")
    page = form.submit(opens_on=parts(today()))
    assert page.errors == {"opens_on": "This survey has opened already, so only its closing date can change"}


def test_a_later_closing_date_opens_a_survey_that_has_run_out(client: PageClient) -> None:
    survey, _form = form_of(client, "open")
    survey.closes_on = today() - dt.timedelta(days=1)
    form = client.get(f"{ADDRESS}/edit")
    page = form.submit(closes_on=parts(today()))
    assert page.select("main .tag") == ["Open"]
    assert "1 day left" in page.text


def test_a_survey_keeps_a_title(client: PageClient) -> None:
    _survey, form = form_of(client, "draft")
    assert form.submit(title=" ").errors == {"title": "Enter a title"}


def test_all_that_is_wrong_is_said_at_once(client: PageClient) -> None:
    _survey, form = form_of(client, "draft")
    page = form.submit(title="", opens_on=parts(today()), closes_on=parts(today() - dt.timedelta(days=1)))
    assert set(page.errors) == {"title", "closes_on"}
