"""Reading the tables that officers made."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from engage.database import db
from engage.reports.tables.models import ClosedTable


def list_tables(wave_id: int) -> Sequence[ClosedTable]:
    """The tables of a wave, the latest first."""
    query = select(ClosedTable).where(ClosedTable.wave_id == wave_id).options(joinedload(ClosedTable.maker))
    return db.session.scalars(query.order_by(ClosedTable.number.desc())).all()


def find_table(wave_id: int, number: int) -> ClosedTable | None:
    return db.session.scalar(select(ClosedTable).where(ClosedTable.wave_id == wave_id, ClosedTable.number == number))


def next_number(wave_id: int) -> int:
    highest = db.session.scalar(select(func.max(ClosedTable.number)).where(ClosedTable.wave_id == wave_id))
    return (highest or 0) + 1
