"""A flag puts an answer or a passage on hold; a release, by a named person, lets it go. What was taken back leaves its
record."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.database import Model, RandomId, today
from engage.passages.models import HeldPassage
from engage.surveys.models import Answer, Survey


class FlagReason(StrEnum):
    WORRYING_WORDS = "worrying_words"
    NOT_ENGLISH = "not_english"
    CONCERN = "concern"


class Flag(Model):
    """Why an answer, or a passage that staff wrote, is on hold. Unreleased: nobody but the safeguarding lead reads it.

    `matched` holds the words (or the language's sign) that raised it. The date only, as for the response. A concern is
    raised by a person who read the answer, with a note for the lead.

    When the person who answered takes the answer back, a worry stays as a record without the answer and its words: of
    which survey, about what, when it was raised and taken back, and what the lead did. See docs/decisions/0010.
    """

    id: Mapped[RandomId]
    answer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("held_passage.id"))
    reason: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(60), default="")
    matched: Mapped[str] = mapped_column(String(300), default="")
    raised_on: Mapped[dt.date] = mapped_column(default=today)
    raiser_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    raise_note: Mapped[str] = mapped_column(Text, default="")
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"))
    withdrawn_on: Mapped[dt.date | None]
    released_at: Mapped[dt.datetime | None]
    releaser_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    release_note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[Answer | None] = relationship()
    passage: Mapped[HeldPassage | None] = relationship()
    survey: Mapped[Survey | None] = relationship()
    raiser: Mapped[User | None] = relationship(foreign_keys=[raiser_id])
    releaser: Mapped[User | None] = relationship(foreign_keys=[releaser_id])

    @property
    def words(self) -> str:
        """What the flag is about, as it was written; empty where it was taken back."""
        if self.passage:
            return self.passage.words
        return self.answer.text or "" if self.answer else ""

    @property
    def source(self) -> str:
        """Where the words are from, in words: who spoke, by audience only, and in which survey; or in which notes."""
        if self.passage:
            return self.passage.place
        if self.answer:
            return f"{self.answer.response.speaker} · {self.answer.response.survey.title}"
        return f"{self.survey.audience.singular} · {self.survey.title}" if self.survey else ""

    __table_args__ = (
        CheckConstraint("reason IN ('worrying_words', 'not_english', 'concern')", name="reason_is_known"),
        CheckConstraint("(released_at IS NULL) = (releaser_id IS NULL)", name="released_by_someone"),
        CheckConstraint("(reason = 'concern') = (raiser_id IS NOT NULL)", name="concern_is_somebodys"),
        CheckConstraint(
            "(answer_id IS NOT NULL AND passage_id IS NULL AND survey_id IS NULL AND withdrawn_on IS NULL) OR "
            "(answer_id IS NULL AND passage_id IS NOT NULL AND survey_id IS NULL AND withdrawn_on IS NULL) OR "
            "(answer_id IS NULL AND passage_id IS NULL AND survey_id IS NOT NULL AND withdrawn_on IS NOT NULL)",
            name="of_an_answer_a_passage_or_taken_back",
        ),
        CheckConstraint("withdrawn_on IS NULL OR matched = ''", name="taken_back_without_words"),
        Index(
            "uq_flag_answer_id_reason",
            "answer_id",
            "reason",
            unique=True,
            sqlite_where=text("reason <> 'concern' OR released_at IS NULL"),
            postgresql_where=text("reason <> 'concern' OR released_at IS NULL"),
        ),
        Index(
            "uq_flag_passage_id_reason",
            "passage_id",
            "reason",
            unique=True,
            sqlite_where=text("reason <> 'concern' OR released_at IS NULL"),
            postgresql_where=text("reason <> 'concern' OR released_at IS NULL"),
        ),
        Index(
            "ix_flag_on_hold",
            "answer_id",
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        {"sqlite_with_rowid": False},
    )
