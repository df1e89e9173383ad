"""Counting who speaks for what in the database, where a wave is too large to be read row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, func, literal, select, union_all

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
    coding, groups = effective(wave_id).add_columns(Response.record_key).subquery("coding").c, _groups(groups_of_code)
    who = (coding.response_id, coding.voice, coding.record_key)
    feels = (_ever(coding.sentiment <= GOOD).label("good"), _ever(coding.sentiment >= BAD).label("bad"))
    person = select(groups.c.code_group, *who, *feels).join(groups, groups.c.slug == coding.slug)
    speaker = person.group_by(groups.c.code_group, *who).cte("speaker").c
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


def _groups(groups_of_code: Mapping[str, Sequence[str]]) -> Subquery:
    rows = [(slug, group) for slug, groups in groups_of_code.items() for group in groups]
    pairs = [select(literal(slug).label("slug"), literal(group).label("code_group")) for slug, group in rows]
    return union_all(*pairs).subquery("code_group")


def _ever(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where it is so of any row of a group (PostgreSQL has no greatest of true and false)."""
    return func.max(case((condition, 1), else_=0))
