"""Taking back what was sent: with the receipt, until two weeks after the survey closes."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from sqlalchemy import func, select

from engage.analysis.minilm import find_weights
from engage.coding import operations
from engage.coding.models import Coding, CodingFrame, Excerpt, Meaning
from engage.database import db, today
from engage.reports.models import Quote, SummaryEdition
from engage.safeguarding.models import Flag
from engage.surveys.models import Answer, Response, Survey, SurveyStatus
from tests.builders import make_user
from tests.coding.frames import ROWS
from tests.pages import Page, PageClient
from tests.reports.builders import make_codes, make_finding, make_machine, quote

WRONG = "acorn rabbit otter panda kite"


def send(question: Page, words: str = "The dog is good here.") -> Page:
    """Answer the last question only, and send."""
    page = question.client.get("/s/your-say/q/what-works")
    return page.submit(answer=words).submit("Send my answers")


def receipt_on(page: Page) -> str:
    return page.select(".code")[0]


def take_back(client: PageClient, receipt: str, status: int = 200) -> Page:
    return client.get("/s/your-say/withdraw").submit("Delete my answers", code=receipt, status=status)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_sending_gives_a_receipt_of_five_words_of_which_only_a_hash_is_kept(first_question: Page) -> None:
    receipt = receipt_on(send(first_question))
    stored = db.session.scalars(select(Response.receipt_hash)).one()
    assert len(receipt.split()) == 5
    assert not any(word in stored for word in receipt.split())


def test_with_the_receipt_what_was_sent_is_deleted(first_question: Page, other_device: PageClient) -> None:
    page = take_back(other_device, receipt_on(send(first_question)).upper())
    assert page.h1 == "Your answers are taken back"
    assert count(Response) == count(Answer) == 0


def test_everything_that_was_made_of_it_goes_too_and_published_editions_stay(
    first_question: Page, other_device: PageClient
) -> None:
    receipt = receipt_on(send(first_question))
    programme = db.session.scalars(select(Survey)).one().wave.programme
    officer = make_user(programme)
    excerpt = db.session.scalars(select(Excerpt)).one()
    (code,) = make_codes(programme, "Kind staff")
    excerpt.codings = [Coding(code=code, coder=make_machine(), applies=True)]
    db.session.add(SummaryEdition(wave=programme.waves[0], number=1, document={}, publisher=officer))
    quote(make_finding(programme, code), excerpt)
    db.session.add(Flag(answer_id=excerpt.answer_id, reason="not_english"))
    take_back(other_device, receipt)
    assert [count(model) for model in (Response, Answer, Excerpt, Coding, Quote, Flag)] == [0] * 6
    assert [count(model) for model in (SummaryEdition, CodingFrame)] == [1, 1]


@pytest.mark.skipif(find_weights() is None, reason="the sentence embeddings are not installed")
def test_what_the_machine_kept_of_its_meaning_goes_too(first_question: Page, other_device: PageClient) -> None:
    receipt = receipt_on(send(first_question))
    programme_id = db.session.scalars(select(Excerpt.programme_id)).one()
    operations.store_frame(programme_id=programme_id, rows=ROWS)
    operations.suggest_codes(programme_id=programme_id)
    db.session.commit()
    assert count(Meaning) == 1
    take_back(other_device, receipt)
    assert count(Meaning) == 0


def test_nobody_elses_answers_go(first_question: Page, other_device: PageClient) -> None:
    send(other_device.get("/s/your-say").submit(assent=True), "Mine stays.")
    take_back(other_device, receipt_on(send(first_question)))
    assert db.session.scalars(select(Answer.text)).one() == "Mine stays."


def test_a_wrong_receipt_deletes_nothing_and_is_said_beside_the_box(
    first_question: Page, other_device: PageClient
) -> None:
    send(first_question)
    page = take_back(other_device, WRONG)
    assert page.errors == {"code": "These words do not open anything here. Look at each word again"}
    assert count(Response) == 1


def test_a_receipt_works_once(first_question: Page, other_device: PageClient) -> None:
    receipt = receipt_on(send(first_question))
    take_back(other_device, receipt)
    assert "code" in take_back(other_device, receipt).errors


def test_a_double_click_on_send_leaves_the_one_receipt_that_works(
    first_question: Page, other_device: PageClient
) -> None:
    check = first_question.submit("Finish now", answer="never")
    flask = check.client.flask
    cookie = flask.get_cookie("session")
    check.submit("Send my answers")
    flask.set_cookie("session", cookie.value)
    receipt = receipt_on(check.submit("Send my answers"))
    assert take_back(other_device, receipt).h1 == "Your answers are taken back"


def test_a_form_with_a_made_up_receipt_is_given_a_real_one(first_question: Page, other_device: PageClient) -> None:
    check = first_question.submit("Finish now", answer="never")
    done = check.submit("Send my answers", receipt="let me in")
    assert take_back(other_device, receipt_on(done)).h1 == "Your answers are taken back"


def test_what_was_taken_back_is_not_sent_again_by_the_same_form(first_question: Page, other_device: PageClient) -> None:
    check = first_question.submit("Finish now", answer="never")
    flask = check.client.flask
    cookie = flask.get_cookie("session")
    take_back(other_device, receipt_on(check.submit("Send my answers")))
    flask.set_cookie("session", cookie.value)
    assert check.submit("Send my answers", status=400).h1 == "We cannot find your answers"
    assert count(Response) == 0


@pytest.mark.parametrize(("days_ago", "status"), [(0, 200), (14, 200), (15, 410)])
def test_answers_can_be_taken_back_until_two_weeks_after_closing(
    first_question: Page, other_device: PageClient, days_ago: int, status: int
) -> None:
    survey = db.session.scalars(select(Survey)).one()
    survey.status, survey.opens_on = SurveyStatus.CLOSED, today() - dt.timedelta(days=30)
    survey.closes_on = today() - dt.timedelta(days=days_ago)
    db.session.commit()
    page = other_device.get("/s/your-say/withdraw", status)
    assert page.h1 == ("Take back your answers" if status == 200 else "It is too late to take answers back")


def test_the_next_person_on_a_shared_tablet_never_sees_the_receipt(first_question: Page) -> None:
    done = send(first_question)
    done.click("Answer for someone else on this device")
    assert not done.client.get("/s/your-say/done").select(".code")
    assert not done.client.get("/s/your-say/card").select(".code")


def test_a_receipt_stands_in_no_address_and_no_log(
    first_question: Page, other_device: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        done = send(first_question)
        page = take_back(other_device, receipt_on(done))
    assert receipt_on(done) not in caplog.text
    assert page.address.endswith("/s/your-say/withdraw")
    assert done.address.endswith("/s/your-say/done")
