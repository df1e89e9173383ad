"""What runs again on PostgreSQL sends it everything that SQLite was sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from engage.database import db
from tests.builders import make_user
from tests.statements import Note, Notes, choose, general, kinds, read_notes

NOTES = st.dictionaries(
    st.text(max_size=3),
    st.builds(Note, st.floats(0, 60), st.frozensets(st.sampled_from("abcdefghijkl"))),
    max_size=12,
)


@given(NOTES)
def test_everything_that_was_sent_is_sent_by_the_chosen(notes: dict[str, Note]) -> None:
    everything = {sent for note in notes.values() for sent in note.sent}
    assert {sent for test in choose(notes) for sent in notes[test].sent} == everything


def test_of_two_that_send_the_same_the_quicker_runs() -> None:
    notes = {
        "slow": Note(5.0, frozenset("ab")),
        "quick": Note(0.1, frozenset("ab")),
        "other": Note(9.0, frozenset("c")),
    }
    assert choose(notes) == {"quick", "other"}


def test_a_test_that_sends_nothing_need_not_run_again() -> None:
    assert choose({"form": Note(0.1, frozenset())}) == set()


def test_without_notes_nothing_is_spared(tmp_path: Path) -> None:
    assert read_notes(str(tmp_path)) == read_notes("") == {}


def test_a_longer_list_and_more_rows_are_the_same_statement() -> None:
    assert general("SELECT 1 WHERE a IN (?, ?)") == general("SELECT 1 WHERE a IN (?, ?, ?)")
    assert general("INSERT INTO t VALUES (?, ?), (?, ?)") == general("INSERT INTO t VALUES (?, ?)")


@pytest.mark.parametrize("other", [None, "x" * 300, "é", 2**40, 1.5, [("a",), (None,)]])
def test_what_sqlite_takes_more_lightly_is_another_thing_to_send(other: object) -> None:
    assert kinds(other if isinstance(other, list) else (other,)) != kinds(("a",))


@pytest.fixture
def notes(app: Flask, tmp_path: Path) -> Iterator[Notes]:
    noting = Notes(tmp_path / "main.json")
    noting.pytest_sessionstart()
    yield noting
    noting.pytest_sessionfinish()


def sent_by(notes: Notes, *statements: str, name: str = "tests/a/one.py::test", passes: bool = True) -> frozenset[str]:
    """What is noted of a test that sends these, or nothing where it is not noted at all."""
    notes.pytest_runtest_logstart(name)
    for statement in statements:
        with suppress(IntegrityError), db.engine.begin() as connection:
            connection.execute(text(statement))
    notes.passed = passes
    notes.pytest_runtest_logfinish(name)
    return notes.notes.get(name, Note(0, frozenset())).sent


def test_what_is_sent_again_is_noted_once_and_by_room(notes: Notes) -> None:
    once = sent_by(notes, "SELECT 1")
    assert len(once) == 1
    assert sent_by(notes, "SELECT 1", "SELECT 1", name="tests/a/two.py::test") == once
    assert sent_by(notes, "SELECT 1", name="tests/b/one.py::test") != once


def test_a_constraint_that_is_broken_and_what_follows_it_are_noted(notes: Notes) -> None:
    make_user()
    db.session.commit()
    twice = 'INSERT INTO "user" SELECT * FROM "user"'
    assert len(sent_by(notes, twice)) == 1
    assert len(sent_by(notes, twice, "SELECT 1") - sent_by(notes, "SELECT 1", twice)) == 1


def test_a_test_that_failed_is_not_noted_so_that_it_runs(notes: Notes) -> None:
    sent_by(notes, "SELECT 1", name="tests/a.py::fails", passes=False)
    sent_by(notes, "SELECT 1", name="tests/a.py::passes")
    assert notes.notes.keys() == {"tests/a.py::passes"}


def test_notes_are_read_as_they_were_written(tmp_path: Path) -> None:
    noting = Notes(tmp_path / "main.json")
    noting.notes = {"one": Note(1.5, frozenset("ab")), "two": Note(0.5, frozenset())}
    noting.pytest_sessionstart()
    noting.pytest_sessionfinish()
    assert read_notes(str(tmp_path)) == noting.notes
