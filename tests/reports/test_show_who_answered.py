from __future__ import annotations

import uuid

import pytest

from engage.accounts.models import Role
from engage.database import db
from engage.surveys.equality.operations import store_answers
from engage.surveys.models import Survey
from tests.builders import make_programme, make_survey, make_user
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/who-answered"


def say(survey: Survey, question: str, **choices: int) -> None:
    for choice, times in choices.items():
        for _ in range(times):
            store_answers(survey_id=survey.id, once=uuid.uuid4(), choices={question: choice.replace("_", "-")})
    db.session.commit()


@pytest.fixture
def survey(app: object) -> Survey:
    return make_survey(make_programme(), status="closed")


@pytest.fixture
def officer(client: PageClient, survey: Survey) -> PageClient:
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return client


def test_counts_are_shown_once_the_survey_has_closed(officer: PageClient, survey: Survey) -> None:
    say(survey, "you-are", boy=20, girl=30)
    page = officer.get(ADDRESS)
    assert "Are you a boy or a girl? (50 people said)" in page.text
    assert page.select("tbody tr") == [
        "Boy 20 of 50",
        "Girl 30 of 50",
        "I use another word 0 of 50",
        *page.select("tr")[-1:],
    ]


def test_a_small_count_cannot_be_worked_out(officer: PageClient, survey: Survey) -> None:
    say(survey, "you-are", boy=20, girl=30, another=2)
    page = officer.get(ADDRESS)
    assert "fewer than 5" in page.text or "too few to show" in page.text
    assert "20 of 52" not in page.text
    assert "2 of 52" not in page.text


def test_nothing_is_shown_while_answers_come_in(officer: PageClient, survey: Survey) -> None:
    survey.status = "open"
    say(survey, "you-are", boy=20, girl=30)
    assert "Once a survey has closed" in officer.get(ADDRESS).text


def test_a_reviewer_does_not_see_it(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    client.get(ADDRESS, 403)
