"""A flag puts an answer or a passage on hold; a release, by a named person, lets it go. What was taken back leaves its
record."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.analysis.triage import Tier
from engage.database import Id, Model, RandomId, now, today
from engage.passages.models import HeldPassage
from engage.surveys.models import Answer, Survey


class FlagReason(StrEnum):
    WORRYING_WORDS = "worrying_words"
    NOT_ENGLISH = "not_english"
    CONCERN = "concern"


class FlagState(StrEnum):
    """How far the lead has come with a flag. Only released lets its words go."""

    OPEN = "open"
    TAKEN = "taken"
    ASKED = "asked"
    REFERRED = "referred"
    CLOSED = "closed"
    RELEASED = "released"


class FlagAct(StrEnum):
    """What a lead does with a flag."""

    TAKEN = "taken"
    NOTED = "noted"
    ASKED = "asked"
    ANSWERED = "answered"
    REFERRED = "referred"
    CLOSED = "closed"
    REOPENED = "reopened"
    RELEASED = "released"
    TRANSLATED = "translated"


class LetterKind(StrEnum):
    """Why somebody is written to about a flag: it has come in, or nobody has taken it within a day."""

    RAISED = "raised"
    UNOPENED = "unopened"


class Flag(Model):
    """Why an answer, or a passage that staff wrote, is on hold. Unreleased: nobody but the safeguarding lead reads it.

    `matched` holds the words (or the language's sign) that raised it. The date only, as for the response. A concern is
    raised by a person who read the answer, with a note for the lead.

    `tier` says how soon it should be looked at, `holder` which lead has taken it. `version` goes up with everything a
    lead does, so that a second lead cannot act on a page that is out of date.

    When the person who answered takes the answer back, a worry stays as a record without the answer and its words: of
    which survey, about what, when it was raised and taken back, and what the lead did. So does a flag for language
    alone with which a lead did something; untouched, it goes. See docs/decisions/0010.
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
    tier: Mapped[str] = mapped_column(String(20), default=Tier.LOOK_TODAY)
    state: Mapped[str] = mapped_column(String(20), default=FlagState.OPEN)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    answer: Mapped[Answer | None] = relationship()
    passage: Mapped[HeldPassage | None] = relationship()
    survey: Mapped[Survey | None] = relationship()
    raiser: Mapped[User | None] = relationship(foreign_keys=[raiser_id])
    releaser: Mapped[User | None] = relationship(foreign_keys=[releaser_id])
    holder: Mapped[User | None] = relationship(foreign_keys=[holder_id])
    events: Mapped[list[FlagEvent]] = relationship(order_by="FlagEvent.id", viewonly=True)

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
        CheckConstraint("tier IN ('look_now', 'look_today', 'probably_nothing')", name="tier_is_known"),
        CheckConstraint("state IN ('open', 'taken', 'asked', 'referred', 'closed', 'released')", name="state_is_known"),
        CheckConstraint("(released_at IS NULL) = (releaser_id IS NULL)", name="released_by_someone"),
        CheckConstraint("(released_at IS NULL) = (state <> 'released')", name="released_at_some_time"),
        CheckConstraint("(holder_id IS NULL) OR (state <> 'open')", name="open_is_nobodys"),
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


class FlagEvent(Model):
    """Something a lead did with a flag: who, when, their note, and `party`, of or to whom (asked, referred).

    Rows are only ever added: triggers refuse anything else.
    """

    id: Mapped[Id]
    flag_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("flag.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    act: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    party: Mapped[str] = mapped_column(String(200), default="")
    user: Mapped[User] = relationship()

    __table_args__ = (
        CheckConstraint(
            "act IN ('taken', 'noted', 'asked', 'answered', 'referred', 'closed', 'reopened', 'released', "
            "'translated')",
            name="act_is_known",
        ),
        CheckConstraint("(act IN ('asked', 'referred')) = (party <> '')", name="asked_and_referred_name_a_party"),
    )


class FlagLetter(Model):
    """A letter to one person that something waits, without a word of it. Sent once; tried again where it is refused.

    No time, no order: it leaves as the answer comes in, and nobody should learn when that was.
    """

    flag_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("flag.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    is_sent: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("kind IN ('raised', 'unopened')", name="kind_is_known"),
        Index(
            "ix_flag_letter_unsent",
            "programme_id",
            "user_id",
            sqlite_where=text("NOT is_sent"),
            postgresql_where=text("NOT is_sent"),
        ),
        {"sqlite_with_rowid": False},
    )


class Translation(Model):
    """A person's translation of an answer into English. The newest one counts; earlier ones stay beside it."""

    id: Mapped[Id]
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Text)
    translator_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    translated_at: Mapped[dt.datetime] = mapped_column(default=now)
    translator: Mapped[User] = relationship()

    __table_args__ = (CheckConstraint("length(words) > 0", name="says_something"),)


class UnreadAnswer(Model):
    """An open answer whose meaning no job has read yet: on hold until one has, whatever its words are."""

    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)
