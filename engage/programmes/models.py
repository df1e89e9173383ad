"""A council's programme of change and everything it is described by."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.database import Id, Model, Name, SlugColumn, now, today
from engage.passages.columns import Triaged


class AudienceKind(StrEnum):
    PEOPLE = "people"
    ORGANISATIONS = "organisations"


class Council(Model):
    """The lead council: its name, colours and contact stand on every page of its programmes."""

    id: Mapped[Id]
    slug: Mapped[SlugColumn] = mapped_column(unique=True)
    name: Mapped[Name]
    ink: Mapped[str] = mapped_column(String(7), default="#0b2540")
    accent: Mapped[str] = mapped_column(String(7), default="#00625a")
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(40), default="")
    programmes: Mapped[list[Programme]] = relationship(back_populates="council", order_by="Programme.id")


class Programme(Model):
    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    slug: Mapped[SlugColumn] = mapped_column(unique=True)
    title: Mapped[Name]
    summary: Mapped[str] = mapped_column(Text)
    # True where the answers are made up: every page that shows them says so.
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_on: Mapped[dt.date] = mapped_column(default=today)
    # Nothing: a draft, which only the people who work on it see.
    published_at: Mapped[dt.datetime | None]
    # The first day of the service that is being planned, where it is known.
    service_starts_on: Mapped[dt.date | None]
    # Names to take out of people's words, one a line, besides those that Engage knows from surveys.
    known_schools: Mapped[str] = mapped_column(Text, default="", server_default="")
    known_places: Mapped[str] = mapped_column(Text, default="", server_default="")
    council: Mapped[Council] = relationship(back_populates="programmes")
    waves: Mapped[list[Wave]] = relationship(back_populates="programme", order_by="Wave.number")
    phases: Mapped[list[Phase]] = relationship(back_populates="programme", order_by="Phase.number")
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="programme", order_by="Milestone.on, Milestone.id"
    )
    audiences: Mapped[list[Audience]] = relationship(
        back_populates="programme", order_by="Audience.position, Audience.id"
    )
    kloes: Mapped[list[Kloe]] = relationship(back_populates="programme", order_by="Kloe.position, Kloe.id")
    lots: Mapped[list[Lot]] = relationship(back_populates="programme", order_by="Lot.number")
    sections: Mapped[list[SpecificationSection]] = relationship(
        back_populates="programme", order_by="SpecificationSection.number"
    )

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class Wave(Model):
    """One round of asking. The same item ids in a later wave make the answers comparable."""

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    title: Mapped[Name]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    programme: Mapped[Programme] = relationship(back_populates="waves")

    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )


class Phase(Model):
    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    title: Mapped[Name]
    description: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    programme: Mapped[Programme] = relationship(back_populates="phases")

    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )


class Milestone(Model):
    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[Name]
    on: Mapped[dt.date]
    programme: Mapped[Programme] = relationship(back_populates="milestones")


class Audience(Model):
    """A group that is asked, and how many of them there are (nothing known: no share can be given)."""

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    slug: Mapped[SlugColumn]
    name: Mapped[Name]
    singular: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(20), default=AudienceKind.PEOPLE)
    known_size: Mapped[int | None]
    size_source: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    programme: Mapped[Programme] = relationship(back_populates="audiences")
    known_shares: Mapped[list[KnownShare]] = relationship(
        back_populates="audience", order_by="KnownShare.question, KnownShare.percent.desc(), KnownShare.id"
    )

    __table_args__ = (
        UniqueConstraint("programme_id", "slug"),
        CheckConstraint("kind IN ('people', 'organisations')", name="kind_is_known"),
        CheckConstraint("known_size > 0", name="size_is_positive"),
    )

    @property
    def proxy(self) -> str:
        """Somebody who answers in the place of one of them: "Adult, for a young person"."""
        return f"Adult, for a {self.singular[:1].lower()}{self.singular[1:]}"


class KnownShare(Model):
    """How large a group is among an audience, by official figures: 17.2% have special educational needs, say.

    The group is named as people name it themselves: by a question about the person and one of its choices.
    """

    id: Mapped[Id]
    audience_id: Mapped[int] = mapped_column(ForeignKey("audience.id"))
    question: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str] = mapped_column(String(40))
    percent: Mapped[float]
    source: Mapped[str] = mapped_column(String(300))
    year: Mapped[int]
    audience: Mapped[Audience] = relationship(back_populates="known_shares")

    __table_args__ = (
        UniqueConstraint("audience_id", "question", "choice"),
        CheckConstraint("percent > 0 AND percent <= 100", name="percent_is_a_share"),
        CheckConstraint("year BETWEEN 1990 AND 2100", name="year_is_near"),
        CheckConstraint("source <> ''", name="source_is_said"),
    )


class Kloe(Model):
    """A key line of enquiry: what the engagement must answer."""

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    slug: Mapped[SlugColumn]
    title: Mapped[Name]
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    programme: Mapped[Programme] = relationship(back_populates="kloes")

    __table_args__ = (UniqueConstraint("programme_id", "slug"),)


class Lot(Model):
    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    title: Mapped[Name]
    description: Mapped[str] = mapped_column(Text, default="")
    programme: Mapped[Programme] = relationship(back_populates="lots")

    __table_args__ = (UniqueConstraint("programme_id", "number"),)


class SpecificationSection(Model):
    """A section of the service specification that a theme can land in."""

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    slug: Mapped[SlugColumn]
    number: Mapped[int]
    title: Mapped[Name]
    summary: Mapped[str] = mapped_column(Text, default="")
    programme: Mapped[Programme] = relationship(back_populates="sections")
    lines: Mapped[list[SpecificationLine]] = relationship(
        back_populates="section", order_by="SpecificationLine.position, SpecificationLine.id"
    )

    __table_args__ = (UniqueConstraint("programme_id", "slug"), UniqueConstraint("programme_id", "number"))


class SpecificationLine(Model):
    """One line of the specification, numbered within its section ("7.2"). `text` is what its newest version says."""

    id: Mapped[Id]
    section_id: Mapped[int] = mapped_column(ForeignKey("specification_section.id"))
    number: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(default=0)
    section: Mapped[SpecificationSection] = relationship(back_populates="lines")
    versions: Mapped[list[SpecificationLineVersion]] = relationship(
        back_populates="line", order_by="SpecificationLineVersion.number", cascade="all, delete-orphan"
    )

    __table_args__ = (UniqueConstraint("section_id", "number"),)

    @property
    def version(self) -> int:
        """The number of the newest version."""
        return self.versions[-1].number


class SpecificationLineVersion(Model):
    """What a line says from one time on, who wrote it and why. The first version is the line as it was added.

    A later one says which decision it comes from, or why an officer changed words or number without one.
    """

    id: Mapped[Id]
    line_id: Mapped[int] = mapped_column(ForeignKey("specification_line.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    # The number of the line from this version on; None where it was written before that was noted.
    line_number: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[Triaged] = mapped_column(default="")
    decision_number: Mapped[int | None]
    # None where the line came with the programme or was there before versions were.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=now)
    line: Mapped[SpecificationLine] = relationship(back_populates="versions")
    author: Mapped[User | None] = relationship()

    __table_args__ = (
        UniqueConstraint("line_id", "number"),
        CheckConstraint("number = 1 OR decision_number IS NOT NULL OR reason <> ''", name="says_why"),
    )
