from __future__ import annotations

import io

from engage.accounts.models import Role
from engage.surveys.models import Survey
from tests.builders import INSTRUMENT, make_programme, make_survey, make_user
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/surveys/your-say"
OTHER = INSTRUMENT.replace("What is good here?", "What is it like here?")


def form_of(client: PageClient, status: str) -> tuple[Survey, Page]:
    survey = make_survey(make_programme(), status=status)
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return survey, client.get(f"{ADDRESS}/replace")


def send(form: Page, document: str) -> Page:
    return form.submit(document=(io.BytesIO(document.encode()), "mine.toml"))


def test_another_document_takes_its_place_and_the_approval_back(client: PageClient) -> None:
    survey, form = form_of(client, "approved")
    assert "What is it like here?" in send(form, OTHER).text
    assert (survey.status, survey.approver) == ("in_review", None)


def test_a_bad_document_leaves_the_survey_as_it_is(client: PageClient) -> None:
    survey, form = form_of(client, "approved")
    page = send(form, OTHER.replace('type = "long_text"', 'type = "essay"'))
    assert "section 1, question 3, type" in page.errors["document"]
    assert (survey.document, survey.status) == (INSTRUMENT, "approved")


def test_questions_that_people_were_asked_are_not_replaced(client: PageClient) -> None:
    survey, form = form_of(client, "open")
    assert "cannot be replaced" in send(form, OTHER).errors["document"]
    assert survey.document == INSTRUMENT


def test_the_document_is_downloaded_as_it_is_stored(client: PageClient) -> None:
    _survey, _form = form_of(client, "draft")
    answer = client.flask.get(f"{ADDRESS}/document")
    assert answer.get_data(as_text=True) == INSTRUMENT
    assert "your-say.toml" in answer.headers["Content-Disposition"]
