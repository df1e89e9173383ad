"""Guessing at codes is slowed down, by survey and by code, and a right code always gets its turn."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from engage.database import db, now
from engage.surveys.returning import tries
from engage.surveys.returning.codes import WORDS, Lock, Purpose
from engage.surveys.returning.models import CodeTries
from tests.builders import make_programme, make_survey
from tests.pages import Page, PageClient

pytestmark = pytest.mark.postgresql


@pytest.fixture
def lock(app: object) -> Lock:
    return Lock("key", Purpose.RETURN, make_survey(make_programme()).id)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
    time = [now().replace(minute=0, second=0)]
    monkeypatch.setattr(tries, "now", lambda: time[0])
    return time


def code(number: int) -> str:
    return f"{WORDS[number]} {WORDS[number // 2]} otter panda kite"


def guess_wrong(lock: Lock, times: int, *, at_one: bool = False) -> None:
    for number in range(times):
        tries.count_wrong(lock=lock, code=code(0) if at_one else code(number))
    db.session.commit()


def test_a_hall_that_makes_slips_is_never_slowed_down(lock: Lock, clock: list[dt.datetime]) -> None:
    guess_wrong(lock, tries.FREE_TRIES - 1)
    assert all(tries.may_try(lock=lock, code=code(500 + number)) for number in range(20))


def test_beyond_the_free_tries_one_code_a_second_is_looked_up(lock: Lock, clock: list[dt.datetime]) -> None:
    guess_wrong(lock, tries.FREE_TRIES)
    assert [tries.may_try(lock=lock, code=code(900)) for _ in range(3)] == [True, False, False]
    clock[0] += dt.timedelta(seconds=1)
    assert [tries.may_try(lock=lock, code=code(900)) for _ in range(2)] == [True, False]


def test_beyond_a_few_guesses_at_one_code_it_is_looked_up_once_a_minute(lock: Lock, clock: list[dt.datetime]) -> None:
    guess_wrong(lock, tries.FREE_TRIES_AT_ONE, at_one=True)
    assert [tries.may_try(lock=lock, code=code(0)) for _ in range(2)] == [True, False]
    clock[0] += dt.timedelta(seconds=59)
    assert not tries.may_try(lock=lock, code=code(0))
    clock[0] += dt.timedelta(seconds=1)
    assert tries.may_try(lock=lock, code=code(0))


def test_guesses_at_one_code_slow_nobody_else(lock: Lock, clock: list[dt.datetime]) -> None:
    guess_wrong(lock, tries.FREE_TRIES_AT_ONE, at_one=True)
    assert all(tries.may_try(lock=lock, code=code(700)) for _ in range(3))


def test_the_next_hour_starts_at_nought(lock: Lock, clock: list[dt.datetime]) -> None:
    guess_wrong(lock, tries.FREE_TRIES)
    clock[0] += dt.timedelta(hours=1)
    assert all(tries.may_try(lock=lock, code=code(900)) for _ in range(3))
    guess_wrong(lock, 1)
    together = select(CodeTries.wrong).where(CodeTries.beginning == "")
    assert db.session.scalars(together).one() == 1


def test_other_surveys_and_other_purposes_count_by_themselves(lock: Lock, clock: list[dt.datetime]) -> None:
    guess_wrong(lock, tries.FREE_TRIES)
    withdrawing = lock._replace(purpose=Purpose.WITHDRAW)
    assert all(tries.may_try(lock=withdrawing, code=code(900)) for _ in range(3))


def test_a_right_code_is_asked_to_wait_its_turn_and_then_opens(
    first_question: Page, other_device: PageClient, clock: list[dt.datetime]
) -> None:
    saved = first_question.submit("Save and come back later", answer="never").select(".code")[0]
    for _ in range(tries.FREE_TRIES_AT_ONE):
        other_device.get("/s/your-say/return").submit(code=wrong_after(saved))
    assert other_device.get("/s/your-say/return").submit(code=wrong_after(saved)).status == 200
    page = other_device.get("/s/your-say/return").submit(code=saved, status=429)
    assert page.errors == {"code": "Many codes are being tried. Wait a minute, then press the button again"}
    clock[0] += dt.timedelta(minutes=1)
    assert page.submit().h1 == "What helps you?"


def wrong_after(code: str) -> str:
    """A code with the same beginning that is nobody's."""
    first, second, third, *_ = code.split()
    return f"{first} {second} {third} {third} {third}"


def test_no_column_holds_an_address_or_what_was_typed(lock: Lock, clock: list[dt.datetime]) -> None:
    guess_wrong(lock, 1)
    assert {column.name for column in CodeTries.__table__.columns} == {
        "survey_id",
        "purpose",
        "beginning",
        "hour",
        "wrong",
        "tested",
    }
    assert sorted(len(kept) for kept in db.session.scalars(select(CodeTries.beginning))) == [0, 64]
