"""Answering a survey, as a person does it: one question a page, back and change, skip, finish, check, send."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

from engage.database import db, today
from engage.surveys.models import Answer, AnswerState, Response
from engage.surveys.signals import responses_submitted
from tests.builders import INSTRUMENT, make_programme, make_survey
from tests.pages import Page, PageClient


@pytest.fixture
def first_question(client: PageClient) -> Page:
    make_survey(make_programme())
    return client.get("/s/your-say").submit(assent=True)


def answers() -> dict[str, Answer]:
    return {answer.item_id: answer for answer in db.session.scalars(select(Answer).order_by(Answer.item_id))}


def test_the_start_page_says_what_the_survey_is_for_whom_and_how_long(client: PageClient) -> None:
    make_survey(make_programme())
    page = client.get("/s/your-say")
    assert page.h1 == "Your place, your say"
    assert "About 5 minutes" in page.text
    assert "Children and young people" in page.text
    assert "Do not write names." in page.text


def test_the_assent_is_asked_for_beside_its_box(client: PageClient) -> None:
    make_survey(make_programme())
    page = client.get("/s/your-say").submit()
    assert page.errors == {"assent": "Tick the box if you want to take part"}
    assert db.session.scalar(select(func.count(Response.id))) == 0


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


def test_each_page_says_which_question_it_is_and_who_can_help(first_question: Page) -> None:
    assert "Question 1 of 3" in first_question.text
    words = first_question.soup.select_one(".help p").get_text()
    assert words == "Tell an adult you trust. You can call Childline free on 0800\u00a01111."


def test_a_question_can_be_skipped_and_next_with_nothing_chosen_skips_too(first_question: Page) -> None:
    first_question.submit("Skip this question").submit("Next")
    assert [answer.state for answer in answers().values()] == [AnswerState.SKIPPED] * 2


def test_not_knowing_is_an_answer_to_closed_and_open_questions(first_question: Page) -> None:
    page = first_question.submit(answer="dont-know").submit(answer="dont-know").submit("I don’t know")
    assert [answer.state for answer in answers().values()] == [AnswerState.DONT_KNOW] * 3
    assert page.select(".answers dd:not(.answers__change)") == ["I don’t know"] * 3


def test_finishing_now_keeps_what_is_on_the_page(first_question: Page) -> None:
    page = first_question.submit("Finish now", answer="never")
    assert page.h1 == "Check your answers"
    assert answers()["belonging"].options == ["never"]
    assert page.select(".answers__none") == ["Not answered"] * 2


def test_finishing_now_with_nothing_on_the_page_stores_nothing(first_question: Page) -> None:
    first_question.submit("Finish now")
    assert answers() == {}


def test_going_back_shows_what_was_answered(first_question: Page) -> None:
    page = first_question.submit(answer="always").submit(answer=["staff", "friends"]).click("Back")
    ticked = [tag["value"] for tag in page.soup.select("input[checked]")]
    assert ticked == ["staff", "friends"]


def test_words_come_back_as_they_were_written(first_question: Page) -> None:
    said = '  <b>"Fine" & dandy</b>\nsecond line'
    page = first_question.submit("Skip this question").submit("Skip this question")
    page = page.submit(answer=said).click("Back")
    assert page.soup.textarea.get_text().removeprefix("\n") == said.strip()


def test_an_answer_is_changed_from_the_check_page_and_leads_back_to_it(first_question: Page) -> None:
    check = first_question.submit("Finish now", answer="never")
    change = check.client.get(check.soup.select(".answers__change a")[0]["href"])
    assert change.links["Back"].endswith("/check")
    assert change.submit(answer="always").h1 == "Check your answers"
    assert answers()["belonging"].options == ["always"]


def test_going_back_to_the_start_keeps_the_draft(first_question: Page) -> None:
    first_question.submit(answer="always").click("Back").click("Back").submit().submit()
    assert db.session.scalar(select(func.count(Response.id))) == 1
    assert answers()["belonging"].options == ["always"]


def test_the_next_person_on_a_shared_tablet_starts_afresh(first_question: Page) -> None:
    first_question.submit(answer="always")
    second = first_question.client.get("/s/your-say").submit(assent=True)
    assert not second.soup.select("input[checked]")
    assert db.session.scalar(select(func.count(Response.id))) == 2


def test_sending_tells_the_rooms_above_inside_the_same_transaction(first_question: Page) -> None:
    heard: list[Any] = []

    def listen(_sender: object, response_ids: list[uuid.UUID]) -> None:
        heard.append((response_ids, db.session().in_transaction()))

    with responses_submitted.connected_to(listen):
        first_question.submit("Finish now", answer="never").submit("Send my answers")
    assert heard == [([db.session.scalars(select(Response.id)).one()], True)]


def test_a_double_click_on_send_sends_once_and_says_thank_you(first_question: Page) -> None:
    heard: list[Any] = []

    def listen(_sender: object, response_ids: list[uuid.UUID]) -> None:
        heard.append(response_ids)

    check = first_question.submit("Finish now", answer="never")
    flask = first_question.client.flask
    cookie = flask.get_cookie("session")
    with responses_submitted.connected_to(listen):
        check.submit("Send my answers")
        flask.set_cookie("session", cookie.value)
        assert check.submit("Send my answers").h1 == "Your answers are sent"
    assert len(heard) == 1


def test_stopping_deletes_everything_that_was_written(first_question: Page) -> None:
    check = first_question.submit("Finish now", answer="never")
    page = check.click("Stop and delete my answers").submit("Delete my answers")
    assert page.h1 == "Your answers are deleted"
    assert db.session.scalar(select(func.count(Response.id))) == 0
    assert answers() == {}


def test_leaving_goes_elsewhere_at_once_and_the_browser_forgets(first_question: Page) -> None:
    left = first_question.client.get("/s/your-say/leave", status=302)
    assert left.response.headers["Location"] == "https://www.bbc.co.uk/weather"
    first_question.client.get("/s/your-say/check", status=400)


def test_people_stay_on_the_edition_they_started_with(first_question: Page) -> None:
    survey = db.session.scalars(select(Response)).one().survey
    changed = INSTRUMENT.replace("What helps you?", "What helps you most?")
    survey.editions.append(type(survey.editions[0])(number=2, document=changed, sha256="2" * 64))
    db.session.commit()
    assert first_question.submit(answer="always").h1 == "What helps you?"
    fresh = first_question.client.get("/s/your-say").submit(assent=True)
    assert fresh.submit(answer="always").h1 == "What helps you most?"


def test_a_page_is_small_enough_for_a_phone_on_a_poor_line(first_question: Page) -> None:
    answer = first_question.client.flask.get(first_question.address, headers={"Accept-Encoding": "gzip"})
    assert answer.content_encoding == "gzip"
    assert len(answer.data) <= 4_000
