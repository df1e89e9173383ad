"""A survey, the editions that were in the field, and what people answered.

Responses and answers are anonymous by schema: no name, address, browser or time (a date only), random ids, and on
SQLite no row number, so neither an id nor the order of storing tells who came before whom.
"""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.analysis.perturbation import new_record_key
from engage.database import Id, Model, Name, RandomId, SlugColumn, now, today
from engage.passages.columns import Triaged
from engage.programmes.models import Audience, Wave
from engage.surveys.instrument import LONGEST_TEXT

# A random number that tells nothing, made when a row is first stored and gone with it: the keys of all who are counted
# together say by how much their figure is moved (`analysis.perturbation`). It never leaves the database but in sums.
RecordKey = Annotated[int, mapped_column(BigInteger, default=new_record_key)]


class SurveyStatus(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    OPEN = "open"
    CLOSED = "closed"


class Identity(StrEnum):
    """As whom people answer a survey: nobody known, or an organisation that may say its name."""

    ANONYMOUS = "anonymous"
    ORGANISATION = "organisation"


class Channel(StrEnum):
    ONLINE = "online"
    IMPORTED = "imported"


class Help(StrEnum):
    """Whether somebody helped the person who answers, as they say themselves."""

    NONE = "none"
    READ = "read"
    WROTE = "wrote"
    PROXY = "proxy"


class AnswerState(StrEnum):
    ANSWERED = "answered"
    SKIPPED = "skipped"
    DONT_KNOW = "dont_know"


class Survey(Model):
    """A questionnaire for one audience in one wave. `document` is the working copy; people answer an edition."""

    id: Mapped[Id]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"), index=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("audience.id"), index=True)
    slug: Mapped[SlugColumn] = mapped_column(unique=True)
    title: Mapped[Name]
    document: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20), default=SurveyStatus.DRAFT)
    identity: Mapped[str] = mapped_column(String(20), default=Identity.ANONYMOUS, server_default=Identity.ANONYMOUS)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[dt.datetime | None]
    opens_on: Mapped[dt.date]
    closes_on: Mapped[dt.date]
    wave: Mapped[Wave] = relationship()
    audience: Mapped[Audience] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    approver: Mapped[User | None] = relationship(foreign_keys=[approver_id])
    editions: Mapped[list[SurveyEdition]] = relationship(back_populates="survey", order_by="SurveyEdition.number")
    comments: Mapped[list[ReviewComment]] = relationship(
        back_populates="survey", order_by="ReviewComment.written_at, ReviewComment.id"
    )

    __table_args__ = (
        CheckConstraint("status IN ('draft', 'in_review', 'approved', 'open', 'closed')", name="status_is_known"),
        CheckConstraint("identity IN ('anonymous', 'organisation')", name="identity_is_known"),
        Index("uq_survey_id_identity", "id", "identity", unique=True),
        CheckConstraint("approver_id IS NULL OR approver_id <> author_id", name="approved_by_another"),
        CheckConstraint(
            "status IN ('draft', 'in_review') OR approver_id IS NOT NULL", name="in_the_field_only_approved"
        ),
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
    )


class ReviewComment(Model):
    """What a reviewer says of one item of a survey, or of the whole (no item)."""

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(String(60))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    words: Mapped[Triaged]
    written_at: Mapped[dt.datetime] = mapped_column(default=now)
    resolved_at: Mapped[dt.datetime | None]
    resolver_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    survey: Mapped[Survey] = relationship(back_populates="comments")
    author: Mapped[User] = relationship(foreign_keys=[author_id])


class SurveyEdition(Model):
    """The document as it went into the field, with its SHA-256. Never changed afterwards."""

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    opened_on: Mapped[dt.date] = mapped_column(default=today)
    survey: Mapped[Survey] = relationship(back_populates="editions")

    __table_args__ = (UniqueConstraint("survey_id", "number"),)


