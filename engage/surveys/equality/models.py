"""What people say about themselves, with no way back to what they answered or to each other's rows."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model, RandomId


class EqualityAnswer(Model):
    """One choice in one question by somebody who answered a survey. No response, no time, no order; and not which
    rows are the same person's, since their combination could point to somebody."""

    id: Mapped[RandomId]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    question: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_equality_answer_survey_id_question_choice", "survey_id", "question", "choice"),
        {"sqlite_with_rowid": False},
    )
