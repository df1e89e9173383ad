"""Counting what people say about themselves, and which groups' shares are known.

The counts are for `engage.analysis.disclosure.protect` alone.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select

from engage.database import db
from engage.programmes.models import Audience, AudienceKind, KnownShare
from engage.surveys.editions import instrument_of
from engage.surveys.equality.models import EqualityAnswer, EqualityReading
from engage.surveys.equality.questions import ASKED, EVERY_QUESTION, Question
from engage.surveys.instrument import fingerprint
from engage.surveys.models import Survey
from engage.surveys.queries import sum_of_keys


class ChoiceCount(NamedTuple):
    """How many gave one answer to a question about themselves, and the sum of the record keys of those rows."""

    question: str
    choice: str
    people: int
    key: int


def count_choices(*, survey_id: int) -> list[ChoiceCount]:
    """How many chose what in a survey. Not to be shown as it is."""
    said = EqualityAnswer
    query = select(said.question, said.choice, func.count(), sum_of_keys(said.record_key))
    query = query.where(said.survey_id == survey_id).group_by(said.question, said.choice)
    return [ChoiceCount(*row) for row in db.session.execute(query.order_by(said.question, said.choice))]


def find_reading(*, survey_id: int) -> EqualityReading | None:
    """The newest reading of a survey."""
    query = select(EqualityReading).where(EqualityReading.survey_id == survey_id)
    return db.session.scalar(query.order_by(EqualityReading.taken_on.desc()).limit(1))


def list_asked(*, audience_id: int) -> list[Question]:
    """The questions about the person that surveys of an audience ask, in their order; every one where none does."""
    documents = db.session.scalars(select(Survey.document).where(Survey.audience_id == audience_id).order_by(Survey.id))
    whom = {instrument_of(fingerprint(document), document).about_you for document in documents}
    asked = {question.id for about in whom if about for question in ASKED[about]}
    return [question for question in EVERY_QUESTION.values() if question.id in asked or not asked]


def find_audience_of_people(*, programme_id: int, audience_id: int) -> Audience | None:
    """An audience of the programme, unless it is one of organisations: these have no age."""
    audience = db.session.get(Audience, audience_id)
    if audience is None or audience.programme_id != programme_id or audience.kind != AudienceKind.PEOPLE:
        return None
    return audience


def find_known_share(*, programme_id: int, share_id: int) -> KnownShare | None:
    share = db.session.get(KnownShare, share_id)
    return share if share and share.audience.programme_id == programme_id else None
