"""Groups: what may be told of a question about the person, beside how large each group is known to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from flask_babel import LazyString

from engage.analysis.disclosure import THRESHOLD, is_small
from engage.analysis.perturbation import REACH
from engage.analysis.representation import State, represent
from engage.programmes.models import Audience, KnownShare
from engage.reports.counting import whole
from engage.reports.readings import QuestionFigures
from engage.surveys.equality.questions import EVERY_QUESTION, UNSAID, Question


class GroupShown(NamedTuple):
    """One answer: the text to print and the number in it (none: withheld), its share of those who said which group
    they are of, and how the group stands."""

    label: LazyString
    shown: str
    number: int | None
    share: float | None
    known: KnownShare | None
    state: State
    wanted: int | None


class QuestionShown(NamedTuple):
    """One question: how many said anything to it, and its groups in the order asked."""

    question: Question
    on: dt.date
    base: str
    groups: list[GroupShown]

    @property
    def is_known(self) -> bool:
        """Whether anybody says how large any of its groups is."""
        return any(group.known for group in self.groups)

    @property
    def sources(self) -> list[str]:
        """Where the known shares come from, each with its year, once."""
        known = [group.known for group in self.groups if group.known]
        return list(dict.fromkeys(f"{share.source}, {share.year}" for share in known))

    @property
    def missing(self) -> list[GroupShown]:
        """The groups that are missing, those that want the most answers first."""
        found = [group for group in self.groups if group.state.is_missing]
        return sorted(found, key=lambda group: -(group.wanted or 0))


def show(told: Mapping[str, QuestionFigures], audience: Audience) -> list[QuestionShown]:
    """What was told of each question, beside the known shares of its groups among the audience."""
    return [_show(EVERY_QUESTION[question], each, audience.known_shares) for question, each in told.items()]


def _show(question: Question, told: QuestionFigures, shares: Sequence[KnownShare]) -> QuestionShown:
    known = {share.choice: share for share in shares if share.question == question.id}
    judged = _judge(told, known)
    groups = []
    for choice, shown, number in told.figures:
        row = judged.loc[choice]
        is_far_off = told.base is None or is_small(told.base, REACH)
        share = None if choice in UNSAID or pd.isna(row["share"]) or is_far_off else float(row["share"])
        label, wanted = question.label_of(choice), whole(row["wanted"])
        groups.append(GroupShown(label, shown, number, share, known.get(choice), State(str(row["state"])), wanted))
    return QuestionShown(question, told.on, told.base_shown, groups)


def _judge(told: QuestionFigures, known: Mapping[str, KnownShare]) -> pd.DataFrame:
    """What can be said of each group whatever the noise: the truth lies within its reach of what is told."""
    figures = pd.DataFrame(told.figures, columns=["group", "shown", "count"]).astype({"count": "Int64"})
    figures["least"] = (figures["count"].fillna(0) - REACH).clip(lower=0)
    figures["most"] = figures["count"].fillna(THRESHOLD - 1) + REACH
    shares = [(choice, share.percent / 100) for choice, share in known.items()]
    base = float("nan") if told.base is None else told.base
    return represent(figures, pd.DataFrame(shares, columns=["group", "share"]), base=base).set_index("group")
