"""Save and come back later: a code of easy words, here or on another device, until the survey closes."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from sqlalchemy import select

from engage.database import db, today
from engage.surveys.models import Answer, Response, Survey
from engage.surveys.returning import keeping, tries
from tests.builders import make_survey
from tests.pages import Page, PageClient

SAVE = "Save and come back later"
WRONG = "acorn rabbit otter panda kite"


def code_on(page: Page) -> str:
    return page.select(".code")[0]


def save(question: Page) -> str:
    """Save what is on the page, and put the code away."""
    saved = question.submit(SAVE, answer="sometimes")
    saved.submit("I have kept my code")
    return code_on(saved)


def open_with(client: PageClient, code: str, status: int = 200) -> Page:
    return client.get("/s/your-say").click("I have a code").submit(code=code, status=status)


def test_saving_keeps_what_is_on_the_page_and_shows_a_code_of_five_words(first_question: Page) -> None:
    saved = first_question.submit(SAVE, answer="sometimes")
    assert saved.h1 == "Your answers are saved"
    assert len(code_on(saved).split()) == 5
    assert db.session.scalars(select(Answer.options)).one() == ["sometimes"]


def test_saving_an_empty_page_does_not_skip_its_question(first_question: Page) -> None:
    first_question.submit(SAVE)
    assert db.session.scalars(select(Answer)).all() == []


def test_a_person_comes_back_on_another_device_to_the_question_they_stopped_at(
    first_question: Page, other_device: PageClient
) -> None:
    page = open_with(other_device, save(first_question))
    assert page.h1 == "What helps you?"
    ticked = [tag["value"] for tag in page.click("Back").soup.select("input[checked]")]
    assert ticked == ["sometimes"]


def test_who_has_answered_everything_comes_back_to_the_check_page(
    first_question: Page, other_device: PageClient
) -> None:
    page = first_question.submit("Skip this question").submit("Skip this question").submit("Skip this question")
    assert open_with(other_device, code_on(page.submit(SAVE))).h1 == "Check your answers"


def test_a_code_may_be_typed_in_capitals_with_hyphens_and_a_slip(
    first_question: Page, other_device: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "make_code", lambda: WRONG)
    save(first_question)
    assert open_with(other_device, "ACORN-rabit  otter, Pnada\nkite.").h1 == "What helps you?"


def test_asking_twice_shows_the_same_code_and_a_reload_does_too(first_question: Page) -> None:
    saved = first_question.submit(SAVE, answer="never")
    again = saved.client.get(saved.address)
    later = again.click("Carry on answering now").submit(SAVE)
    assert code_on(saved) == code_on(again) == code_on(later)


def test_once_the_code_is_put_away_this_device_shows_nothing_of_the_answers(first_question: Page) -> None:
    save(first_question)
    assert first_question.client.get(first_question.address, status=400).h1 == "We cannot find your answers"
    first_question.client.get("/s/your-say/saved", status=400)


def test_arriving_afresh_forgets_a_saved_draft_that_nobody_put_away(first_question: Page) -> None:
    saved = first_question.submit(SAVE, answer="never")
    saved.client.get("/s/your-say")
    saved.client.get(first_question.address, status=400)


def test_a_second_tab_opened_by_accident_loses_no_draft_without_a_code(first_question: Page) -> None:
    first_question.client.get("/s/your-say")
    assert first_question.submit(answer="never").h1 == "What helps you?"


def test_leaving_forgets_the_draft_and_the_code(first_question: Page) -> None:
    first_question.submit(SAVE, answer="never")
    first_question.client.get("/s/your-say/leave", status=302)
    with first_question.client.flask.session_transaction() as session:
        assert not [name for name in session if name.startswith(("response:", "code:", "receipt:"))]


def test_only_a_keyed_hash_is_stored_and_it_goes_when_the_answers_are_sent(
    first_question: Page, other_device: PageClient
) -> None:
    code = save(first_question)
    stored = db.session.scalars(select(Response.return_hash)).one()
    assert stored
    assert not any(word in stored for word in code.split())
    open_with(other_device, code).submit("Finish now").submit("Send my answers")
    assert db.session.scalars(select(Response.return_hash)).one() is None
    assert open_with(other_device, code).errors == {
        "code": "These words do not open anything here. Look at each word again"
    }


def test_a_code_stands_in_no_address_and_no_log(
    first_question: Page, other_device: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        code = save(first_question)
        page = open_with(other_device, code)
    assert not any(word in page.address + first_question.address for word in code.split() if len(word) > 5)
    assert code not in caplog.text


@pytest.mark.parametrize("typed", ["", "acorn", "not words at all xyz qqq", "\0" * 9, WRONG + " kite", "🙂" * 300])
def test_what_cannot_be_a_code_is_said_beside_the_box_and_not_counted(
    first_question: Page, other_device: PageClient, typed: str
) -> None:
    page = open_with(other_device, typed)
    assert page.errors == {"code": "Type all five words as they stand on your card or paper"}
    assert db.session.scalars(select(tries.CodeTries)).all() == []


def test_a_word_that_is_none_of_ours_is_named(first_question: Page, other_device: PageClient) -> None:
    page = open_with(other_device, f"{WRONG.rsplit(maxsplit=1)[0]} qqqqqq")
    assert page.errors == {"code": "We do not use the word “qqqqqq”. Look at it again"}


def test_a_wrong_code_is_kept_in_the_box_to_be_mended(first_question: Page, other_device: PageClient) -> None:
    page = open_with(other_device, WRONG)
    assert page.errors == {"code": "These words do not open anything here. Look at each word again"}
    assert page.soup.select_one("#code")["value"] == WRONG


def test_a_code_of_another_survey_opens_nothing_here(first_question: Page, other_device: PageClient) -> None:
    code = save(first_question)
    make_survey(db.session.scalars(select(Survey)).one().wave.programme, slug="other")
    assert "code" in other_device.get("/s/other/return").submit(code=code).errors


def test_codes_work_until_the_survey_closes(first_question: Page, other_device: PageClient) -> None:
    save(first_question)
    db.session.scalars(select(Survey)).one().closes_on = today() - dt.timedelta(days=1)
    db.session.commit()
    assert other_device.get("/s/your-say/return", 410).h1 == "This survey has closed"


def test_nothing_is_saved_of_answers_that_were_sent(first_question: Page) -> None:
    check = first_question.submit("Finish now", answer="never")
    flask = check.client.flask
    cookie = flask.get_cookie("session")
    check.submit("Send my answers")
    flask.set_cookie("session", cookie.value)
    assert check.submit(SAVE, status=409).h1 == "These answers were already sent"
