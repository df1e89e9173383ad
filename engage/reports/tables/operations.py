"""Making a table: it is frozen as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, constraint_as, db
from engage.programmes.models import Wave
from engage.reports.tables import queries
from engage.reports.tables.document import TableDocument
from engage.reports.tables.making import AUDIENCES, OWN_WORDS, Source, Wanted, make_document, source_of
from engage.reports.tables.models import ClosedTable

# A reader who knows what all others answered believes .68 of one person's answer from five crossings and the three
# figures of an edition, .77 from fifteen (docs/decisions/0013-the-cell-key-method.md).
MOST_CROSSINGS: Final = 5


class NotToBeCrossed(DomainError):
    """The rows and columns that were asked for make no table."""


class CrossedTooOften(DomainError):
    """One table more of this question would tell too much of those who answered it."""


class NothingToCount(DomainError):
    """Nobody whom the table would be of has answered."""


class TableTaken(DomainError):
    """Somebody else made a table at the same moment."""


def make_table(*, wave: Wave, wanted: Wanted, maker: User) -> ClosedTable:
    """The table as it may be told now; the last one again where nothing has changed since.

    Raises NotToBeCrossed, TooFine, CrossedTooOften, NothingToCount, TableTaken.
    """
    source = source_of(wave)
    _refuse_what_makes_no_table(source, wanted)
    document = make_document(source, wanted)
    if document is None:
        raise NothingToCount("Nobody has answered this yet", "rows")
    stored = document.model_dump(mode="json")
    made = queries.list_tables(wave.id)
    same = next((table for table in made if table.document == stored), None)
    if same is None:
        _refuse_one_crossing_more(document, made)
    return same or _store(wave, stored, maker)


def _refuse_one_crossing_more(document: TableDocument, made: Sequence[ClosedTable]) -> None:
    """Each table that a question is crossed in tells a little more of those who answered it."""
    if not document.columns:
        return
    crossed = Counter(
        question
        for table in made
        if table.document["columns"] and table.document["whose"] == document.whose
        for question in (table.document["rows"], table.document["columns"])
    )
    for field, question in (("rows", document.rows), ("columns", document.columns)):
        if crossed[question] >= MOST_CROSSINGS:
            raise CrossedTooOften(
                f"There are {MOST_CROSSINGS} tables already that compare this by another question for these people. "
                "More would tell too much of single people. Use the tables that were made",
                field,
            )


def _store(wave: Wave, document: dict[str, object], maker: User) -> ClosedTable:
    table = ClosedTable(wave=wave, number=queries.next_number(wave.id), document=document, maker=maker)
    taken = TableTaken("Somebody has just made a table. Try again")
    with constraint_as("uq_closed_table_wave_id_number", taken):
        db.session.add(table)
    record(
        user=maker, action="made a table", subject="closed_table", subject_id=table.id, programme_id=wave.programme_id
    )
    return table


def _refuse_what_makes_no_table(source: Source, wanted: Wanted) -> None:
    if wanted.columns == AUDIENCES:
        return
    if wanted.rows == wanted.columns:
        raise NotToBeCrossed("Choose two different questions", "columns")
    if not wanted.whose:
        raise NotToBeCrossed("Choose whose answers: audiences are never mixed in one table", "whose")
    for field in ("rows", "columns"):
        item_id = getattr(wanted, field)
        if item_id != OWN_WORDS and source.asked(item_id, source.voice(wanted.whose)) is None:
            raise NotToBeCrossed("They were not asked this question", field)
