"""The organisation behind a response, and the answers that only the procurement lead may read."""

from __future__ import annotations

import uuid
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Model
from engage.passages.columns import NO_WORDS, TriagedName
from engage.surveys.models import Identity


class Consent(StrEnum):
    NAMED = "named"
    COUNTED = "counted"


class ResponseOrganisation(Model):
    """For whom a response answers. Its survey is one that organisations answer: for any other, the row is refused."""

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    survey_id: Mapped[int]
    identity: Mapped[str] = mapped_column(String(20), default=Identity.ORGANISATION)
    name: Mapped[TriagedName]
    contact_name: Mapped[TriagedName] = mapped_column(default=NO_WORDS)
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    consent: Mapped[str] = mapped_column(String(10))

    __table_args__ = (
        ForeignKeyConstraint(["survey_id", "identity"], ["survey.id", "survey.identity"]),
        CheckConstraint("identity = 'organisation'", name="never_of_a_person"),
        CheckConstraint("consent IN ('named', 'counted')", name="consent_is_known"),
        {"sqlite_with_rowid": False},
    )


class ConfidentialAnswer(Model):
    """An answer marked as commercially confidential: no excerpt, no export, nobody but the procurement lead."""

    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)
