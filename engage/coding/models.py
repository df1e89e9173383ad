"""The coding frame, excerpts, and each coder's verdict on each code. Machine suggests, a person decides, both kept."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.database import Id, Model, Name, RandomId, SlugColumn, now, today
from engage.programmes.models import Kloe, SpecificationSection
from engage.surveys.models import Answer


class CoderKind(StrEnum):
    PERSON = "person"
    MACHINE = "machine"


class CodingFrame(Model):
    """One version of a programme's coding frame; the highest number is in force."""

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    version: Mapped[int]
    made_at: Mapped[dt.datetime] = mapped_column(default=now)
    codes: Mapped[list[Code]] = relationship(back_populates="frame", order_by="Code.position, Code.id")

    __table_args__ = (UniqueConstraint("programme_id", "version"),)


class Code(Model):
    """What an excerpt can be about: when to use it, when not, and where it feeds."""

    id: Mapped[Id]
    frame_id: Mapped[int] = mapped_column(ForeignKey("coding_frame.id"))
    slug: Mapped[SlugColumn]
    name: Mapped[Name]
    definition: Mapped[str] = mapped_column(Text)
    use_when: Mapped[str] = mapped_column(Text, default="")
    not_when: Mapped[str] = mapped_column(Text, default="")
    examples: Mapped[str] = mapped_column(Text, default="")
    section_id: Mapped[int | None] = mapped_column(ForeignKey("specification_section.id"))
    kloe_id: Mapped[int | None] = mapped_column(ForeignKey("kloe.id"))
    position: Mapped[int] = mapped_column(default=0)
    frame: Mapped[CodingFrame] = relationship(back_populates="codes")
    section: Mapped[SpecificationSection | None] = relationship()
    kloe: Mapped[Kloe | None] = relationship()

    __table_args__ = (UniqueConstraint("frame_id", "slug"),)


class Excerpt(Model):
    """A place and its words: characters `start` to `end` of an answer that nobody holds.

    Where a person translated the answer, `text` is the translation and `original` what was written.
    """

    id: Mapped[RandomId]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    original: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[Answer] = relationship()
    codings: Mapped[list[Coding]] = relationship(back_populates="excerpt", order_by="Coding.code_id, Coding.coder_id")

    __table_args__ = (
        UniqueConstraint("answer_id", "start", "end"),
        CheckConstraint('start >= 0 AND "end" > start', name="has_words"),
        {"sqlite_with_rowid": False},
    )


class Meaning(Model):
    """The vectors of an excerpt's sentences, so that the machine need not compute them again.

    They can tell something of the words they came from: they stand beside these, and the database deletes them with
    these. `stamp` says of which words they are and by which model.
    """

    excerpt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("excerpt.id", ondelete="CASCADE"), primary_key=True)
    stamp: Mapped[str] = mapped_column(String(64))
    vectors: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = ({"sqlite_with_rowid": False},)


class Coder(Model):
    """Who codes: a person, or a machine by its method and version."""

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), unique=True)
    method: Mapped[str] = mapped_column(String(60), default="")
    version: Mapped[str] = mapped_column(String(60), default="")
    user: Mapped[User | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "(kind = 'person' AND user_id IS NOT NULL) OR (kind = 'machine' AND user_id IS NULL)",
            name="person_or_machine",
        ),
        Index(
            "uq_coder_method_version",
            "method",
            "version",
            unique=True,
            sqlite_where=text("kind = 'machine'"),
            postgresql_where=text("kind = 'machine'"),
        ),
    )


