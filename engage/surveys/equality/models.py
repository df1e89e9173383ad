"""What people say about themselves, with no way back to what they answered or to each other's rows; and what was told
of it while a survey was open."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Id, Model, RandomId
from engage.surveys.models import RecordKey


class EqualityAnswer(Model):
    """One choice in one question by somebody who answered a survey. No response, no time, no order; and not which
    rows are the same person's, since their combination could point to somebody."""

    id: Mapped[RandomId]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    question: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str] = mapped_column(String(40))
    # The row's own, since no row knows whose response it goes with.
    record_key: Mapped[RecordKey]

    __table_args__ = (
        Index("ix_equality_answer_survey_id_question_choice", "survey_id", "question", "choice"),
        {"sqlite_with_rowid": False},
    )


class EqualityReading(Model):
    """What may be told of an open survey since a day: figures that went through disclosure control, and stay as they
    are until the next reading. A page that counted anew each time would tell of the last person who came.

    `told` holds a table for each question that anybody answered (see `engage.reports.readings`).
    """

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    taken_on: Mapped[dt.date]
    told: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("survey_id", "taken_on"),)
