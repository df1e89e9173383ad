"""Making a table: it is frozen as it stands, and what it told is remembered."""

from __future__ import annotations

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.analysis.seen import Seen
from engage.database import DomainError, constraint_as, db
from engage.programmes.models import Wave
from engage.reports.door import SAID
from engage.reports.tables import queries
from engage.reports.tables.making import AUDIENCES, Source, Wanted, make_document, source_of
from engage.reports.tables.models import ClosedTable
from engage.reports.tables.told import door_of, remember


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
    source, door = source_of(wave), door_of(wave.id)
    _refuse_what_makes_no_table(source, wanted)
    document = make_document(source, wanted, door)
    if document is None:
        raise NothingToCount("Nobody has answered this yet", "rows")
    told = document.model_dump(mode="json")
    same = next((table for table in queries.list_tables(wave.id) if table.document == told), None)
    return same or _keep(wave, told, maker, door.seen)


def _keep(wave: Wave, told: dict[str, object], maker: User, seen: list[Seen]) -> ClosedTable:
    table = ClosedTable(wave=wave, number=queries.next_number(wave.id), document=told, maker=maker)
    taken = TableTaken("Somebody has just made a table. Try again")
    with constraint_as("uq_closed_table_wave_id_number", taken):
        db.session.add(table)
    remember(wave_id=wave.id, seen=seen)
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
        if item_id != SAID and source.asked(item_id, source.voice(wanted.whose)) is None:
            raise NotToBeCrossed("They were not asked this question", field)
