"""Forgetting the order in which answers came.

Ids are random, and SQLite keeps these tables in the order of their ids. PostgreSQL keeps rows as they came (`ctid`)
with the number of the transaction that wrote them (`xmin`), so there they are written anew once nobody answers.
"""

from __future__ import annotations

from sqlalchemy import Table, and_, exists, select, text
from sqlalchemy.orm import Session

from engage.database import Model, db, today
from engage.surveys.models import Response, Survey, SurveyStatus


def tables_of_answers() -> list[Table]:
    """The response's own table, and all that hangs on a row of it and has a random id or a key of such."""
    found = [Model.metadata.tables[Response.__tablename__]]
    for table in Model.metadata.sorted_tables:
        refers = {key.column.table for key in table.foreign_keys}
        if table not in found and refers & set(found) and not table.dialect_options["sqlite"]["with_rowid"]:
            found.append(table)
    return found


def forget_order() -> bool:
    """Put stored answers into the order of their ids, all as of one moment; nothing while a survey is open, or where
    it is done already. Commits: rows that a transaction replaced are only dropped by a later one.

    https://www.postgresql.org/docs/current/sql-cluster.html
    """
    session = db.session()
    if session.connection().dialect.name != "postgresql" or _is_anyone_answering(session) or _is_forgotten(session):
        return False
    for table in tables_of_answers():
        column = next(iter(table.primary_key.columns))
        session.execute(table.update().values({column: column}))
    session.commit()
    for table in tables_of_answers():
        session.execute(text(f'CLUSTER "{table.name}" USING "pk_{table.name}"'))
    session.commit()
    return True


def _is_anyone_answering(session: Session) -> bool:
    is_open = and_(Survey.status == SurveyStatus.OPEN, Survey.closes_on >= today())
    return bool(session.scalar(select(exists().where(is_open))))


def _is_forgotten(session: Session) -> bool:
    """Whether one transaction wrote all responses."""
    return (session.scalar(text("SELECT count(DISTINCT xmin::text) FROM response")) or 0) < 2
