"""Wrong guesses at codes, counted without whose."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model


class CodeTries(Model):
    """Wrong codes at one survey within an hour: all together (no beginning), and those that begin with the same words
    (their keyed hash). No address, no browser, and not what was typed.

    `hour` counts hours, and `tested` seconds, since 1970; `tested` is when a code was last let through to be looked
    up while guessing is slowed down.
    """

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10), primary_key=True)
    beginning: Mapped[str] = mapped_column(String(64), primary_key=True, default="")
    hour: Mapped[int]
    wrong: Mapped[int]
    tested: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("purpose IN ('return', 'withdraw')", name="purpose_is_known"),
        {"sqlite_with_rowid": False},
    )
