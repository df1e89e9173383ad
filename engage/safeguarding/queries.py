"""Reading what is on hold and why."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from engage.analysis.triage import GRAVEST, Tier
from engage.database import db
from engage.forums.models import Decision
from engage.forums.notes import Note
from engage.passages.models import HeldPassage
from engage.programmes.models import Audience, Wave
from engage.safeguarding.models import Flag, FlagEvent, FlagReason, FlagState, Translation, UnreadAnswer
from engage.surveys.inviting.models import Route
from engage.surveys.models import Answer, Response, Survey

ON_A_PAGE = 20
# As many as somebody reads, or glances at, before they press one button. What is to be looked at now goes one by one.
RELEASED_TOGETHER = {Tier.LOOK_TODAY: ON_A_PAGE, Tier.PROBABLY_NOTHING: 100}
# What a lead has still to do something about.
WAITING = (FlagState.OPEN, FlagState.TAKEN, FlagState.ASKED)


@dataclass(frozen=True)
class Counts:
    """Flags of a programme that wait for a lead: readers' concerns, the others by tier, those nobody has taken; those
    that were referred, closed and released."""

    concerns: int
    look_now: int
    look_today: int
    probably_nothing: int
    untaken: int
    referred: int
    closed: int
    released: int

    @property
    def waiting(self) -> int:
        return self.concerns + self.look_now + self.look_today + self.probably_nothing


@dataclass(frozen=True)
class Choice:
    """Which flags to list; an empty field chooses all, an empty state all that wait for a lead."""

    reason: str = ""
    audience: str = ""
    tier: str = ""
    state: str = ""


class OpenAnswer(NamedTuple):
    """An answer in somebody's own words."""

    id: uuid.UUID
    programme_id: int
    text: str


def on_hold(answer_id: InstrumentedAttribute[uuid.UUID] = Answer.id) -> ColumnElement[bool]:
    """The SQL condition that an answer has a flag nobody has released, or that its meaning has still to be read.

    `answer_id` is the column that names the answer in the query it is used in: `Answer.id`, `Excerpt.answer_id`.
    """
    flags = select(literal(1)).where(Flag.answer_id == answer_id, Flag.released_at.is_(None))
    unread = select(literal(1)).where(UnreadAnswer.answer_id == answer_id)
    return or_(flags.correlate_except(Flag).exists(), unread.correlate_except(UnreadAnswer).exists())


def was_flagged(answer_id: InstrumentedAttribute[uuid.UUID] = Answer.id) -> ColumnElement[bool]:
    """The SQL condition that an answer was ever flagged, whether released since or not."""
    return select(literal(1)).where(Flag.answer_id == answer_id).correlate_except(Flag).exists()


