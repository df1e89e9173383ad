"""Raising a concern, and keeping the record of a worry whose answer was taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import literal, or_, select, update

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.analysis.triage import Tier
from engage.database import DomainError, constraint_as, db, today
from engage.safeguarding import alerts
from engage.safeguarding.models import Flag, FlagEvent, FlagReason
from engage.safeguarding.notes import Paragraph
from engage.safeguarding.passages import hold_paragraph
from engage.surveys.models import Answer, Response


class NoteMissing(DomainError):
    """A concern says what worries."""


class AlreadyRaised(DomainError):
    """A concern about the same words waits for the lead."""


def raise_concern(*, answer: Answer, raiser: User, note: str, programme_id: int) -> Flag:
    """Put an answer on hold because somebody who read it is worried, first in the queue, and write to every lead; the
    note is for the safeguarding leads alone.

    Raises NoteMissing, AlreadyRaised.
    """
    if not note.strip():
        raise NoteMissing("Say what worries you", "note")
    flag = Flag(answer_id=answer.id)
    _raise(flag, raiser, note, "uq_flag_answer_id_reason", programme_id)
    return flag


def raise_concern_about_notes(*, paragraph: Paragraph, raiser: User, note: str, programme_id: int) -> Flag:
    """Put a paragraph of notes on hold because somebody who read it is worried, wherever it stands in them; the rest
    stays readable. First in the queue, and every lead is written to.

    Raises NoteMissing, AlreadyRaised.
    """
    if not note.strip():
        raise NoteMissing("Say what worries you", "note")
    passage = hold_paragraph(paragraph=paragraph.words, source=paragraph.notes.source, author_id=paragraph.author_id)
    for stored in paragraph.notes.stored:
        stored.cover(passage)
    flag = Flag(passage_id=passage.id)
    _raise(flag, raiser, note, "uq_flag_passage_id_reason", programme_id)
    return flag


def _raise(flag: Flag, raiser: User, note: str, constraint: str, programme_id: int) -> None:
    """Store a concern; the audit trail has that there is one, and no word."""
    flag.reason, flag.tier = FlagReason.CONCERN, Tier.LOOK_NOW
    flag.raiser_id, flag.raise_note = raiser.id, note.strip()
    with constraint_as(constraint, AlreadyRaised("Somebody has raised this already")):
        db.session.add(flag)
    alerts.write_to_leads(flag_ids=[flag.id], programme_id=programme_id)
    record(
        user=raiser,
        action="raised a concern about notes" if flag.passage_id else "raised a concern about an answer",
        subject="flag",
        subject_id=flag.id,
        programme_id=programme_id,
    )


def keep_records(*, response_ids: Sequence[uuid.UUID]) -> None:
    """Before these responses are deleted: the worries about them become records without an answer and without words,
    with what the leads did. A flag for language alone goes with its answer, but for one with which a lead did
    something."""
    theirs = Flag.answer_id.in_(select(Answer.id).where(Answer.response_id.in_(response_ids)))
    survey = select(Response.survey_id).join(Answer, Answer.response_id == Response.id)
    survey_of = survey.where(Answer.id == Flag.answer_id).scalar_subquery()
    was_opened = select(literal(1)).where(FlagEvent.flag_id == Flag.id).correlate(Flag).exists()
    stay = update(Flag).where(theirs, or_(Flag.reason != FlagReason.NOT_ENGLISH, was_opened))
    db.session.execute(
        stay.values(survey_id=survey_of, answer_id=None, matched="", withdrawn_on=today()),
        execution_options={"synchronize_session": False},
    )
