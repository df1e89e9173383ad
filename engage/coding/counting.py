"""Counting who speaks for what in the database, where a wave is too large to be read row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, case, func, literal, select, union_all

from engage.coding.queries import effective, responding
from engage.database import db
from engage.surveys.models import Response
from engage.surveys.queries import sum_of_keys

# A mean of half a step between two goes to the even one: 2.5 is rounded to 2, and 3.5 to 4 (see `feelings.feeling_of`).
GOOD, BAD = 2.5, 3.5


class SpeakerCount(NamedTuple):
    """How many responses of a voice speak for a group of codes and feel so (`good`, `bad`: of some excerpt, either or
    both), and the sum of their record keys. Not to be shown as it is."""

    group: str
    voice: str
    good: bool
    bad: bool
    people: int
    key: int


class VoiceCount(NamedTuple):
    """How many responses of a voice there are, and the sum of their record keys. Not to be shown as it is."""

    voice: str
    people: int
    key: int


def count_speakers(
    wave_id: int, groups_of_code: Mapping[str, Sequence[str]]
) -> tuple[list[SpeakerCount], list[VoiceCount]]:
    """Who speaks for each group of codes (by the codes' slugs), and how many of each voice speak for any of them.

    Each response counts once, however many of its excerpts a group's codes count for (see `effective_codings`).
    """
    if not groups_of_code:
        return [], []
    coding = effective(wave_id).add_columns(Response.record_key).cte("effective")
    told = union_all(*(_in_groups(coding, group_of) for group_of in _layers(groups_of_code))).subquery("told").c
    who = (func.min(told.voice).label("voice"), func.min(told.record_key).label("record_key"))
    feels = (_ever(told.sentiment <= GOOD).label("good"), _ever(told.sentiment >= BAD).label("bad"))
    person = select(told.code_group, told.response_id, *who, *feels)
    speaker = person.group_by(told.response_id, told.code_group).cte("speaker").c
    alike = (speaker.code_group, speaker.voice, speaker.good, speaker.bad)
    counted = select(*alike, func.count(), sum_of_keys(speaker.record_key)).group_by(*alike)
    any_of_them = select(speaker.response_id, speaker.voice, speaker.record_key).distinct().subquery("anybody").c
    nothing = (literal("").label("code_group"), any_of_them.voice, literal(0), literal(0))
    whole = select(*nothing, func.count(), sum_of_keys(any_of_them.record_key)).group_by(any_of_them.voice)
    rows = [SpeakerCount(*row) for row in db.session.execute(union_all(counted, whole).order_by("code_group", "voice"))]
    return (
        [row._replace(good=bool(row.good), bad=bool(row.bad)) for row in rows if row.group],
        [VoiceCount(row.voice, row.people, row.key) for row in rows if not row.group],
    )


def count_respondents(wave_id: int) -> list[VoiceCount]:
    """How many `respondents` of each voice a wave has."""
    each = responding(wave_id).subquery().c
    query = select(each.voice, func.count(), sum_of_keys(each.record_key)).group_by(each.voice).order_by(each.voice)
    return [VoiceCount(*row) for row in db.session.execute(query)]


def _layers(groups_of_code: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """The first group of each code, the second of each that has one, and so on."""
    most = max(map(len, groups_of_code.values()))
    return [{slug: groups[at] for slug, groups in groups_of_code.items() if at < len(groups)} for at in range(most)]


def _in_groups(coding: CTE, group_of: Mapping[str, str]) -> Select[Any]:
    """Each coding under the group of its code. Joined to a table of groups, SQLite would begin with that, and look all
    codings up for each."""
    group = case(group_of, value=coding.c.slug).label("code_group")
    query = select(group, coding.c.response_id, coding.c.voice, coding.c.record_key, coding.c.sentiment)
    return query.where(coding.c.slug.in_(group_of))


def _ever(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where it is so of any row of a group (PostgreSQL has no greatest of true and false)."""
    return func.max(case((condition, 1), else_=0))
