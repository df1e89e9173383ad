"""One walk through a survey, as a person answers it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.database import db, today
from engage.surveys.models import Answer, Response
from tests.builders import make_programme, make_survey
from tests.pages import Page, PageClient


@pytest.fixture
def first_question(client: PageClient) -> Page:
    make_survey(make_programme())
    return client.get("/s/your-say").submit(assent=True)


def answers() -> dict[str, Answer]:
    return {answer.item_id: answer for answer in db.session.scalars(select(Answer))}


def test_the_start_page_says_what_the_survey_is_and_for_whom(client: PageClient) -> None:
    make_survey(make_programme())
    page = client.get("/s/your-say")
    assert page.h1 == "Your place, your say"
    assert "About 5 minutes" in page.text
    assert "Children and young people" in page.text


def test_a_person_answers_every_question_checks_and_sends(first_question: Page) -> None:
    page = first_question.submit(answer="sometimes").submit(answer=["staff", "friends"])
    page = page.submit(answer="The dog.\r\nAnd lunch.")
    assert page.h1 == "Check your answers"
    assert page.submit("Send my answers").h1 == "Your answers are sent"
    stored = answers()
    assert stored["belonging"].options == ["sometimes"]
    assert stored["what-helps"].options == ["staff", "friends"]
    assert stored["what-works"].text == "The dog.\nAnd lunch."
    assert db.session.scalars(select(Response.submitted_on)).one() == today()
