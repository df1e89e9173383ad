"""Findings and the frozen summaries made of them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String, Table, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.coding.models import Code, Excerpt
from engage.database import Id, Model, now
from engage.forums.models import Decision
from engage.passages.columns import Triaged, TriagedName
from engage.programmes.models import SpecificationSection, Wave

finding_code = Table(
    "finding_code",
    Model.metadata,
    Column("finding_id", ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True),
    Column("code_id", ForeignKey("code.id"), primary_key=True),
)
finding_decision = Table(
    "finding_decision",
    Model.metadata,
    Column("finding_id", ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True),
    Column("decision_id", ForeignKey("decision.id", ondelete="CASCADE"), primary_key=True),
)


class Finding(Model):
    """What a group of codings says, in a section of the specification.

    Published editions name it by its id, so that no id is ever given again.
    """

    id: Mapped[Id]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("specification_section.id"), index=True)
    title: Mapped[TriagedName]
    statement: Mapped[Triaged] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    wave: Mapped[Wave] = relationship()
    section: Mapped[SpecificationSection] = relationship()
    codes: Mapped[list[Code]] = relationship(secondary=finding_code, order_by="Code.position, Code.id")
    decisions: Mapped[list[Decision]] = relationship(secondary=finding_decision, order_by="Decision.number")
    quotes: Mapped[list[Quote]] = relationship(back_populates="finding", order_by="Quote.id")
    wording: Mapped[Wording | None] = relationship(cascade="all, delete-orphan")

    __table_args__ = ({"sqlite_autoincrement": True},)


class Wording(Model):
    """Who wrote a finding's headline and statement, and who else approved them as they stand.

    What fewer people said than may be counted is told in these words alone, and only once they are approved.
    """

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"), primary_key=True)
    writer_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[dt.datetime | None]
    writer: Mapped[User] = relationship(foreign_keys=writer_id)
    approver: Mapped[User | None] = relationship(foreign_keys=approver_id)

    __table_args__ = (
        CheckConstraint("approver_id <> writer_id", name="approved_by_another"),
        CheckConstraint("(approver_id IS NULL) = (approved_at IS NULL)", name="approved_by_someone"),
    )


class SectionSummary(Model):
    """The sentence a section's summary opens with, written by a person."""

    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("specification_section.id"), primary_key=True)
    sentence: Mapped[Triaged]


class Quote(Model):
    """Somebody's words, redacted and approved by a named person for one finding.

    `in_summary` says that they are one of the sentences that sum up the section as well.
    """

    id: Mapped[Id]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"))
    excerpt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("excerpt.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(Text)
    approver_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[dt.datetime] = mapped_column(default=now)
    in_summary: Mapped[bool] = mapped_column(default=False, server_default=false())
    finding: Mapped[Finding] = relationship(back_populates="quotes")
    excerpt: Mapped[Excerpt] = relationship()
    approver: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("finding_id", "excerpt_id"),)


class SummaryEdition(Model):
    """What the working group reads: every section's summary as it stood when published, made through protect()."""

    id: Mapped[Id]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[dt.datetime] = mapped_column(default=now)
    publisher_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    wave: Mapped[Wave] = relationship()
    publisher: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("wave_id", "number"),)


class SummaryEditionRelease(Model):
    """An edition came into force: when it was published, or when an officer put it back. Rows are only ever added.

    The newest row of a wave says which edition its readers see. `replaces` is the row that said so before; as each is
    replaced once, two people who change it at the same moment cannot both believe they did. `reason` is empty where
    the edition was published.
    """

    id: Mapped[Id]
    edition_id: Mapped[int] = mapped_column(ForeignKey("summary_edition.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("summary_edition_release.id"), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime] = mapped_column(default=now)
    reason: Mapped[Triaged] = mapped_column(default="")
    edition: Mapped[SummaryEdition] = relationship()
    user: Mapped[User] = relationship()

    __table_args__ = ({"sqlite_autoincrement": True},)


class SummaryDraft(Model):
    """The next edition of a wave's summary as it was last prepared, until it is published.

    `document` is what the edition would be, made through protect() as every edition's is, and `cautions` what to know
    before publishing it. `made_of` tells the findings and sentences it was prepared from from others. While somebody
    waits for it to be prepared (anew), `asked_at` says since when, `steps_done` how far a job has come, and `attempt`
    which job: one that was taken for dead writes nothing over what a later one prepares.
    """

    id: Mapped[Id]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), unique=True)
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    cautions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    made_of: Mapped[str] = mapped_column(String(64), default="")
    prepared_at: Mapped[dt.datetime | None]
    preparer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    attempt: Mapped[int]
    asked_at: Mapped[dt.datetime | None]
    asker_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    stepped_at: Mapped[dt.datetime | None]
    steps_done: Mapped[int] = mapped_column(default=0)
    has_failed: Mapped[bool] = mapped_column(default=False)
    wave: Mapped[Wave] = relationship()
    preparer: Mapped[User | None] = relationship(foreign_keys=preparer_id)
    asker: Mapped[User | None] = relationship(foreign_keys=asker_id)

    __table_args__ = (
        CheckConstraint(
            "(document IS NULL) = (prepared_at IS NULL) AND (prepared_at IS NULL) = (preparer_id IS NULL)",
            name="prepared_by_someone",
        ),
        CheckConstraint("(asked_at IS NULL) = (asker_id IS NULL)", name="asked_by_someone"),
        CheckConstraint("prepared_at IS NOT NULL OR asked_at IS NOT NULL", name="prepared_or_asked_for"),
    )
