"""Who answered: what people said about themselves, survey by survey, through disclosure control alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.accounts.models import Role
from engage.analysis.disclosure import protect
from engage.database import today
from engage.surveys.equality.queries import count_choices
from engage.surveys.equality.questions import EVERY_QUESTION, Question
from engage.surveys.models import Survey, SurveyStatus
from engage.surveys.queries import list_surveys, state_of
from engage.web.access import guard
from engage.web.navigation import offer

blueprint = Blueprint("who", __name__)
guard(blueprint, Role.COMMISSIONING_OFFICER, Role.ANALYST, Role.WORKING_GROUP_MEMBER)
offer(blueprint, position=44, label=_l("Who answered"), endpoint="show_who_answered")

Counts = Counter[tuple[int, str, str]]


class QuestionShown(NamedTuple):
    """What was said to one question: how many said anything, and (label, text to print) of each choice."""

    words: LazyString
    base: str
    rows: list[tuple[str, str]]


class SurveyShown(NamedTuple):
    survey: Survey
    questions: list[QuestionShown]


@blueprint.get("/staff/<programme>/who-answered")
def show_who_answered() -> ResponseReturnValue:
    """Closed surveys only: while answers come in, a count that goes up by one would tell of the last who came."""
    surveys = list_surveys(programme_id=g.programme.id)
    closed = [survey for survey in surveys if state_of(survey, today()) is SurveyStatus.CLOSED]
    counts = count_choices(survey_ids=[survey.id for survey in closed])
    shown = [SurveyShown(survey, list(_questions(survey.id, counts))) for survey in closed]
    return render_template("who/show_who_answered.html", shown=[each for each in shown if each.questions])


def _questions(survey_id: int, counts: Counts) -> Iterator[QuestionShown]:
    for question in EVERY_QUESTION.values():
        chosen = [counts[survey_id, question.id, choice.id] for choice in question.choices]
        if any(chosen):
            yield _protected(question, chosen)


def _protected(question: Question, chosen: list[int]) -> QuestionShown:
    """Each person stands in one row, so that a small count cannot be worked out from the others."""
    labels = [str(choice.label) for choice in question.choices]
    counts = pd.DataFrame({"row": labels, "column": "everyone", "count": chosen, "base": sum(chosen)})
    published = protect(counts, exclusive=True)
    rows = zip(published.cells["row"], published.cells["shown"], strict=True)
    return QuestionShown(question.words, str(published.bases["shown"].iloc[0]), list(rows))
