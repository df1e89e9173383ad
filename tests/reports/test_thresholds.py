from __future__ import annotations

import pytest

from engage.coding.models import Code
from engage.database import db
from engage.reports.models import Finding
from engage.reports.thresholds import thresholds_of
from engage.surveys.models import Help, Identity, Survey
from engage.surveys.organisations.models import Consent
from engage.surveys.organisations.operations import say_organisation
from tests.builders import make_programme, make_response, make_survey
from tests.reports.builders import make_voices
from tests.reports.conftest import Publish

pytestmark = pytest.mark.usefixtures("no_noise")


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


def said_by(providers: Survey, code: Code, consent: Consent | None) -> None:
    """2 of 9 providers say it; the last of the nine is the one whose consent is told."""
    providers.identity = Identity.ORGANISATION
    voices = [*make_voices(providers, code, count=2), *make_voices(providers, count=7, words="Fine")]
    for place, voice in enumerate(voices):
        if (agreed := Consent.COUNTED if place < 8 else consent) is not None:
            said = {"response_id": voice.answer.response_id, "survey_id": providers.id}
            say_organisation(**said, name="Mentors", consent=agreed)
    db.session.commit()


def test_two_providers_that_agreed_are_told_and_two_people_are_not(
    young_people: Survey, providers: Survey, code: Code, finding: Finding, publish: Publish
) -> None:
    make_voices(young_people, code, count=20)
    said_by(providers, code, Consent.NAMED)
    assert [figure.text for figure in publish().findings[finding.id].audiences] == ["20 of 20", "2 of 9"]


def test_two_providers_are_not_told_where_one_did_not_agree(
    young_people: Survey, providers: Survey, code: Code, finding: Finding, publish: Publish
) -> None:
    make_voices(young_people, code, count=20)
    said_by(providers, code, None)
    assert publish().findings[finding.id].audiences[1].text in ("fewer than 5", "too few to show")


def test_an_audience_that_loses_its_exemption_has_noise_from_then_on(
    young_people: Survey, providers: Survey, code: Code, finding: Finding, publish: Publish
) -> None:
    make_voices(young_people, code, count=20)
    said_by(providers, code, Consent.NAMED)
    assert publish().findings[finding.id].total == "22"
    make_response(providers)
    assert [figure.text for figure in publish().findings[finding.id].audiences] == ["20 of 20", "fewer than 5"]
