"""Which tests run again on PostgreSQL: as many as it takes to send it everything that the run on SQLite sent.

The run on SQLite notes what each test sends to the database. For the run on PostgreSQL tests are then chosen so that
everything noted is sent there too; what the others do with the answers is Python, and has just been tested. A test
that is marked `postgresql` or `database` by hand, or that was not seen to pass on SQLite, runs in any case.
"""

from __future__ import annotations

import heapq
import json
import os
import re
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import has_request_context, request
from sqlalchemy import event
from sqlalchemy.engine import Engine

# Where the one run writes its notes and the other reads them; without it everything runs.
FOLDER = os.environ.get("ENGAGE_TEST_STATEMENTS", "")
# The same statement with two values in a list, or three; for two rows, or three.
LISTS = re.compile(r"\?(?:, \?)+")
ROWS = re.compile(r"\(\?\)(?:, \(\?\))+")
LARGEST_INTEGER = 2**31


class Note(NamedTuple):
    """What one test sent, as digests, and how many seconds it took."""

    seconds: float
    sent: frozenset[str]


class Notes:
    """A pytest plugin that notes what each test sends to the database, and writes that to a file of this process."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.notes: dict[str, Note] = {}
        self.sent: set[str] = set()
        self.room = self.error = ""
        self.seconds, self.passed = 0.0, False
        self.listeners = {"after_cursor_execute": self.note_statement, "handle_error": self.note_error}

    def pytest_sessionstart(self) -> None:
        for name, listener in self.listeners.items():
            event.listen(Engine, name, listener)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.room, self.error = "/".join(nodeid.split("/")[:2]), ""
        self.sent, self.seconds, self.passed = set(), 0.0, True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds += report.duration
        self.passed &= report.outcome == "passed"

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        if self.passed:
            self.notes[nodeid] = Note(self.seconds, frozenset(self.sent))

    def pytest_sessionfinish(self) -> None:
        for name, listener in self.listeners.items():
            event.remove(Engine, name, listener)
        self.file.write_text(
            json.dumps({test: [seconds, sorted(sent)] for test, (seconds, sent) in self.notes.items()})
        )

    def note_statement(self, _connection: Any, cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        written = min(cursor.rowcount, 2)  # none, one, more; SQLite counts none for what only reads
        self.sent.add(digest(self.room, asking(), general(statement), kinds(values), written, self.error))

    def note_error(self, context: Any) -> None:
        """PostgreSQL goes on otherwise after an error, so what comes after one is noted as another thing."""
        self.error = f"{general(context.statement or '')}: {context.original_exception}"
        self.sent.add(digest(self.room, asking(), self.error))


def digest(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def asking() -> str:
    """The page that is being asked for, if one is."""
    return f"{request.method} {request.endpoint}" if has_request_context() else ""


def general(statement: str) -> str:
    return ROWS.sub("(?)", LISTS.sub("?", statement))


def kinds(values: Any) -> list[tuple[str, ...]]:
    """What kinds of values a statement is sent with, in each of its rows, without the order of rows."""
    rows = values if isinstance(values, list) else [values]
    return sorted({tuple(sorted({kind(value) for value in row})) for row in rows})


def kind(value: object) -> str:
    """A value's type and what about it SQLite takes more lightly: the size of numbers, the length of texts."""
    if isinstance(value, int) and abs(value) >= LARGEST_INTEGER:
        return "large"
    if isinstance(value, str):
        return f"text {len(value).bit_length()} {value.isascii()}"
    return type(value).__name__


def read_notes(folder: str) -> dict[str, Note]:
    """What the run on SQLite noted, by test; nothing where there was none."""
    notes: dict[str, Note] = {}
    for file in sorted(Path(folder).glob("*.json")) if folder else ():
        read = json.loads(file.read_text())
        notes |= {test: Note(seconds, frozenset(sent)) for test, (seconds, sent) in read.items()}
    return notes


def choose(notes: Mapping[str, Note]) -> set[str]:
    """Tests that together send everything that all of them send, those first that send most in a second."""
    left = {sent for note in notes.values() for sent in note.sent}
    waiting = [(-_gain(note, left), test) for test, note in sorted(notes.items())]
    heapq.heapify(waiting)
    chosen: set[str] = set()
    while left:
        _, test = heapq.heappop(waiting)
        gain = _gain(notes[test], left)
        if gain and waiting and -gain > waiting[0][0]:  # less than was thought when it was put in its place
            heapq.heappush(waiting, (-gain, test))
        elif gain:
            chosen.add(test)
            left -= notes[test].sent
    return chosen


def _gain(note: Note, left: set[str]) -> float:
    return len(note.sent & left) / (note.seconds + 0.01)
