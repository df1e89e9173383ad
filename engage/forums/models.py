"""Forums and the working group: meetings, their minutes as revisions, decisions and actions."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.database import Id, Model, now
from engage.passages.columns import Triaged, TriagedColumn, TriagedName, TriagedText
from engage.programmes.models import Programme, SpecificationLine


class ForumKind(StrEnum):
    SCHOOL = "school"
    PARENT_AND_CARER = "parent_and_carer"
    PROVIDER = "provider"
    WORKING_GROUP = "working_group"


class MinutesStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT = "not"


class Forum(Model):
    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[TriagedName]
    programme: Mapped[Programme] = relationship()
    meetings: Mapped[list[Meeting]] = relationship(
        back_populates="forum", order_by="Meeting.held_on.desc(), Meeting.id.desc()"
    )

    __table_args__ = (
        CheckConstraint("kind IN ('school', 'parent_and_carer', 'provider', 'working_group')", name="kind_is_known"),
    )


class Meeting(Model):
    id: Mapped[Id]
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    title: Mapped[TriagedName]
    held_on: Mapped[dt.date]
    place: Mapped[TriagedName] = mapped_column(default="")
    forum: Mapped[Forum] = relationship(back_populates="meetings")
    attendance: Mapped[list[Attendance]] = relationship(
        back_populates="meeting", order_by="Attendance.id", cascade="all, delete-orphan"
    )
    minutes: Mapped[Minutes | None] = relationship(back_populates="meeting")
    decisions: Mapped[list[Decision]] = relationship(back_populates="meeting", order_by="Decision.number")
    actions: Mapped[list[Action]] = relationship(back_populates="meeting", order_by="Action.due_on, Action.id")


class Attendance(Model):
    """Who was at a meeting, as they wish to be minuted, and for whom they speak."""

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[TriagedName]
    represents: Mapped[TriagedName] = mapped_column(default="")
    sent_apologies: Mapped[bool] = mapped_column(default=False)
    meeting: Mapped[Meeting] = relationship(back_populates="attendance")


class Minutes(Model):
    """The minutes of one meeting. Approved minutes are not changed; a draft grows by revisions."""

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    status: Mapped[str] = mapped_column(String(20), default=MinutesStatus.DRAFT)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[dt.datetime | None]
    meeting: Mapped[Meeting] = relationship(back_populates="minutes")
    approver: Mapped[User | None] = relationship()
    revisions: Mapped[list[MinutesRevision]] = relationship(back_populates="minutes", order_by="MinutesRevision.number")

    __table_args__ = (
        CheckConstraint("status IN ('draft', 'approved')", name="status_is_known"),
        CheckConstraint("(status = 'approved') = (approved_at IS NOT NULL)", name="approved_at_a_time"),
    )


class MinutesRevision(Model):
    """The points of a meeting as written down at one time, a paragraph each."""

    id: Mapped[Id]
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    points: Mapped[Triaged]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=now)
    minutes: Mapped[Minutes] = relationship(back_populates="revisions")
    author: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("minutes_id", "number"),)


class Decision(Model):
    """What a meeting decided, why, and the specification line it changes (old words kept beside the new)."""

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[int]
    title: Mapped[TriagedName]
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[Triaged]
    line_id: Mapped[int | None] = mapped_column(ForeignKey("specification_line.id"), index=True)
    old_text: Mapped[str | None] = mapped_column(Text)
    new_text: Mapped[TriagedText | None] = mapped_column(TriagedColumn())
    published_at: Mapped[dt.datetime | None]
    meeting: Mapped[Meeting] = relationship(back_populates="decisions")
    line: Mapped[SpecificationLine | None] = relationship()

    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        CheckConstraint("outcome IN ('accepted', 'partly', 'not')", name="outcome_is_known"),
        CheckConstraint(
            "(new_text IS NULL) = (old_text IS NULL) AND (new_text IS NULL OR line_id IS NOT NULL)",
            name="new_words_replace_old",
        ),
        CheckConstraint("outcome <> 'not' OR new_text IS NULL", name="not_accepted_changes_nothing"),
    )


class Action(Model):
    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    text: Mapped[Triaged]
    owner: Mapped[TriagedName]
    due_on: Mapped[dt.date]
    done_on: Mapped[dt.date | None]
    meeting: Mapped[Meeting] = relationship(back_populates="actions")
