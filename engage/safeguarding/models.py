"""A flag puts an answer on hold; a release, by a named person, lets it go."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.database import Model, RandomId, today
from engage.surveys.models import Answer


class FlagReason(StrEnum):
    WORRYING_WORDS = "worrying_words"
    NOT_ENGLISH = "not_english"


class Flag(Model):
    """Why an answer is on hold. Unreleased: nobody but the safeguarding lead reads the answer.

    `matched` holds the words (or the language's sign) that raised it. The date only, as for the response.
    """

    id: Mapped[RandomId]
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(60), default="")
    matched: Mapped[str] = mapped_column(String(300), default="")
    raised_on: Mapped[dt.date] = mapped_column(default=today)
    released_at: Mapped[dt.datetime | None]
    releaser_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    release_note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[Answer] = relationship()
    releaser: Mapped[User | None] = relationship()

    __table_args__ = (
        UniqueConstraint("answer_id", "reason"),
        CheckConstraint("reason IN ('worrying_words', 'not_english')", name="reason_is_known"),
        CheckConstraint("(released_at IS NULL) = (releaser_id IS NULL)", name="released_by_someone"),
        Index(
            "ix_flag_on_hold",
            "answer_id",
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        {"sqlite_with_rowid": False},
    )
