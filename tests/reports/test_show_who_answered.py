from __future__ import annotations

import uuid

import pytest

from engage.accounts.models import Role
from engage.database import db
from engage.surveys.equality.operations import add_known_share, store_answers
from engage.surveys.models import Survey
from tests.builders import make_programme, make_survey, make_user
from tests.pages import PageClient

pytestmark = pytest.mark.usefixtures("no_noise")

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
        "Boy 20 40%",
        "Girl 30 60%",
        "I use another word fewer than 5",
        "Prefer not to say fewer than 5",
    ]


def test_a_small_count_is_no_number(officer: PageClient, survey: Survey) -> None:
    say(survey, "you-are", boy=20, girl=30, another=2)
    page = officer.get(ADDRESS)
    assert "I use another word fewer than 5" in page.select("tbody tr")
    assert not [row for row in page.select("tbody tr") if " 2 " in row]


def test_shares_stand_beside_those_of_everybody(officer: PageClient, survey: Survey) -> None:
    source = {"source": "School census", "year": 2023}
    add_known_share(audience=survey.audience, question="your-needs", choice="yes", percent=17.2, **source)
    say(survey, "your-needs", yes=50, no=40, prefer_not=10)
    page = officer.get(ADDRESS)
    assert page.select("tbody tr")[:2] == ["Yes 50 56% 17.2% As you would expect, or more", "No 40 44%"]
    assert "School census, 2023" in page.text


def test_nothing_is_shown_while_answers_come_in(officer: PageClient, survey: Survey) -> None:
    survey.status = "open"
    say(survey, "you-are", boy=20, girl=30)
    assert "Once a survey has closed" in officer.get(ADDRESS).text


def test_a_reviewer_does_not_see_it(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    client.get(ADDRESS, 403)
