"""The page with the questions about the person: after sending, optional, and with no way back to the answers."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage.database import db
from engage.surveys import pages
from engage.surveys.equality.marks import has_mark, take_mark
from engage.surveys.equality.operations import store_answers
from engage.surveys.equality.questions import ASKED, Question
from engage.surveys.instrument import Instrument
from engage.surveys.respond import blueprint
from engage.surveys.visiting import find


@blueprint.get("/about-you")
def about_you(survey: str) -> ResponseReturnValue:
    if not has_mark(survey):
        return redirect(url_for("respond.done", survey=survey))
    visit = find(survey)
    return pages.page("about_you", visit, questions=_questions(pages.setting_of(visit).instrument))


@blueprint.post("/about-you")
def say_about_you(survey: str) -> ResponseReturnValue:
    """Stored once however often it is sent; what was never offered is left out."""
    once = take_mark(survey)
    if once is not None and request.form.get("action") == "send":
        visit = find(survey)
        choices = _read(_questions(pages.setting_of(visit).instrument))
        store_answers(survey_id=visit.survey_id, once=once, choices=choices)
        db.session.commit()
    return redirect(url_for("respond.done", survey=survey))


def _questions(instrument: Instrument) -> tuple[Question, ...]:
    return ASKED[instrument.about_you] if instrument.about_you else ()


def _read(questions: tuple[Question, ...]) -> dict[str, str]:
    sent = {question.id: request.form.get(question.id, "") for question in questions}
    return {question.id: sent[question.id] for question in questions if question.accepts(sent[question.id])}
