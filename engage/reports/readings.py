"""Readings: what may be told of who answers while a survey is open, and once it has closed.

Every figure is moved by the noise of the people in it, so that a difference of one of them cannot be told. A page that
followed each response as it comes would still show somebody that a figure has moved just then. So a reading is taken at
most once a day, and of each question only once twenty more people have said something.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import pandas as pd

from engage.analysis.disclosure import Published, protect
from engage.programmes.queries import list_programmes
from engage.reports.counting import figure_words, whole
from engage.reports.thresholds import secret_of
from engage.surveys.equality.operations import keep_reading
from engage.surveys.equality.queries import ChoiceCount, count_choices, find_reading
from engage.surveys.equality.questions import EVERY_QUESTION, UNSAID, Question
from engage.surveys.models import Survey
from engage.surveys.queries import list_open_surveys

# A class: so many that nobody is told apart by coming between two readings.
LEAST_NEW: Final = 20

Counts = Mapping[str, ChoiceCount]


class Figure(NamedTuple):
    """How many chose one answer, as it may be told: the text to print and the number in it (none: not told)."""

    choice: str
    shown: str
    number: int | None


class QuestionFigures(NamedTuple):
    """What may be told of one question: on which day it was counted, how many people said which group they are of
    (`people` exactly, not to be shown; `base` as it may be told, none: not told), and each answer's figure."""

    question: str
    on: dt.date
    people: int
    base: int | None
    base_shown: str
    figures: tuple[Figure, ...]


def count_question(question: Question, counts: Counts, on: dt.date, *, secret: str) -> QuestionFigures:
    """What may be told of a question. `counts` by choice, `secret` the wave's; groups are counted among those who said
    which they are of, "prefer not to say" and "not sure" among everybody."""
    choices = [choice.id for choice in question.choices]
    rows = [(each, counts[each].people, counts[each].key) if each in counts else (each, 0, 0) for each in choices]
    table = pd.DataFrame(rows, columns=["row", "count", "key"]).assign(column="")
    is_unsaid = table["row"].isin(UNSAID)
    said, unsaid = (
        _among(rows, people, f"{secret}/{question.id}")
        for rows, people in ((table[~is_unsaid], table[~is_unsaid]), (table[is_unsaid], table))
    )
    people = int(table.loc[~is_unsaid, "count"].sum())
    base = said.bases.iloc[0]
    figures = (*_figures(said), *_figures(unsaid))
    return QuestionFigures(question.id, on, people, whole(base["base"]), base["shown"], figures)


def take_readings(*, on: dt.date) -> None:
    """A reading of every survey that is open on a day, where one is due."""
    for programme in list_programmes():
        for survey in list_open_surveys(programme.id, on):
            take_reading(survey=survey, on=on)


def take_reading(*, survey: Survey, on: dt.date) -> None:
    """Today's reading of a survey, unless there is one; each question as before until twenty more have answered it."""
    earlier = read(survey)
    if any(figures.on >= on for figures in earlier.values()):
        return
    counted = list(count_closed(survey, on).values())
    due = [each for each in counted if each.people - _people(earlier.get(each.question)) >= LEAST_NEW]
    if due:
        figures = {**earlier, **{each.question: each for each in due}}
        keep_reading(survey=survey, on=on, told={question: _as_json(each) for question, each in figures.items()})


def read(survey: Survey) -> dict[str, QuestionFigures]:
    """What the newest reading of a survey tells, by question; nothing where too few have said anything."""
    reading = find_reading(survey_id=survey.id)
    stored = reading.told if reading else {}
    return {question: _from_json(stored[question]) for question in EVERY_QUESTION if question in stored}


def count_closed(survey: Survey, on: dt.date) -> dict[str, QuestionFigures]:
    """What may be told of a survey once it has closed, by question, in the order asked."""
    secret = f"{secret_of(survey.wave_id)}/{survey.id}"
    return {
        question: count_question(EVERY_QUESTION[question], counts, on, secret=secret)
        for question, counts in _by_question(survey)
    }


def _people(earlier: QuestionFigures | None) -> int:
    return earlier.people if earlier else 0


def _by_question(survey: Survey) -> Iterable[tuple[str, Counts]]:
    """How many chose what, of each question that anybody answered, in the order asked: not to be shown as it is."""
    chosen: dict[str, dict[str, ChoiceCount]] = {}
    for each in count_choices(survey_id=survey.id):
        chosen.setdefault(each.question, {})[each.choice] = each
    return [(question, chosen[question]) for question in EVERY_QUESTION if question in chosen]


def _among(rows: pd.DataFrame, people: pd.DataFrame, secret: str) -> Published:
    return protect(rows.assign(base=people["count"].sum(), base_key=people["key"].sum()), secret=secret)


def _figures(published: Published) -> Iterable[Figure]:
    """Numbers without what they are of, which stands over the table."""
    told = (published.cells[name] for name in ("row", "count", "likely", "shown"))
    for choice, count, likely, shown in zip(*told, strict=True):
        yield Figure(choice, figure_words(count, likely, shown), whole(count))


def _as_json(figures: QuestionFigures) -> dict[str, Any]:
    return {**figures._asdict(), "on": figures.on.isoformat(), "figures": [list(each) for each in figures.figures]}


def _from_json(stored: dict[str, Any]) -> QuestionFigures:
    """Readings of before figures were moved have a fourth part to each, which is left out."""
    figures = tuple(Figure(*figure[:3]) for figure in stored["figures"])
    return QuestionFigures(**{**stored, "on": dt.date.fromisoformat(stored["on"]), "figures": figures})
