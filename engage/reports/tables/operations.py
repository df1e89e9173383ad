"""Making a table: it is frozen as it stands."""

from __future__ import annotations

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, constraint_as, db
from engage.programmes.models import Wave
from engage.reports.tables import queries
from engage.reports.tables.making import AUDIENCES, OWN_WORDS, Source, Wanted, make_document, source_of
from engage.reports.tables.models import ClosedTable


class NotToBeCrossed(DomainError):
    """The rows and columns that were asked for make no table."""


class NothingToCount(DomainError):
    """Nobody whom the table would be of has answered."""


class TableTaken(DomainError):
    """Somebody else made a table at the same moment."""


def make_table(*, wave: Wave, wanted: Wanted, maker: User) -> ClosedTable:
    """The table as it may be told now; the last one again where nothing has changed since.

    Raises NotToBeCrossed, NothingToCount, TableTaken.
    """
    source = source_of(wave)
    _refuse_what_makes_no_table(source, wanted)
    document = make_document(source, wanted)
    if document is None:
        raise NothingToCount("Nobody has answered this yet", "rows")
    stored = document.model_dump(mode="json")
    same = next((table for table in queries.list_tables(wave.id) if table.document == stored), None)
    return same or _store(wave, stored, maker)


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