class Response(Model):
    """What one person sent, or is still filling in (no date: a draft, never analysed).

    The id is made on the person's side of the form, so sending it twice stores it once. `source_key` is the same
    for imported rows: a hash of the mapped id, or of the file and its row number.
    """

    id: Mapped[RandomId]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("survey_edition.id"))
    channel: Mapped[str] = mapped_column(String(20), default=Channel.ONLINE)
    submitted_on: Mapped[dt.date | None]
    started_on: Mapped[dt.date] = mapped_column(default=today)
    source_key: Mapped[str | None] = mapped_column(String(64))
    help: Mapped[str | None] = mapped_column(String(10))
    record_key: Mapped[RecordKey]
    # Keyed hashes: of the code that opens the draft, and of the receipt that takes back what was sent.
    return_hash: Mapped[str | None] = mapped_column(String(64))
    receipt_hash: Mapped[str | None] = mapped_column(String(64))
    # The school, page or list that brought the person. Counted for the officer, never shown beside an answer.
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id"))
    survey: Mapped[Survey] = relationship()
    edition: Mapped[SurveyEdition] = relationship()
    answers: Mapped[list[Answer]] = relationship(back_populates="response", order_by="Answer.item_id")

    @property
    def speaker(self) -> str:
        """Who speaks, by audience only: "Young person", or "Adult, for a young person"."""
        audience = self.survey.audience
        return audience.proxy if self.help == Help.PROXY else audience.singular

    __table_args__ = (
        UniqueConstraint("survey_id", "source_key"),
        Index("ix_response_survey_id_submitted_on", "survey_id", "submitted_on"),
        CheckConstraint("channel IN ('online', 'imported')", name="channel_is_known"),
        CheckConstraint("help IN ('none', 'read', 'wrote', 'proxy')", name="help_is_known"),
        CheckConstraint("submitted_on IS NULL OR return_hash IS NULL", name="only_a_draft_is_returned_to"),
        CheckConstraint("submitted_on IS NOT NULL OR receipt_hash IS NULL", name="only_what_was_sent_has_a_receipt"),
        Index(
            "uq_response_survey_id_return_hash",
            "survey_id",
            "return_hash",
            unique=True,
            sqlite_where=text("return_hash IS NOT NULL"),
            postgresql_where=text("return_hash IS NOT NULL"),
        ),
        Index(
            "ix_response_survey_id_receipt_hash",
            "survey_id",
            "receipt_hash",
            sqlite_where=text("receipt_hash IS NOT NULL"),
            postgresql_where=text("receipt_hash IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )


class Answer(Model):
    """What one response says to one item: options chosen, or words, or why neither."""

    id: Mapped[RandomId]
    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    item_id: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    options: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    text: Mapped[str | None] = mapped_column(Text)
    response: Mapped[Response] = relationship(back_populates="answers")

    __table_args__ = (
        UniqueConstraint("response_id", "item_id"),
        CheckConstraint("state IN ('answered', 'skipped', 'dont_know')", name="state_is_known"),
        CheckConstraint(
            "CASE WHEN state = 'answered' THEN (options IS NULL) <> (text IS NULL) "
            "ELSE options IS NULL AND text IS NULL END",
            name="says_one_thing",
        ),
        CheckConstraint(f"length(text) BETWEEN 1 AND {LONGEST_TEXT}", name="text_is_not_too_long"),
        {"sqlite_with_rowid": False},
    )


class ImportFile(Model):
    """A file of answers on its way in: kept while it is mapped and previewed, emptied once it is stored."""

    id: Mapped[RandomId]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    uploader_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    uploaded_at: Mapped[dt.datetime] = mapped_column(default=now)
    stored_at: Mapped[dt.datetime | None]
    stored_responses: Mapped[int | None]
    survey: Mapped[Survey] = relationship()
    uploader: Mapped[User] = relationship()

    __table_args__ = (CheckConstraint("(stored_at IS NULL) = (content IS NOT NULL)", name="emptied_once_stored"),)
