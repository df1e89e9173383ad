"""Reading the groups that a run made: what the frame has no good code for, and what many said in the same words.

A group is what the machine saw when it last read; who may read an answer, and which codes it has, is asked anew here.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, distinct, func, or_, select
from sqlalchemy.orm import contains_eager

from engage.analysis.duplicates import LEAST_WORDS
from engage.analysis.proposals import UNSURE
from engage.coding import queries
from engage.coding.models import Code, Coder, CoderKind, Coding, Excerpt, ExcerptGroup, GroupedExcerpt, GroupKind
from engage.database import db
from engage.programmes.models import Audience
from engage.surveys.models import Answer, Response, Survey

ON_A_PAGE = 20
# Ways of saying it that stand for a group: as many as `analysis.proposals` calls typical.
TYPICAL = 3
# Closeness of an answer in the very words of its group; less is nearly.
IDENTICAL = 1.0


class Sizes(NamedTuple):
    """How many `people` gave the `answers` of a group, and how many of these are in the very same words."""

    people: int
    answers: int
    identical: int

    @property
    def near(self) -> int:
        return self.answers - self.identical


class Wording(NamedTuple):
    """One way of saying it, as one of them wrote it, and how many people did."""

    text: str
    people: int
    is_identical: bool


class Shown(NamedTuple):
    """A group, how large it is, its typical wordings, and its people by the name of their audience."""

    group: ExcerptGroup
    sizes: Sizes
    wordings: list[Wording]
    audiences: list[tuple[str, int]]


def lacks_a_code(programme_id: int) -> ColumnElement[bool]:
    """The condition that no code of the frame in force is sure for an excerpt: neither a person gave it one, nor, where
    no person has looked, the machine one that is likelier right than wrong (see `analysis.proposals`)."""
    verdicts = queries.applied(programme_id)
    by_people = select(verdicts.c.excerpt_id).where(verdicts.c.by_person == 1)
    sure = select(Coding.excerpt_id).join(Code).join(Coder, Coder.id == Coding.coder_id)
    sure = sure.where(Code.frame_id == queries.frame_in_force(programme_id), Coding.applies, Coding.score > UNSURE)
    sure = sure.where(Coder.kind == CoderKind.MACHINE)
    return and_(Excerpt.id.not_in(by_people), or_(queries.reviewed_by_a_person(), Excerpt.id.not_in(sure)))


def list_uncoded(programme_id: int) -> list[Shown]:
    """Groups of excerpts that still lack a code, those of most people first."""
    sizes = _sizes(_members(programme_id, GroupKind.UNCODED))
    query = _of_kind(programme_id, GroupKind.UNCODED, sizes)
    return _shown(programme_id, db.session.scalars(query).all())


def list_alike(programme_id: int, page: int) -> tuple[Pagination, list[Shown]]:
    """One page of what two people or more said in (nearly) the same words, those of most people first.

    Words that agree by chance are left out: fewer than LEAST_WORDS ("nothing really").
    """
    sizes = _sizes(_members(programme_id, GroupKind.ALIKE))
    query = _of_kind(programme_id, GroupKind.ALIKE, sizes).where(sizes.c.people > 1, sizes.c.words >= LEAST_WORDS)
    found = db.paginate(query, page=page, per_page=ON_A_PAGE, error_out=False)
    return found, _shown(programme_id, found.items)


def find_group(programme_id: int, group_id: int) -> Shown | None:
    """A group that still has an excerpt to show."""
    group = db.session.get(ExcerptGroup, group_id)
    if group is None or group.programme_id != programme_id:
        return None
    return next(iter(_shown(programme_id, [group])), None)


def list_members(group: ExcerptGroup, page: int) -> Pagination:
    """One page of a group's excerpts with their audiences, the most typical first."""
    query = _members(group.programme_id, group.kind).where(GroupedExcerpt.group_id == group.id)
    response = contains_eager(Excerpt.answer).contains_eager(Answer.response)
    query = query.with_only_columns(Excerpt).options(
        response.contains_eager(Response.survey).contains_eager(Survey.audience),
        response.joinedload(Response.edition),
    )
    query = query.order_by(GroupedExcerpt.closeness.desc(), Excerpt.id)
    return db.paginate(query, page=page, per_page=ON_A_PAGE, error_out=False)


def count_ungrouped(programme_id: int) -> int:
    """Excerpts that lack a code and are in no group either."""
    grouped = select(GroupedExcerpt.excerpt_id).join(ExcerptGroup)
    grouped = grouped.where(ExcerptGroup.programme_id == programme_id, ExcerptGroup.kind == GroupKind.UNCODED)
    query = select(func.count()).select_from(Excerpt).where(queries.readable(programme_id), lacks_a_code(programme_id))
    return db.session.scalar(query.where(Excerpt.id.not_in(grouped))) or 0


class Echo(NamedTuple):
    """The group of an excerpt's words, and how many other people said the same or nearly."""

    group_id: int
    others: int


