"""Notes too long to be read for what they mean in a request: nobody reads them before a job has."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.database import db
from engage.passages.models import HeldPassage
from engage.passages.signals import Source, WrittenText
from engage.programmes.models import Programme
from engage.safeguarding import passages
from engage.safeguarding.models import Flag

WORRY = "A girl said her stepdad hits her."
CLEAR = tuple(f"Point {number}. " + "We talked about the timetable. " * 10 for number in range(40))


@pytest.fixture(autouse=True)
def no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening them takes seconds; what is held while they are not open is what matters here."""
    monkeypatch.setattr(passages, "_open_weights", lambda: None)


def hold(programme: Programme, *paragraphs: str) -> dict[str, HeldPassage]:
    source = Source(programme.id, "minutes", 1, "Minutes · Meeting 1")
    return passages.hold_worrying(written=WrittenText(source, None, paragraphs, False), by_meaning=True)


def test_short_notes_are_read_at_once(programme: Programme) -> None:
    assert hold(programme, CLEAR[0], WORRY).keys() == {WORRY}


def test_long_notes_are_held_whole(programme: Programme) -> None:
    assert hold(programme, *CLEAR, WORRY).keys() == {*CLEAR, WORRY}


def test_what_words_hold_of_them_reaches_the_lead_at_once(programme: Programme) -> None:
    hold(programme, *CLEAR, WORRY)
    assert [flag.words for flag in db.session.scalars(select(Flag))] == [WORRY]


def test_the_job_lets_go_of_what_is_clear_and_of_nothing_else(programme: Programme) -> None:
    hold(programme, *CLEAR, WORRY)
    while passages.read_passages():
        db.session.commit()
    assert hold(programme, *CLEAR, WORRY).keys() == {WORRY}


def test_nothing_is_let_go_that_a_lead_has_kept(programme: Programme) -> None:
    hold(programme, *CLEAR, WORRY)
    while passages.read_passages():
        db.session.commit()
    assert not passages.read_passages()
    held = db.session.scalars(select(HeldPassage.words).where(HeldPassage.released_at.is_(None))).all()
    assert held == [WORRY]
