"""What people write about people is triaged: each column of words is triaged, or stands here with the reason why not.

docs/decisions/0015 says the same in prose.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import JSON, Column, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.exc import StatementError

from engage.database import db
from engage.forums.models import Forum
from engage.passages.columns import TriagedColumn
from engage.programmes.models import Programme
from tests.builders import make_programme

ENGAGE = Path(__file__).parents[2] / "engage"
# Shorter ones are names of ours, codes, colours and hashes.
LONG_ENOUGH = 100
NOT_TRIAGED: dict[str, str] = {
    "held by flags on the answer itself": (
        "answer.text answer.options excerpt.text excerpt.original coding.evidence excerpt_group.words"
    ),
    "an answer's own words, in their order, that nobody holds; approved by a person": "quote.words",
    "a file on its way to becoming answers; its uploader's alone": (
        "import_file.content import_file.name import_file.mapping"
    ),
    "read by the safeguarding lead alone": (
        "flag.matched flag.raise_note flag_event.note flag_event.party held_passage.words held_passage.place"
    ),
    "what a safeguarding lead puts in English when they release it": "translation.words",
    "made of triaged texts, with their marks": (
        "summary_edition.document summary_draft.document summary_draft.cautions closed_table.document decision.old_text"
    ),
    "figures": "told_table.seen equality_reading.told meaning.vectors",
    "refused, with a flag, where it may be about somebody (refuse_held): public at once": (
        "phase.title phase.description milestone.title wave.title audience.name audience.singular audience.size_source "
        "kloe.title kloe.description lot.title lot.description specification_section.title "
        "specification_section.summary specification_line.text specification_line_version.text"
    ),
    "who a programme is of and what it is called, public from the start": (
        "council.name council.email programme.title programme.summary known_share.source"
    ),
    "names of places, to be taken out of answers": "programme.known_schools programme.known_places route.name",
    "questions, reviewed by another person before anybody is asked": (
        "survey.title survey.document survey_edition.document"
    ),
    "refused, with a flag, where it may be about somebody (frame_words): everybody who codes reads it": (
        "code.name code.definition code.use_when code.not_when code.examples"
    ),
    "who somebody is, by their own hand or by who invites them": (
        "user.name user.email user.password_hash update_address.email response_organisation.contact_email"
    ),
    "written by the platform, never with anybody's words": "audit_entry.facts",
}


def holds_words(column: Column[object]) -> bool:
    kind = column.type
    if isinstance(kind, Text | JSON | LargeBinary):
        return True
    return isinstance(kind, String) and (kind.length is None or kind.length >= LONG_ENOUGH)


def unplaced(tables: list[Table]) -> set[str]:
    """Columns of words that are neither triaged nor listed above."""
    listed = {name for names in NOT_TRIAGED.values() for name in names.split()}
    found = {f"{table.name}.{column.name}" for table in tables for column in table.columns if holds_words(column)}
    return found - listed


def makers(source: str) -> list[str]:
    return re.findall(r"\bTriagedText\((?!str\))", source)


def test_every_column_of_words_is_triaged_or_it_is_said_why_not(app: Flask) -> None:
    assert unplaced(list(db.metadata.tables.values())) == set()


def test_a_new_column_of_words_is_seen(app: Flask) -> None:
    diary = Table("diary", MetaData(), Column("id", Integer), Column("entry", Text), Column("note", TriagedColumn()))
    assert unplaced([diary]) == {"diary.entry"}


def test_only_passages_say_that_a_text_was_triaged() -> None:
    rooms = [path for path in ENGAGE.rglob("*.py") if path.parent.name not in ("passages", "versions")]
    assert [path.name for path in rooms if makers(path.read_text())] == []


def test_a_text_that_nobody_triaged_is_not_stored(app: Flask) -> None:
    programme: Programme = make_programme()
    db.session.add(Forum(programme=programme, kind="school", title="A girl was hurt"))
    with pytest.raises(StatementError, match="Triage this text"):
        db.session.flush()
    db.session.rollback()
