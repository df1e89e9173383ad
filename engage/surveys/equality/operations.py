"""Storing what people say about themselves, and how large the groups are by official figures."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, cast

from sqlalchemy import Table

from engage.database import DomainError, constraint_as, db
from engage.programmes.models import Audience, KnownShare
from engage.surveys.equality.models import EqualityAnswer, EqualityReading
from engage.surveys.equality.questions import EVERY_QUESTION
from engage.surveys.models import Survey
from engage.surveys.responses import INSERTS


def store_answers(*, survey_id: int, once: uuid.UUID, choices: Mapping[str, str]) -> None:
    """A row for each question and its choice. Sent twice under the same `once`, they are stored once; `once` itself
    is not kept, so nothing tells which rows came together."""
    connection = db.session.connection()
    rows = [
        {"id": uuid.uuid5(once, question), "survey_id": survey_id, "question": question, "choice": choice}
        for question, choice in choices.items()
    ]
    if rows:
        insert = INSERTS[connection.dialect.name](cast(Table, EqualityAnswer.__table__))
        connection.execute(insert.on_conflict_do_nothing(), sorted(rows, key=lambda row: str(row["id"])))


class UnknownGroup(DomainError):
    """No question about the person has such a choice."""


class ShareTaken(DomainError):
    """The share of this group is known already."""


class MoreThanAll(DomainError):
    """The groups of one question, which do not overlap, would be more than everybody."""


def keep_reading(*, survey: Survey, on: dt.date, told: dict[str, Any]) -> None:
    """What may be told of an open survey from a day on. Figures that went through disclosure control, and no others."""
    db.session.add(EqualityReading(survey_id=survey.id, taken_on=on, told=told))
    db.session.flush()


def check_known_share(
    *, audience: Audience, share: KnownShare | None = None, question: str, choice: str, percent: float | None
) -> Iterator[DomainError]:
    """What speaks against a share of an audience, new or (`share`) changed. A percentage of None is not looked at."""
    asked = EVERY_QUESTION.get(question)
    if asked is None or all(each.id != choice for each in asked.said):
        yield UnknownGroup("Choose a group of the list", "group")
        return
    others = [other for other in audience.known_shares if other is not share and other.question == question]
    if any(other.choice == choice for other in others):
        yield _taken()
    rest = 100 - sum(other.percent for other in others if other.choice != choice)
    if percent is not None and round(percent - rest, 6) > 0:
        yield MoreThanAll(
            f"With the other groups of this question that is more than 100%: enter {rest:g} or less", "percent"
        )


def add_known_share(
    *, audience: Audience, question: str, choice: str, percent: float, source: str, year: int
) -> KnownShare:
    """How large a group is among an audience. Raises UnknownGroup, ShareTaken, MoreThanAll."""
    _raise_first(check_known_share(audience=audience, question=question, choice=choice, percent=percent))
    share = KnownShare(question=question, choice=choice, percent=percent, source=source, year=year)
    with constraint_as("uq_known_share_audience_id_question_choice", _taken()):
        audience.known_shares.append(share)
    return share


def change_known_share(
    *, share: KnownShare, question: str, choice: str, percent: float, source: str, year: int
) -> KnownShare:
    """Raises UnknownGroup, ShareTaken, MoreThanAll."""
    given: dict[str, Any] = {"question": question, "choice": choice, "percent": percent}
    _raise_first(check_known_share(audience=share.audience, share=share, **given))
    with constraint_as("uq_known_share_audience_id_question_choice", _taken()):
        share.question, share.choice, share.percent = question, choice, percent
        share.source, share.year = source, year
    return share


def remove_known_share(*, share: KnownShare) -> None:
    """Nobody is measured against it any longer."""
    share.audience.known_shares.remove(share)
    db.session.delete(share)
    db.session.flush()


def _raise_first(rules: Iterator[DomainError]) -> None:
    for rule in rules:
        raise rule


def _taken() -> ShareTaken:
    return ShareTaken("The share of this group is there already: change that one", "group")
