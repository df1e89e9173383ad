from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select

from engage.database import db
from engage.safeguarding.models import Flag, FlagReason
from engage.safeguarding.queries import on_hold
from engage.safeguarding.signals import answers_cleared
from engage.surveys.models import Answer, Response
from engage.surveys.signals import responses_submitted
from tests.builders import make_programme, make_response, make_survey

WORRYING = "i want to kill myself and nobody knows"
POLISH = "Nauczyciele są dobrzy, ale nie ma żadnej pomocy dla mojego dziecka"


def submit(*said: str) -> list[Response]:
    survey = make_survey(make_programme())
    responses = [make_response(survey, what_works=words) for words in said]
    responses_submitted.send(None, response_ids=[response.id for response in responses])
    return responses


@contextmanager
def cleared() -> Iterator[list[uuid.UUID]]:
    heard: list[uuid.UUID] = []

    def hear(_sender: object, *, answer_ids: list[uuid.UUID]) -> None:
        heard.extend(answer_ids)

    with answers_cleared.connected_to(hear):
        yield heard


def test_an_answer_with_worrying_words_is_on_hold_from_submission(app: Flask) -> None:
    submit(WORRYING)
    flag = db.session.scalars(select(Flag)).one()
    assert flag.reason == FlagReason.WORRYING_WORDS
    assert "suicide" in flag.category
    assert "kill myself" in flag.matched
    assert db.session.scalars(select(Answer.id).where(on_hold())).all() == [flag.answer_id]


def test_an_answer_that_is_not_in_english_is_on_hold(app: Flask) -> None:
    submit(POLISH)
    assert db.session.scalars(select(Flag.reason)).all() == [FlagReason.NOT_ENGLISH]


def test_every_other_open_answer_is_cleared(app: Flask) -> None:
    with cleared() as heard:
        responses = submit("The tutors are kind", WORRYING, "Maths is fun")
    calm = {responses[0].answers[0].id, responses[2].answers[0].id}
    assert set(heard) == calm


def test_choices_are_neither_flagged_nor_cleared(app: Flask) -> None:
    response = make_response(make_survey(make_programme()), belonging=["never"])
    with cleared() as heard:
        responses_submitted.send(None, response_ids=[response.id])
    assert heard == []


def test_the_same_response_twice_raises_no_second_flag(app: Flask) -> None:
    responses = submit(WORRYING)
    responses_submitted.send(None, response_ids=[responses[0].id])
    assert len(db.session.scalars(select(Flag)).all()) == 1


def test_a_replayed_response_does_not_clear_what_is_on_hold(app: Flask) -> None:
    responses = submit(WORRYING)
    with cleared() as heard:
        responses_submitted.send(None, response_ids=[responses[0].id])
    assert heard == []


def test_an_answer_full_of_worry_is_still_stored(app: Flask) -> None:
    words = " ".join([WORRYING, "knife gun drugs cutting myself he hits me homeless starving bully rape isis"] * 12)
    submit(words)
    flag = db.session.scalars(select(Flag)).one()
    assert len(flag.category) <= 60
    assert len(flag.matched) <= 300
    assert all(phrase in words for phrase in flag.matched.split(", "))