def list_flags(programme_id: int, choice: Choice, page: int) -> Pagination:
    """One page of flags, the last one where there are fewer: readers' concerns, then by tier, each those first that
    nobody has taken, the gravest of them first; released ones the latest first."""
    query = _with_what_is_shown(flags_of(programme_id)).where(*_chosen(choice))
    last = -(-_count(query) // ON_A_PAGE)
    return db.paginate(
        query.order_by(*_order(choice)), page=max(1, min(page, last)), per_page=ON_A_PAGE, error_out=False
    )


def find_next(programme_id: int, flag: Flag, choice: Choice) -> uuid.UUID | None:
    """The flag that comes after this one among those chosen, or else the first of them: of all that waits, one that
    nobody has taken; of one state, one in that state."""
    wanted = choice if choice.state else replace(choice, state=FlagState.OPEN)
    query = flags_of(programme_id).where(or_(and_(*_chosen(wanted)), Flag.id == flag.id))
    ids = list(db.session.scalars(query.with_only_columns(Flag.id).order_by(*_order(wanted, taken_last=False))))
    at = ids.index(flag.id)
    return next(iter(ids[at + 1 :] + ids[:at]), None)


def list_for_release(programme_id: int, tier: Tier) -> Sequence[Flag]:
    """Flags of a tier that may be released together, as many as stand on a page, the oldest first."""
    query = _with_what_is_shown(flags_of(programme_id)).where(may_go_together(tier))
    return db.session.scalars(query.order_by(Flag.raised_on, Flag.id).limit(RELEASED_TOGETHER[tier])).all()


def count_for_release(programme_id: int, tier: Tier) -> int:
    """How many flags of a tier may be released together."""
    return _count(flags_of(programme_id).where(may_go_together(tier)))


def may_go_together(tier: Tier) -> ColumnElement[bool]:
    """The SQL condition that a flag is of this tier and may be released with others: in English, nobody's yet, no
    person's worry, and never one to be looked at now."""
    is_one = and_(Flag.tier == tier, Flag.tier != Tier.LOOK_NOW, Flag.reason == FlagReason.WORRYING_WORDS)
    return and_(is_one, Flag.state == FlagState.OPEN, Flag.withdrawn_on.is_(None))


def count_flags(programme_id: int) -> Counts:
    waiting, is_concern = Flag.state.in_(WAITING), Flag.reason == FlagReason.CONCERN
    query = flags_of(programme_id).with_only_columns(
        func.count().filter(waiting, is_concern),
        *(func.count().filter(waiting, ~is_concern, Flag.tier == tier) for tier in Tier),
        func.count().filter(Flag.state == FlagState.OPEN),
        *(func.count().filter(Flag.state == end) for end in (FlagState.REFERRED, FlagState.CLOSED, FlagState.RELEASED)),
    )
    counted: Sequence[int] = db.session.execute(query).one()
    return Counts(*counted)


def count_unread(programme_id: int) -> int:
    """How many answers of a programme no job has read yet."""
    unread = _open_answers().join(UnreadAnswer, UnreadAnswer.answer_id == Answer.id)
    unread = unread.where(Wave.programme_id == programme_id)
    return db.session.scalar(select(func.count()).select_from(unread.subquery())) or 0


def find_flag(programme_id: int, flag_id: uuid.UUID) -> Flag | None:
    """A flag with its history and all that its page shows."""
    query = _with_what_is_shown(flags_of(programme_id)).options(selectinload(Flag.events).joinedload(FlagEvent.user))
    found: Flag | None = db.session.scalar(query.where(Flag.id == flag_id))
    return found


def find_answer(programme_id: int, answer_id: uuid.UUID) -> Answer | None:
    """An open answer that was sent and that nobody holds."""
    query = select(Answer).join(Answer.response).join(Response.survey).join(Wave, Survey.wave_id == Wave.id)
    query = query.where(Wave.programme_id == programme_id, Answer.id == answer_id, Answer.text.is_not(None))
    return db.session.scalar(query.where(Response.submitted_on.is_not(None), ~on_hold(Answer.id)))


def list_others(flag: Flag) -> Sequence[Flag]:
    """The other flags of the same answer, the most urgent first; none of one that was taken back."""
    query = select(Flag).where(Flag.answer_id == flag.answer_id, Flag.id != flag.id)
    return db.session.scalars(query.options(joinedload(Flag.releaser)).order_by(urgency(), Flag.id)).all()


def find_route(answer: Answer) -> Route | None:
    """The way of inviting by which the answer's person came: the safeguarding lead's to see, and nobody else's."""
    return db.session.get(Route, answer.response.route_id) if answer.response.route_id else None


def find_translation(answer_id: uuid.UUID) -> Translation | None:
    """The translation of an answer that counts, with who made it."""
    query = select(Translation).where(Translation.answer_id == answer_id).options(joinedload(Translation.translator))
    return db.session.scalar(query.order_by(Translation.id.desc()).limit(1))


def published_decisions(passages: Sequence[HeldPassage]) -> dict[int, list[Decision]]:
    """The published decisions in which these passages stand, by the passage's id; only those that stand in any."""
    meetings = {passage.source_id for passage in passages if passage.source == Note.DECISION}
    if not meetings:
        return {}
    query = select(Decision).where(Decision.meeting_id.in_(meetings), Decision.published_at.is_not(None))
    found: dict[int, list[Decision]] = {}
    for decision in db.session.scalars(query.order_by(Decision.number)):
        written = f"{decision.title}{decision.reason}{decision.new_text}"
        for passage in passages:
            if passage.mark in written:
                found.setdefault(passage.id, []).append(decision)
    return found


def list_passages(flag_ids: Collection[uuid.UUID]) -> Sequence[HeldPassage]:
    """The passages that these flags are about."""
    query = select(HeldPassage).join(Flag, Flag.passage_id == HeldPassage.id).where(Flag.id.in_(flag_ids))
    return db.session.scalars(query.order_by(HeldPassage.id)).unique().all()


def translation_of(answer_id: InstrumentedAttribute[uuid.UUID]) -> ColumnElement[str | None]:
    """The words of the translation that counts, as an SQL expression; null where nobody translated the answer."""
    query = select(Translation.words).where(Translation.answer_id == answer_id)
    return query.order_by(Translation.id.desc()).limit(1).correlate_except(Translation).scalar_subquery()


def list_unflagged_answers(response_ids: Sequence[uuid.UUID]) -> list[OpenAnswer]:
    """Each open answer of these responses on which no flag was ever raised."""
    query = _open_answers().where(Answer.response_id.in_(response_ids), ~was_flagged())
    return _read_answers(query)


def list_unread_answers(number: int) -> list[OpenAnswer]:
    """So many of the answers whose meaning no job has read yet."""
    query = _open_answers().join(UnreadAnswer, UnreadAnswer.answer_id == Answer.id).limit(number)
    return _read_answers(query)


def list_free(answer_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these answers that nothing holds."""
    query = select(Answer.id).where(Answer.id.in_(answer_ids), ~on_hold())
    return list(db.session.scalars(query.order_by(Answer.id)))


def list_free_passages(passage_ids: Sequence[int]) -> Sequence[HeldPassage]:
    """Those of these passages that nothing holds."""
    held = select(literal(1)).where(Flag.passage_id == HeldPassage.id, Flag.released_at.is_(None)).exists()
    query = select(HeldPassage).where(HeldPassage.id.in_(passage_ids), ~held)
    return db.session.scalars(query.order_by(HeldPassage.id)).all()


def flags_of(programme_id: int) -> Select[Any]:
    """The flags of a programme, joined to what they are about."""
    return flags_with_programme().where(programme_of_flag() == programme_id)


def flags_with_programme() -> Select[Any]:
    """Every flag, joined so that `programme_of_flag` can be read beside it."""
    return (
        select(Flag)
        .outerjoin(Flag.passage)
        .outerjoin(Flag.answer)
        .outerjoin(Answer.response)
        .outerjoin(Survey, Survey.id == func.coalesce(Flag.survey_id, Response.survey_id))
        .outerjoin(Survey.audience)
        .outerjoin(Wave, Survey.wave_id == Wave.id)
    )


def programme_of_flag() -> ColumnElement[int]:
    return func.coalesce(HeldPassage.programme_id, Wave.programme_id)


def urgency() -> ColumnElement[int]:
    """0 for what a person raised, then by tier."""
    tiers = [(Flag.tier == tier, number) for number, tier in enumerate(Tier, start=1)]
    return case((Flag.reason == FlagReason.CONCERN, 0), *tiers)


def gravity() -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]:
    """The order within a tier: more of the gravest kinds, more words that matched, longer on hold; then by id."""
    grave: ColumnElement[int] = sum(
        (case((Flag.category.contains(kind), 1), else_=0) for kind in GRAVEST), start=literal(0)
    )
    apart = func.length(Flag.matched) - func.length(func.replace(Flag.matched, ", ", ","))
    matched = case((Flag.matched == "", 0), else_=apart + 1)
    return grave.desc(), matched.desc(), Flag.raised_on, Flag.id


def _count(query: Select[Any]) -> int:
    return int(db.session.scalar(query.with_only_columns(func.count())) or 0)


def _open_answers() -> Select[uuid.UUID, int, str | None]:
    query = select(Answer.id, Wave.programme_id, Answer.text).join(Response, Response.id == Answer.response_id)
    query = query.join(Survey, Survey.id == Response.survey_id).join(Wave, Wave.id == Survey.wave_id)
    return query.where(Answer.text.is_not(None)).order_by(Answer.id)


def _read_answers(query: Select[uuid.UUID, int, str | None]) -> list[OpenAnswer]:
    rows = db.session.execute(query)
    return [OpenAnswer(answer_id, programme_id, words or "") for answer_id, programme_id, words in rows]


def _with_what_is_shown(query: Select[Any]) -> Select[Any]:
    response = joinedload(Flag.answer).joinedload(Answer.response)
    return query.options(
        response.joinedload(Response.survey).joinedload(Survey.audience),
        response.joinedload(Response.edition),
        joinedload(Flag.survey).joinedload(Survey.audience),
        joinedload(Flag.passage),
        joinedload(Flag.releaser),
        joinedload(Flag.raiser),
        joinedload(Flag.holder),
    )


def _order(choice: Choice, *, taken_last: bool = True) -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]:
    if choice.state == FlagState.RELEASED:
        return Flag.released_at.desc(), Flag.id
    is_taken = [case((Flag.state == FlagState.OPEN, 0), else_=1)] if taken_last else []
    return urgency(), *is_taken, *gravity()


def _chosen(choice: Choice) -> list[ColumnElement[bool]]:
    states = [Flag.state == choice.state] if choice.state else [Flag.state.in_(WAITING)]
    chosen = {Flag.reason: choice.reason, Audience.slug: choice.audience, Flag.tier: choice.tier}
    return [*states, *(column == value for column, value in chosen.items() if value)]
