"""Each type of item as a person meets it: a good answer, a bad one, and what was said kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.database import db
from engage.surveys.instrument import InstrumentError, read_instrument
from engage.surveys.models import Answer, AnswerState, Survey
from engage.surveys.queries import closed_answers
from tests.builders import make_programme, make_survey
from tests.pages import Page, PageClient
from tests.surveys import every_type
from tests.surveys.every_type import AGREE, EVERY_TYPE, LOTS, document, item


@pytest.fixture
def start(client: PageClient) -> Page:
    make_survey(make_programme(), document=EVERY_TYPE)
    return client.get("/s/your-say").submit(assent=True)


def at(page: Page, item_id: str) -> Page:
    return page.client.get(f"/s/your-say/q/{item_id}")


def stored() -> dict[str, list[str] | str | None]:
    """What every stored answer says, or its state where it says nothing."""
    answers = db.session.scalars(select(Answer).order_by(Answer.item_id))
    return {answer.item_id: answer.options or answer.text or answer.state for answer in answers}


def test_information_is_read_and_asks_nothing(start: Page) -> None:
    assert (start.h1, start.select(".question__read")) == ("Before you start", ["Take your time."])
    assert not start.select(".question__caption")
    assert "Skip" not in start.text
    assert "Question 1 of 8" in start.submit("Next").text
    assert stored() == {}


def test_information_is_not_on_the_check_page(start: Page) -> None:
    assert "Before you start" not in start.submit("Finish now").text


def test_faces_are_decoration_and_the_words_stay(start: Page) -> None:
    page = at(start, "feeling")
    assert page.select(".card span") == ["Agree", "Not sure", "Disagree", "I don’t know"]
    assert [face["aria-hidden"] for face in page.soup.select("svg.face")] == ["true"] * 3


@pytest.mark.parametrize(
    ("typed", "kept"), [("12", "12"), ("1", "1"), ("0012", "12"), ("12 places", "12"), ("1 0", "10")]
)
def test_a_number_is_read_as_people_write_it(start: Page, typed: str, kept: str) -> None:
    assert at(start, "places").submit(answer=typed).h1 == "What is a day?"
    assert stored() == {"places": [kept]}


@pytest.mark.parametrize(
    ("typed", "kept"), [("£30", "30"), ("12.50", "12.5"), ("1,200", "1200"), ("£1,200.75", "1200.75"), ("0", "0")]
)
def test_money_is_read_with_its_sign_its_commas_and_its_pence(start: Page, typed: str, kept: str) -> None:
    at(start, "price").submit(answer=typed)
    assert stored() == {"price": [kept]}


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("about ten", "Enter a number in figures, like 5 places"),
        ("1,5", "Enter a number in figures, like 5 places"),
        ("9" * 4_000, "Enter a number in figures, like 5 places"),
        ("1e2", "Enter a number in figures, like 5 places"),
        ("٣", "Enter a number in figures, like 5 places"),
        ("12.5", "Enter a whole number, without a decimal point"),
        ("-1", "Enter 0 places or more"),
        ("201", "Enter 200 places or less"),
    ],
)
def test_what_is_no_such_number_is_refused_and_kept_in_its_box(start: Page, typed: str, error: str) -> None:
    page = at(start, "places").submit(answer=typed)
    assert page.errors == {"answer": error}
    assert page.soup.select_one("#answer")["value"] == typed
    assert stored() == {}


def test_a_number_comes_back_into_its_box_and_reads_with_its_unit(start: Page) -> None:
    page = at(start, "price").submit(answer="£1,200.50")
    assert page.click("Back").soup.select_one("#answer")["value"] == "1200.5"
    assert "£1,200.50" in page.client.get("/s/your-say/check").text


def test_a_number_can_be_skipped(start: Page) -> None:
    at(start, "places").submit("Next")
    assert stored() == {"places": AnswerState.SKIPPED}


def test_the_top_three_are_kept_in_their_order(start: Page) -> None:
    at(start, "top-three").submit(answer=["learning", "safe", "food"])
    assert stored() == {"top-three": ["learning", "safe", "food"]}
    check = start.client.get("/s/your-say/check")
    assert all(line in check.text for line in ("1. Learning", "2. Feeling safe", "3. Food"))
    picked = [tag["value"] for tag in at(start, "top-three").soup.select("option[selected]")]
    assert picked == ["learning", "safe", "food"]


def test_fewer_than_three_may_be_ranked_and_a_gap_closes(start: Page) -> None:
    at(start, "top-three").submit(answer=["", "food", ""])
    assert stored() == {"top-three": ["food"]}


def test_the_same_rank_twice_is_refused_kindly_and_kept(start: Page) -> None:
    page = at(start, "top-three").submit(answer=["food", "safe", "food"])
    assert page.errors == {"answer": "You chose “Food” twice. Choose a different one each time"}
    assert [tag["value"] for tag in page.soup.select("option[selected]")] == ["food", "safe", "food"]


def test_not_knowing_a_ranking_is_a_button(start: Page) -> None:
    at(start, "top-three").submit("I don’t know")
    assert stored() == {"top-three": AnswerState.DONT_KNOW}


def test_a_proposal_keeps_the_choice_and_the_reason_apart(start: Page) -> None:
    at(start, "one-door").submit(**{"answer": "disagree", "answer-why": "We know our own pupils."})
    assert stored() == {"one-door": ["disagree"], "one-door-why": "We know our own pupils."}
    page = at(start, "one-door")
    assert page.soup.select_one("input[checked]")["value"] == "disagree"
    assert page.soup.textarea.get_text().strip() == "We know our own pupils."
    assert "Disagree We know our own pupils." in page.client.get("/s/your-say/check").text


def test_a_reason_that_is_too_long_is_refused_beside_its_box_and_the_choice_kept(start: Page) -> None:
    page = at(start, "one-door").submit(**{"answer": "agree", "answer-why": "x" * 5_001})
    assert page.errors == {"answer-why": "Your answer is too long. Take out 1 character or more"}
    assert page.soup.select_one("input[checked]")["value"] == "agree"
    assert stored() == {}


def test_a_proposal_may_be_answered_without_a_reason(start: Page) -> None:
    at(start, "one-door").submit(answer="agree")
    assert stored() == {"one-door": ["agree"], "one-door-why": AnswerState.SKIPPED}


def test_each_lot_has_an_answer_of_its_own(start: Page) -> None:
    at(start, "offer").submit(**{"answer-full-time": "12", "answer-blended": "1,000"})
    assert stored() == {"offer-blended": ["1000"], "offer-full-time": ["12"]}
    check = start.client.get("/s/your-say/check")
    assert "Full-time places: 12 Blended places: 1,000" in check.text
    assert at(start, "offer").soup.select_one("#answer-full-time")["value"] == "12"


def test_a_bad_answer_for_one_lot_is_refused_there_and_the_others_kept(start: Page) -> None:
    page = at(start, "offer").submit(**{"answer-full-time": "12", "answer-blended": "many"})
    assert list(page.errors) == ["answer-blended"]
    assert [page.soup.select_one(f"#answer-{lot}")["value"] for lot in ("full-time", "blended")] == ["12", "many"]


def test_a_choice_for_each_lot_is_kept_and_may_be_unknown(start: Page) -> None:
    at(start, "keen").submit(**{"answer-full-time": "agree", "answer-blended": "dont-know"})
    assert stored() == {"keen-blended": AnswerState.DONT_KNOW, "keen-full-time": ["agree"]}
    checked = [tag["id"] for tag in at(start, "keen").soup.select("input[checked]")]
    assert checked == ["answer-full-time", "answer-blended-dont-know"]


def test_skipping_skips_every_part(start: Page) -> None:
    at(start, "offer").submit("Skip this question")
    assert set(stored().values()) == {AnswerState.SKIPPED}
    assert "You skipped this question" in start.client.get("/s/your-say/check").text


def test_finishing_now_keeps_the_parts_that_say_something(start: Page) -> None:
    at(start, "offer").submit("Finish now", **{"answer-blended": "7"})
    assert stored() == {"offer-blended": ["7"]}


def test_rankings_and_numbers_are_counted_as_they_can_be_told(start: Page) -> None:
    at(start, "top-three").submit(answer=["learning", "safe", ""])
    at(start, "places").submit(answer="6")
    start.client.get("/s/your-say/check").submit("Send my answers")
    wave = db.session.scalars(select(Survey.wave_id)).one()
    counted = [(answer.item_id, answer.option_id, answer.label) for answer in closed_answers(wave)]
    assert counted == [
        ("places", "band-2", "6 to 15 places"),
        ("top-three", "learning", "Learning"),
        ("top-three", "safe", "Feeling safe"),
        ("top-three-first", "learning", "Learning"),
    ]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (item("a", "number", "How many?"), "needs number"),
        (item("a", "number", "How many?", "number = { bands = [5, 5] }\n"), "lowest figure to the highest"),
        (item("a", "number", "How many?", "number = { maximum = 5, bands = [5] }\n"), "between the minimum"),
        (item("a", "number", "How many?", "number = { minimum = 7, maximum = 5, bands = [6] }\n"), "more than the min"),
        (item("a", "number", "How many?", "number = { bands = [2.5] }\n"), "whole limits"),
        (item("a", "proposal", "Agree?", AGREE), "needs why"),
        (item("a", "per_lot", "Each?", f'each = "choice"\n{LOTS}'), "at least two options"),
        (item("a", "per_lot", "Each?", f'each = "ranking"\n{LOTS}'), "each lot is asked"),
        (item("a", "ranking", "Rank", 'why = "Why?"\n' + AGREE), "has no why"),
        (item("a", "information", "Read", serves=False), "needs text"),
        (item("a", "long_text", "Say", serves=False), "which lines of enquiry"),
        (item("a", "proposal", "Agree?", f'why = "Why?"\n{AGREE}') + item("a-why", "long_text", "Say"), "used twice"),
    ],
)
def test_a_document_that_does_not_fit_its_types_is_refused(bad: str, why: str) -> None:
    with pytest.raises(InstrumentError, match=why):
        read_instrument(document(bad))


def test_the_example_has_every_type() -> None:
    types = {page.type for page in read_instrument(every_type.EVERY_TYPE).pages}
    assert types >= {"information", "scale", "number", "ranking", "proposal", "per_lot", "short_text"}
