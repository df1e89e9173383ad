"""Reading which organisations answered, and what they marked as confidential."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from engage.database import db
from engage.passages.operations import NobodyTriages
from engage.passages.queries import with_every
from engage.programmes.models import Wave
from engage.surveys.editions import read_edition
from engage.surveys.instrument import Item
from engage.surveys.models import Answer, AnswerState, Response, Survey, SurveyEdition
from engage.surveys.organisations.models import ConfidentialAnswer, Consent, ResponseOrganisation
from engage.surveys.signals import on_hold_wanted

# A page of confidential answers: the providers of one council fit on it.
MOST_SHOWN = 500


class Confidential(NamedTuple):
    """One confidential answer. No organisation where it did not say which it is."""

    survey: str
    question: str
    organisation: str
    words: str


def is_confidential(answer_id: InstrumentedAttribute[uuid.UUID]) -> ColumnElement[bool]:
    """The condition that every reader of answers but the procurement lead turns round."""
    return select(literal(1)).where(ConfidentialAnswer.answer_id == answer_id).exists()


def find_organisation(*, response_id: uuid.UUID) -> ResponseOrganisation | None:
    return db.session.get(ResponseOrganisation, response_id)


def read_own(organisation: ResponseOrganisation) -> dict[str, str]:
    """What a respondent said of their organisation, in their words, for them alone."""
    names = {column: with_every(getattr(organisation, column)) for column in ("name", "contact_name")}
    return {**names, "consent": organisation.consent, "contact_email": organisation.contact_email}


def list_marked(*, response_id: uuid.UUID) -> set[str]:
    """The items whose answers a response marks as confidential."""
    query = select(Answer.item_id).join(ConfidentialAnswer, ConfidentialAnswer.answer_id == Answer.id)
    mine = query.where(Answer.response_id == response_id, Answer.state == AnswerState.ANSWERED)
    return set(db.session.scalars(mine.order_by(Answer.item_id)))


def list_named(*, programme_id: int) -> Sequence[tuple[Survey, ResponseOrganisation]]:
    """Organisations that sent answers and may be named, survey by survey, in alphabetical order."""
    said = ResponseOrganisation
    query = select(Survey, said).join(said, said.survey_id == Survey.id).join(Wave)
    query = query.join(Response, Response.id == said.response_id).where(Response.submitted_on.is_not(None))
    query = query.where(Wave.programme_id == programme_id, said.consent == Consent.NAMED)
    found = db.session.execute(query.order_by(Survey.id, func.lower(said.name), said.response_id).limit(MOST_SHOWN))
    return [(survey, organisation) for survey, organisation in found]


def list_names(*, programme_id: int) -> Sequence[str]:
    """The name of every organisation that answers a survey of the programme, whether it may be named, or is on hold, or
    not: to be taken out of other words, and shown to nobody."""
    query = select(ResponseOrganisation.name).join(Survey, Survey.id == ResponseOrganisation.survey_id).join(Wave)
    query = query.where(Wave.programme_id == programme_id).distinct()
    return [with_every(name) for name in db.session.scalars(query.order_by(ResponseOrganisation.name))]


def count_unnamed(*, programme_id: int) -> Counter[int]:
    """How many organisations sent answers to each survey and asked only to be counted."""
    said = ResponseOrganisation
    query = select(said.survey_id, func.count()).join(Response, Response.id == said.response_id)
    query = query.join(Survey, Survey.id == said.survey_id).join(Wave)
    query = query.where(Wave.programme_id == programme_id, said.consent == Consent.COUNTED)
    rows = db.session.execute(query.where(Response.submitted_on.is_not(None)).group_by(said.survey_id))
    return Counter(dict(rows.all()))


def list_confidential(*, programme_id: int) -> list[Confidential]:
    """Every confidential answer that was sent and that nobody holds, survey by survey. Raises NobodyTriages."""
    said = ResponseOrganisation
    query = (
        select(Survey.title, SurveyEdition, said.name, Answer)
        .join(Response, Response.id == Answer.response_id)
        .join(ConfidentialAnswer, ConfidentialAnswer.answer_id == Answer.id)
        .join(SurveyEdition, SurveyEdition.id == Response.edition_id)
        .join(Survey, Survey.id == Response.survey_id)
        .join(Wave)
        .outerjoin(said, said.response_id == Response.id)
        .where(Wave.programme_id == programme_id, Response.submitted_on.is_not(None))
        .where(Answer.state == AnswerState.ANSWERED)
        .order_by(Survey.id, Answer.item_id, Answer.id)
        .limit(MOST_SHOWN)
    )
    rows = db.session.execute(query).all()
    held = _on_hold([answer.id for *_others, answer in rows])
    return [
        _in_words(title, read_edition(edition).by_id[answer.item_id], name, answer)
        for title, edition, name, answer in rows
        if answer.id not in held
    ]


def _on_hold(answer_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Those that a safeguarding lead has not released."""
    answers = on_hold_wanted.send(None, answer_ids=answer_ids)
    if len(answers) != 1:
        raise NobodyTriages
    held: set[uuid.UUID] = answers[0][1]
    return held


def _in_words(survey: str, item: Item, organisation: str | None, answer: Answer) -> Confidential:
    words = answer.text or ", ".join(item.option_label(option) for option in answer.options or ())
    return Confidential(survey, item.question, organisation or "", words)
