"""Readings: what may be told of who answers while a survey is open.

Figures that changed with every response would tell of the last person who came. So they are taken at most once a day,
each only once twenty more people have said something, and rounded to the nearest ten: what two readings differ by is
never one person's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pandas as pd

from engage.analysis.disclosure import THRESHOLD, protect
from engage.analysis.suppression import ROUND_TO, rounded
from engage.programmes.queries import list_programmes
from engage.reports.counting import whole
from engage.surveys.equality.operations import keep_reading
from engage.surveys.equality.queries import count_choices, find_reading
from engage.surveys.equality.questions import EVERY_QUESTION, Question
from engage.surveys.models import Survey
from engage.surveys.queries import list_open_surveys

# A class: so many that nobody is told apart by coming between two readings.
LEAST_NEW: Final = 20
FEW: Final = (f"fewer than {THRESHOLD}", "too few to show")


class Figure(NamedTuple):
    """How many chose one answer, as it may be told: the text to print, the number in it (none: withheld), and the
    highest it can be (none: anything)."""

    choice: str
    shown: str
    number: int | None
    most: int | None


class Told(NamedTuple):
    """What may be told of one question: on which day it was counted, how many people said which group they are of, and
    each answer's figure. `base` is how many people the figures are of, as it may be told (none: withheld)."""

    question: str
    on: dt.date
    people: int
    base: int | None
    base_shown: str
    figures: tuple[Figure, ...]


def count_exactly(question: Question, chosen: Mapping[str, int], on: dt.date) -> Told:
    """What may be told of a question once no more answers can come.

    Each person stands in one row, so that a small count cannot be worked out from the others.
    """
    counts = {choice.id: chosen.get(choice.id, 0) for choice in question.choices}
    return _protected(question, counts, on, exclusive=True)


def count_roughly(question: Question, chosen: Mapping[str, int], on: dt.date) -> Told:
    """What may be told of a question while answers come in, of those who say which group they are of: small figures
    withheld, and all others to the nearest ten.

    Rows that are rounded, under a base that is, do not add up: no small figure can be worked out from them.
    """
    counts = {choice.id: chosen.get(choice.id, 0) for choice in question.said}
    told = _protected(question, counts, on, exclusive=False)
    base = None if told.base is None else rounded(told.base)
    shown = told.base_shown if base is None else f"about {base}"
    return told._replace(base=base, base_shown=shown, figures=tuple(map(_roughly, told.figures)))


def take_readings(*, on: dt.date) -> None:
    """A reading of every survey that is open on a day, where one is due."""
    for programme in list_programmes():
        for survey in list_open_surveys(programme.id, on):
            take_reading(survey=survey, on=on)


def take_reading(*, survey: Survey, on: dt.date) -> None:
    """Today's reading of a survey, unless there is one; each question as before until twenty more have answered it."""
    earlier = read(survey)
    if any(told.on >= on for told in earlier.values()):
        return
    chosen = _by_question(survey)
    due = [
        count_roughly(asked, chosen[question], on)
        for question, asked in EVERY_QUESTION.items()
        if _count_new(asked, chosen.get(question, {}), earlier.get(question)) >= LEAST_NEW
    ]
    if due:
        told = {**earlier, **{each.question: each for each in due}}
        keep_reading(survey=survey, on=on, told={question: _as_json(each) for question, each in told.items()})


def read(survey: Survey) -> dict[str, Told]:
    """What the newest reading of a survey tells, by question; nothing where too few have said anything."""
    reading = find_reading(survey_id=survey.id)
    kept = reading.told if reading else {}
    return {question: _from_json(kept[question]) for question in EVERY_QUESTION if question in kept}


def settle(survey: Survey, on: dt.date) -> dict[str, Told]:
    """What may be told of a survey that has closed, by question, in the order asked.

    All that was said; but where only a handful came after the last reading, that reading, since the two together
    would tell of them.
    """
    last, chosen = read(survey), _by_question(survey)
    return {
        question: last[question] if _is_near(asked, answers, last.get(question)) else count_exactly(asked, answers, on)
        for question, asked in EVERY_QUESTION.items()
        if (answers := chosen.get(question))
    }


def _is_near(question: Question, chosen: Mapping[str, int], earlier: Told | None) -> bool:
    return earlier is not None and 0 < _count_new(question, chosen, earlier) < LEAST_NEW


def _count_new(question: Question, chosen: Mapping[str, int], earlier: Told | None) -> int:
    """How many have said which group they are of since the earlier reading."""
    people = sum(chosen.get(choice.id, 0) for choice in question.said)
    return people - (earlier.people if earlier else 0)


def _by_question(survey: Survey) -> dict[str, dict[str, int]]:
    """How many chose what: not to be shown as it is."""
    chosen: dict[str, dict[str, int]] = {}
    for (_survey, question, choice), count in count_choices(survey_ids=[survey.id]).items():
        chosen.setdefault(question, {})[choice] = count
    return chosen


def _protected(question: Question, counts: Mapping[str, int], on: dt.date, *, exclusive: bool) -> Told:
    base = sum(counts.values())
    table = pd.DataFrame({"row": list(counts), "column": "", "count": list(counts.values()), "base": base})
    published = protect(table, exclusive=exclusive)
    cells = zip(published.cells["row"], published.cells["count"], published.cells["shown"], strict=True)
    figures = tuple(_figure(choice, whole(count), shown) for choice, count, shown in cells)
    people = sum(counts[choice.id] for choice in question.said)
    told = published.bases.iloc[0]
    return Told(question.id, on, people, whole(told["base"]), told["shown"], figures)


def _figure(choice: str, number: int | None, shown: str) -> Figure:
    """A number without what it is of, which stands over the table."""
    return Figure(choice, shown if number is None else str(number), number, THRESHOLD - 1 if shown in FEW else number)


def _roughly(figure: Figure) -> Figure:
    """To the nearest ten, where a number is told at all; nobody stays nobody."""
    if not figure.number:
        return figure
    near = rounded(figure.number)
    return Figure(figure.choice, f"about {near}", near, near + ROUND_TO // 2 - 1)


def _as_json(told: Told) -> dict[str, Any]:
    return {**told._asdict(), "on": told.on.isoformat(), "figures": [list(figure) for figure in told.figures]}


def _from_json(kept: dict[str, Any]) -> Told:
    figures = tuple(Figure(*figure) for figure in kept["figures"])
    return Told(**{**kept, "on": dt.date.fromisoformat(kept["on"]), "figures": figures})
