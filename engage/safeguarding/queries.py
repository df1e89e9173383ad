"""Reading what is on hold and why."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from engage.database import db
from engage.passages.models import HeldPassage
from engage.programmes.models import Audience, Wave
from engage.safeguarding.models import Flag, FlagReason
from engage.surveys.models import Answer, Response, Survey

ON_A_PAGE = 20
# Categories of analysis/triage_words.csv where an hour may matter.
GRAVEST = ("suicide", "self-harm", "sexual harm", "hurt by someone", "threat to others")


@dataclass(frozen=True)
class Counts:
    """Flags of a programme: on hold by reason, and released."""

    worrying_words: int
    concerns: int
    not_english: int
    released: int


@dataclass(frozen=True)
class Choice:
    """Which flags to list; an empty field chooses all."""

    reason: str = ""
    audience: str = ""
    released: bool = False


def on_hold(answer_id: InstrumentedAttribute[uuid.UUID] = Answer.id) -> ColumnElement[bool]:
    """The SQL condition that an answer has a flag nobody has released.

    `answer_id` is the column that names the answer in the query it is used in: `Answer.id`, `Excerpt.answer_id`.
    """
    flags = select(literal(1)).where(Flag.answer_id == answer_id, Flag.released_at.is_(None))
    return flags.correlate_except(Flag).exists()


def was_flagged(answer_id: InstrumentedAttribute[uuid.UUID] = Answer.id) -> ColumnElement[bool]:
    """The SQL condition that an answer was ever flagged, whether released since or not."""
    return select(literal(1)).where(Flag.answer_id == answer_id).correlate_except(Flag).exists()


def list_flags(programme_id: int, choice: Choice, page: int) -> Pagination:
    """One page of flags: what a person raised or may be a danger to life or body, other worrying words, language;
    oldest first. Released ones latest first."""
    response = joinedload(Flag.answer).joinedload(Answer.response)
    query = _flags_of(programme_id).options(
        response.joinedload(Response.survey).joinedload(Survey.audience),
        response.joinedload(Response.edition),
        joinedload(Flag.survey).joinedload(Survey.audience),
        joinedload(Flag.passage),
        joinedload(Flag.releaser),
        joinedload(Flag.raiser),
    )
    query = query.where(Flag.released_at.is_not(None) if choice.released else Flag.released_at.is_(None))
    if choice.reason:
        query = query.where(Flag.reason == choice.reason)
    if choice.audience:
        query = query.where(Audience.slug == choice.audience)
    return db.paginate(query.order_by(*_order(choice)), page=page, per_page=ON_A_PAGE, error_out=False)


def count_flags(programme_id: int) -> Counts:
    held = Flag.released_at.is_(None)
    query = _flags_of(programme_id).with_only_columns(
        func.count().filter(held, Flag.reason == FlagReason.WORRYING_WORDS),
        func.count().filter(held, Flag.reason == FlagReason.CONCERN),
        func.count().filter(held, Flag.reason == FlagReason.NOT_ENGLISH),
        func.count().filter(~held),
    )
    return Counts(*db.session.execute(query).one())


def find_flag(programme_id: int, flag_id: uuid.UUID) -> Flag | None:
    found: Flag | None = db.session.scalar(_flags_of(programme_id).where(Flag.id == flag_id))
    return found


def find_answer(programme_id: int, answer_id: uuid.UUID) -> Answer | None:
    """An open answer that was sent and that nobody holds."""
    query = select(Answer).join(Answer.response).join(Response.survey).join(Wave, Survey.wave_id == Wave.id)
    query = query.where(Wave.programme_id == programme_id, Answer.id == answer_id, Answer.text.is_not(None))
    return db.session.scalar(query.where(Response.submitted_on.is_not(None), ~on_hold(Answer.id)))


def list_flags_of_answer(answer_id: uuid.UUID | None) -> Sequence[Flag]:
    """Every flag of an answer, worrying words first; none of one that was taken back."""
    query = select(Flag).where(Flag.answer_id == answer_id).options(joinedload(Flag.releaser))
    return db.session.scalars(query.order_by(_gravity())).all()


def list_flags_of_passage(passage_id: int) -> Sequence[Flag]:
    """Every flag of a passage, worrying words first."""
    query = select(Flag).where(Flag.passage_id == passage_id).options(joinedload(Flag.releaser))
    return db.session.scalars(query.order_by(_gravity())).all()


def list_unflagged_answers(response_ids: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """Id and words of each open answer of these responses on which no flag was ever raised."""
    query = (
        select(Answer.id, Answer.text)
        .where(Answer.response_id.in_(response_ids), Answer.text.is_not(None))
        .where(~select(literal(1)).where(Flag.answer_id == Answer.id).exists())
        .order_by(Answer.id)
    )
    return [(answer_id, words or "") for answer_id, words in db.session.execute(query)]


def _flags_of(programme_id: int) -> Select[Any]:
    return (
        select(Flag)
        .outerjoin(Flag.passage)
        .outerjoin(Flag.answer)
        .outerjoin(Answer.response)
        .outerjoin(Survey, Survey.id == func.coalesce(Flag.survey_id, Response.survey_id))
        .outerjoin(Survey.audience)
        .outerjoin(Wave, Survey.wave_id == Wave.id)
        .where(func.coalesce(HeldPassage.programme_id, Wave.programme_id) == programme_id)
    )


def _gravity() -> ColumnElement[int]:
    """0 for what a person raised or may be a danger to life or body now, 1 for every other worry, 2 for language."""
    gravest = or_(Flag.reason == FlagReason.CONCERN, *(Flag.category.contains(category) for category in GRAVEST))
    return case((gravest, 0), (Flag.reason == FlagReason.WORRYING_WORDS, 1), else_=2)


def _order(choice: Choice) -> tuple[Any, ...]:
    return (Flag.released_at.desc(), Flag.id) if choice.released else (_gravity(), Flag.raised_on, Flag.id)