class Coding(Model):
    """One coder's verdict that a code applies to an excerpt, or does not. A machine's has a score (0 to 1) and the
    words that drove it. `sentiment` is how the person feels about what the code names (see ExcerptReview); none where
    the coder leaves that to the whole excerpt."""

    id: Mapped[RandomId]
    excerpt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("excerpt.id", ondelete="CASCADE"))
    code_id: Mapped[int] = mapped_column(ForeignKey("code.id"), index=True)
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"), index=True)
    applies: Mapped[bool]
    score: Mapped[float | None]
    evidence: Mapped[str] = mapped_column(String(500), default="")
    sentiment: Mapped[int | None]
    is_mixed: Mapped[bool] = mapped_column(default=False)
    excerpt: Mapped[Excerpt] = relationship(back_populates="codings")
    code: Mapped[Code] = relationship()
    coder: Mapped[Coder] = relationship()

    __table_args__ = (
        UniqueConstraint("excerpt_id", "code_id", "coder_id"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score_is_a_probability"),
        CheckConstraint("sentiment BETWEEN 1 AND 5", name="sentiment_is_on_the_scale"),
        CheckConstraint("NOT is_mixed OR sentiment = 3", name="mixed_is_in_the_middle"),
        {"sqlite_with_rowid": False},
    )


class ExcerptReview(Model):
    """A coder has read an excerpt: "no code" differs from "not looked at". `sentiment` runs from 1 (very positive)
    to 5 (very negative); 3 is neutral, or where `is_mixed` good and bad at once. A machine says by `sureness` (0 to 1)
    how likely all its verdicts on the excerpt are right."""

    excerpt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("excerpt.id", ondelete="CASCADE"), primary_key=True)
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"), primary_key=True)
    sentiment: Mapped[int | None]
    is_mixed: Mapped[bool] = mapped_column(default=False)
    sureness: Mapped[float | None]
    reviewed_on: Mapped[dt.date] = mapped_column(default=today)

    __table_args__ = (
        CheckConstraint("sentiment BETWEEN 1 AND 5", name="sentiment_is_on_the_scale"),
        CheckConstraint("NOT is_mixed OR sentiment = 3", name="mixed_is_in_the_middle"),
        CheckConstraint("sureness BETWEEN 0 AND 1", name="sureness_is_a_probability"),
        {"sqlite_with_rowid": False},
    )


class MachineRun(Model):
    """One time that a machine read a programme, and what may be accepted without a person's look since.

    Of `measured` excerpts that people had coded, those at least as sure as `sure_from` were right in every code with a
    share of `share_right` (95 per cent interval from `share_low` to `share_high`); all four missing where too few were
    right, or too few coded, to offer any.
    """

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    frame_id: Mapped[int] = mapped_column(ForeignKey("coding_frame.id"))
    coder_id: Mapped[int] = mapped_column(ForeignKey("coder.id"))
    at: Mapped[dt.datetime] = mapped_column(default=now)
    measured: Mapped[int]
    sure_from: Mapped[float | None]
    share_right: Mapped[float | None]
    share_low: Mapped[float | None]
    share_high: Mapped[float | None]
    coder: Mapped[Coder] = relationship()


class Acceptance(Model):
    """A person took a machine's surest suggestions as they were, unread. They stay the machine's, kept as they stood;
    a later version of the frame ends it, since its codes are read afresh."""

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("machine_run.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    accepted_at: Mapped[dt.datetime] = mapped_column(default=now)
    excerpts: Mapped[int]
    undone_at: Mapped[dt.datetime | None]
    undoer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    run: Mapped[MachineRun] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])

    __table_args__ = (CheckConstraint("(undone_at IS NULL) = (undoer_id IS NULL)", name="undone_by_someone"),)


class AcceptedExcerpt(Model):
    """An excerpt whose suggestions stand by an acceptance that nobody has undone."""

    excerpt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("excerpt.id", ondelete="CASCADE"), primary_key=True)
    acceptance_id: Mapped[int] = mapped_column(ForeignKey("acceptance.id"), primary_key=True, index=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class GroupKind(StrEnum):
    UNCODED = "uncoded"
    ALIKE = "alike"


class ExcerptGroup(Model):
    """Excerpts that the machine put together: what the frame has no good code for, or what is said in (nearly) the same
    words. `words` are those that set a group of uncoded excerpts apart."""

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        UniqueConstraint("programme_id", "kind", "number"),
        CheckConstraint("kind IN ('uncoded', 'alike')", name="kind_is_known"),
    )


class GroupedExcerpt(Model):
    """An excerpt in a group, and how close it is (0 to 1) to what is typical of it."""

    excerpt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("excerpt.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("excerpt_group.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    closeness: Mapped[float]
    group: Mapped[ExcerptGroup] = relationship()
    excerpt: Mapped[Excerpt] = relationship()

    __table_args__ = ({"sqlite_with_rowid": False},)
