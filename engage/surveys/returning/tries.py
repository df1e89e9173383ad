"""A limit on guessing codes that locks nobody out, counted by survey and by code, never by address.

A hall of 300 children behind one address types codes at the same time, so an address says nothing. Up to `FREE_TRIES`
wrong codes an hour at a survey, every code is looked up at once. Beyond that one code a second is looked up, and the
others are asked to press the button again: a right code is never refused, it waits its turn. At most 3,900 codes an
hour can be tried so, or 2 to the power of 20.3 in the two weeks a survey is open. With 3,000 drafts to hit among 2 to
the power of 50 codes, somebody who guesses day and night for two weeks opens one with a chance of 1 in 280,000.

Somebody who saw a part of a code guesses at that one code: after `FREE_TRIES_AT_ONE` wrong guesses with the same first
two words in an hour, one guess a minute is looked up.
"""

from __future__ import annotations

from functools import cache
from typing import cast

from sqlalchemy import Table, bindparam, case, select, update

from engage.database import db, now
from engage.surveys.responses import INSERTS, Insert
from engage.surveys.returning.codes import Lock, beginning_of
from engage.surveys.returning.models import CodeTries

FREE_TRIES = 300
PAUSE = 1
FREE_TRIES_AT_ONE = 10
PAUSE_AT_ONE = 60
SECONDS_IN_AN_HOUR = 3600
ALL = ""

tries = cast(Table, CodeTries.__table__)


def may_try(*, lock: Lock, code: str) -> bool:
    """Whether a code may be looked up now. While guessing is slowed down, a yes takes the turn: commit it."""
    one = lock.hash_of(beginning_of(code))
    wrong = _wrong_this_hour(lock, one)
    if wrong.get(one, 0) >= FREE_TRIES_AT_ONE and not _take_turn(lock, one, PAUSE_AT_ONE):
        return False
    return wrong.get(ALL, 0) < FREE_TRIES or _take_turn(lock, ALL, PAUSE)


def count_wrong(*, lock: Lock, code: str) -> None:
    """Count a code that opened nothing."""
    connection = db.session.connection()
    for beginning in (ALL, lock.hash_of(beginning_of(code))):
        connection.execute(
            _count_in(connection.dialect.name),
            {"survey_id": lock.survey_id, "purpose": lock.purpose, "beginning": beginning, "hour": _hour()},
        )


def _wrong_this_hour(lock: Lock, one: str) -> dict[str, int]:
    query = select(tries.c.beginning, tries.c.wrong).where(
        tries.c.survey_id == lock.survey_id,
        tries.c.purpose == lock.purpose,
        tries.c.beginning.in_((ALL, one)),
        tries.c.hour == _hour(),
    )
    return dict(db.session.connection().execute(query.order_by(tries.c.beginning)).all())


def _take_turn(lock: Lock, beginning: str, pause: int) -> bool:
    """Whether nobody else was let through in the last seconds; of several at once, one is."""
    seconds = _seconds()
    turn = update(tries).where(
        tries.c.survey_id == lock.survey_id,
        tries.c.purpose == lock.purpose,
        tries.c.beginning == beginning,
        tries.c.tested <= seconds - pause,
    )
    return db.session.connection().execute(turn.values(tested=seconds)).rowcount == 1


def _seconds() -> int:
    return int(now().timestamp())


def _hour() -> int:
    return _seconds() // SECONDS_IN_AN_HOUR


@cache
def _count_in(dialect: str) -> Insert:
    names = ("survey_id", "purpose", "beginning", "hour")
    new = INSERTS[dialect](tries).values(wrong=1, tested=0, **{name: bindparam(name) for name in names})
    is_same_hour = tries.c.hour == new.excluded.hour
    return new.on_conflict_do_update(
        index_elements=["survey_id", "purpose", "beginning"],
        set_={"wrong": case((is_same_hour, tries.c.wrong + 1), else_=1), "hour": new.excluded.hour},
    )
