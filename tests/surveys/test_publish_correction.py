from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.surveys.editions import read_edition
from engage.surveys.models import Survey
from tests.builders import INSTRUMENT, make_programme, make_response, make_survey, make_user
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/surveys/your-say"


@pytest.fixture
def survey(app: object) -> Survey:
    return make_survey(make_programme())


def correct(client: PageClient, survey: Survey) -> Page:
    """An officer who did not approve the survey corrects the words of an item."""
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return client.get(f"{ADDRESS}/items/what-works/edit").submit(question="What is good about it?")


def test_a_correction_waits_until_somebody_else_approves_it(client: PageClient, survey: Survey) -> None:
    page = correct(client, survey)
    assert "a correction that is not in the field yet" in page.text
    assert "Approve and publish the correction" not in page.select("main button")
    assert len(survey.editions) == 1


def test_an_approved_correction_is_a_new_edition_and_the_first_stays(client: PageClient, survey: Survey) -> None:
    response = make_response(survey, submitted=False)
    correct(client, survey)
    client.flask.sign_in(make_user(survey.wave.programme, Role.REVIEWER))
    client.get(ADDRESS).submit("Approve and publish the correction")
    questions = [read_edition(edition).by_id["what-works"].question for edition in survey.editions]
    assert questions == ["What is good here?", "What is good about it?"]
    assert response.edition == survey.editions[0]


def test_a_correction_can_be_discarded(client: PageClient, survey: Survey) -> None:
    page = correct(client, survey).click("Discard the correction")
    assert survey.document != INSTRUMENT
    page = page.submit("Discard the correction")
    assert "a correction that is not" not in page.text
    assert survey.document == INSTRUMENT


def test_who_approved_the_survey_does_not_correct_it(client: PageClient, survey: Survey) -> None:
    survey.approver = make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER)
    client.flask.sign_in(survey.approver)
    page = client.get(f"{ADDRESS}/items/what-works/edit").submit(question="What is good about it?")
    assert "has to be written by somebody else" in page.text
    assert survey.document == INSTRUMENT


def test_a_closed_survey_keeps_its_words(client: PageClient) -> None:
    survey = make_survey(make_programme(), status="closed")
    assert "its words stay as people answered them" in correct(client, survey).text
