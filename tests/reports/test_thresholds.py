from __future__ import annotations

import pytest

from engage.database import db
from engage.reports.thresholds import thresholds_of
from engage.surveys.models import Help, Identity, Survey
from engage.surveys.organisations.models import Consent
from engage.surveys.organisations.operations import say_organisation
from tests.builders import make_programme, make_response, make_survey


@pytest.fixture
def survey(app: object) -> Survey:
    found = make_survey(make_programme())
    found.audience, found.identity = found.wave.programme.audiences[1], Identity.ORGANISATION
    db.session.commit()
    return found


def answer(survey: Survey, consent: Consent | None) -> None:
    response = make_response(survey)
    if consent:
        say_organisation(response_id=response.id, survey_id=survey.id, name="Mentors", consent=consent)
    db.session.commit()


def test_organisations_that_all_agreed_are_counted_exactly(survey: Survey) -> None:
    answer(survey, Consent.NAMED)
    answer(survey, Consent.COUNTED)
    assert thresholds_of(survey.wave_id) == {"providers": 0}


def test_one_that_did_not_say_keeps_all_of_them_safe(survey: Survey) -> None:
    answer(survey, Consent.NAMED)
    answer(survey, None)
    assert thresholds_of(survey.wave_id) == {}


def test_a_draft_changes_nothing(survey: Survey) -> None:
    answer(survey, Consent.COUNTED)
    make_response(survey, submitted=False)
    assert thresholds_of(survey.wave_id) == {"providers": 0}


def test_people_are_never_without_a_threshold(survey: Survey) -> None:
    make_response(make_survey(survey.wave.programme, slug="people")).help = Help.NONE
    db.session.commit()
    assert thresholds_of(survey.wave_id) == {}