def echoes(programme_id: int, excerpt_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Echo]:
    """For each of these excerpts whose words other people sent too (see `list_alike`): where, and how many."""
    here = GroupedExcerpt.excerpt_id.in_(excerpt_ids)
    theirs = select(GroupedExcerpt.group_id).where(here)
    sizes = _sizes(_members(programme_id, GroupKind.ALIKE).where(GroupedExcerpt.group_id.in_(theirs)))
    query = select(GroupedExcerpt.excerpt_id, sizes.c.group_id, sizes.c.people)
    query = query.join(sizes, sizes.c.group_id == GroupedExcerpt.group_id).where(here)
    query = query.where(sizes.c.people > 1, sizes.c.words >= LEAST_WORDS).order_by(sizes.c.group_id)
    return {excerpt_id: Echo(group_id, people - 1) for excerpt_id, group_id, people in db.session.execute(query)}


def _members(programme_id: int, kind: str) -> Select[Any]:
    """Grouped excerpts of a kind that may be shown, joined as far as their audience."""
    query = select(GroupedExcerpt).join(GroupedExcerpt.group).join(GroupedExcerpt.excerpt).join(Excerpt.answer)
    query = query.join(Answer.response).join(Response.survey).join(Survey.audience)
    query = query.where(ExcerptGroup.kind == kind, queries.readable(programme_id))
    return query.where(lacks_a_code(programme_id)) if kind == GroupKind.UNCODED else query


def _sizes(members: Select[Any]) -> Subquery:
    """`group_id`, `people`, `answers`, `identical` and the `words` (as spaces tell) of the longest of its answers."""
    spaces = func.length(Excerpt.text) - func.length(func.replace(Excerpt.text, " ", ""))
    columns = (
        GroupedExcerpt.group_id,
        func.count(distinct(Answer.response_id)).label("people"),
        func.count().label("answers"),
        func.count().filter(GroupedExcerpt.closeness >= IDENTICAL).label("identical"),
        (func.max(spaces) + 1).label("words"),
    )
    return members.with_only_columns(*columns).group_by(GroupedExcerpt.group_id).subquery()


def _of_kind(programme_id: int, kind: str, sizes: Subquery) -> Select[Any]:
    query = select(ExcerptGroup).join(sizes, sizes.c.group_id == ExcerptGroup.id)
    query = query.where(ExcerptGroup.programme_id == programme_id, ExcerptGroup.kind == kind)
    return query.order_by(sizes.c.people.desc(), ExcerptGroup.number)


def _shown(programme_id: int, groups: Sequence[ExcerptGroup]) -> list[Shown]:
    if not groups:
        return []
    ids = [group.id for group in groups]
    members = _members(programme_id, groups[0].kind).where(GroupedExcerpt.group_id.in_(ids))
    found = _sizes(members)
    rows = db.session.execute(select(found).order_by(found.c.group_id))
    sizes = {row.group_id: Sizes(row.people, row.answers, row.identical) for row in rows}
    wordings, audiences = _wordings(members), _audiences(members)
    return [
        Shown(group, sizes[group.id], wordings[group.id], audiences[group.id]) for group in groups if group.id in sizes
    ]


def _wordings(members: Select[Any]) -> dict[int, list[Wording]]:
    """The typical wordings of each group: the very same words as one, others whatever their capitals and end."""
    people, closeness = func.count(distinct(Answer.response_id)), func.max(GroupedExcerpt.closeness)
    folded, text = func.lower(func.rtrim(Excerpt.text, " .!?")), func.min(Excerpt.text)
    same = case((GroupedExcerpt.closeness >= IDENTICAL, ""), else_=folded)
    place = func.row_number().over(
        partition_by=GroupedExcerpt.group_id, order_by=(closeness.desc(), people.desc(), text)
    )
    columns = (
        GroupedExcerpt.group_id,
        text.label("text"),
        people.label("people"),
        closeness.label("closeness"),
        place.label("place"),
    )
    told = members.with_only_columns(*columns).group_by(GroupedExcerpt.group_id, same).subquery()
    query = select(told).where(told.c.place <= TYPICAL).order_by(told.c.group_id, told.c.place)
    found: dict[int, list[Wording]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.group_id].append(Wording(row.text, row.people, row.closeness >= IDENTICAL))
    return found


def _audiences(members: Select[Any]) -> dict[int, list[tuple[str, int]]]:
    """The people of each group by audience, in the programme's order."""
    people = func.count(distinct(Answer.response_id))
    query = members.with_only_columns(GroupedExcerpt.group_id, Audience.name, people)
    query = query.group_by(GroupedExcerpt.group_id, Audience.id, Audience.name, Audience.position)
    query = query.order_by(GroupedExcerpt.group_id, Audience.position, Audience.id)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for group_id, name, count in db.session.execute(query):
        found[group_id].append((name, count))
    return found
