"""Writing for whom a response answers, and what of it is confidential."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import delete, insert, select

from engage.database import db
from engage.passages.operations import triage_text
from engage.passages.signals import Source
from engage.surveys.models import Answer, AnswerState, Survey
from engage.surveys.organisations.models import ConfidentialAnswer, Consent, ResponseOrganisation


def say_organisation(
    *,
    response_id: uuid.UUID,
    survey_id: int,
    name: str,
    consent: Consent,
    contact_name: str = "",
    contact_email: str = "",
) -> None:
    """For whom this response answers, in place of what was said before. A name that triage holds is read by the
    safeguarding lead before the procurement lead reads it. Raises NobodyTriages."""
    leave_unsaid(response_id=response_id)
    source = _source_of_names(survey_id)
    name, contact_name = (triage_text(each, source=source, author=None, is_name=True) for each in (name, contact_name))
    said = {"name": name, "consent": consent, "contact_name": contact_name, "contact_email": contact_email}
    db.session.execute(insert(ResponseOrganisation).values(response_id=response_id, survey_id=survey_id, **said))


def _source_of_names(survey_id: int) -> Source:
    survey = db.session.get_one(Survey, survey_id)
    place = f"Who an organisation says it is · {survey.title}"
    return Source(survey.wave.programme_id, "organisation", survey_id, place)


def leave_unsaid(*, response_id: uuid.UUID) -> None:
    """The response answers for no organisation that we know of."""
    db.session.execute(delete(ResponseOrganisation).where(ResponseOrganisation.response_id == response_id))


def mark_confidential(*, response_id: uuid.UUID, item_ids: Collection[str]) -> None:
    """Exactly the answers to these items are confidential; what was marked before and is not now, is not."""
    mine = select(Answer.id).where(Answer.response_id == response_id)
    db.session.execute(delete(ConfidentialAnswer).where(ConfidentialAnswer.answer_id.in_(mine)))
    marked = mine.where(Answer.item_id.in_(item_ids), Answer.state == AnswerState.ANSWERED)
    db.session.execute(insert(ConfidentialAnswer).from_select(["answer_id"], marked))
