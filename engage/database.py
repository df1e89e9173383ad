"""The database: one SQLAlchemy, its naming of constraints, and what SQLite needs to be told."""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, ClassVar

from blinker import NamedSignal
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Index, MetaData, String, Table, TypeDecorator, UniqueConstraint, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, declared_attr, mapped_column, registry

MIGRATIONS = Path(__file__).parent / "migrations"

# Where a session keeps the signals it will send: until it commits, and until its connection is free.
WAITING, STORED = "signals waiting", "signals of what is stored"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC: SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return value.replace(tzinfo=dt.UTC) if value is not None and value.tzinfo is None else value


class Model(DeclarativeBase):
    """The base of every table; a class's table is its name in snake case."""

    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map={dt.datetime: Moment()})

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


db = SQLAlchemy(model_class=Model)

Id = Annotated[int, mapped_column(primary_key=True)]
# Random, so that neither the id nor the order of storing tells who came before whom.
RandomId = Annotated[uuid.UUID, mapped_column(primary_key=True, default=uuid.uuid4)]
Name = Annotated[str, mapped_column(String(200))]
SlugColumn = Annotated[str, mapped_column(String(60))]


class DomainError(Exception):
    """A rule of the domain was broken. `field` names the form field it belongs to, or is empty for the whole form;
    the message is in words its user knows. `is_followed_up` where what was written before it was raised stays."""

    is_followed_up: ClassVar[bool] = False

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    return now().date()


def send_after_commit(signal: NamedSignal, **values: object) -> None:
    """Send a signal (sender None) once what the session is doing is stored, and never where it is rolled back: for
    jobs, which read what is stored. The same signal with the same values is sent once."""
    waiting = db.session.info.setdefault(WAITING, [])
    if (signal, values) not in waiting:
        waiting.append((signal, values))


@event.listens_for(Session, "after_commit")
def _note_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info[STORED] = session.info.pop(WAITING, [])


@event.listens_for(Session, "after_transaction_end")
def _send_what_waited(session: Session, transaction: SessionTransaction) -> None:
    """Only now is the connection free, so that a job which runs at once can have it."""
    if transaction.parent is not None:
        return
    session.info.pop(WAITING, None)
    for signal, values in session.info.pop(STORED, []):
        signal.send(None, **values)


@contextmanager
def constraint_as(constraint: str, error: DomainError) -> Iterator[None]:
    """Flush what the block did; when the named unique constraint judges against it, raise `error` instead.

    The work of the block is undone to a savepoint, so the request can go on to show its form again.
    """
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as refused:
        if not _is_about(refused, constraint):
            raise
        raise error from refused


def _is_about(refused: IntegrityError, constraint: str) -> bool:
    """PostgreSQL names the constraint; SQLite names its columns."""
    message = str(refused.orig)
    if constraint in message:
        return True
    return any(_sqlite_words(table, constraint) in message for table in Model.metadata.tables.values())


def _sqlite_words(table: Table, constraint: str) -> str:
    judges: list[UniqueConstraint | Index] = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    for found in (*judges, *table.indexes):
        if found.name == constraint:
            return ", ".join(f"{table.name}.{column.name}" for column in found.columns)
    return "\0"


@event.listens_for(Engine, "connect")
def _tell_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # With recursive_triggers, what a trigger refuses to delete cannot go by INSERT OR REPLACE either.
    pragmas = ("journal_mode=WAL", "foreign_keys=ON", "recursive_triggers=ON", "synchronous=NORMAL")
    for pragma in (*pragmas, "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


class SyncedTogether(sqlite3.Connection):
    """A commit returns once it is on the disk, as with synchronous=FULL, but waits there outside the write lock.

    synchronous=NORMAL writes a commit to the write-ahead log and leaves the sync to us. So others may commit while
    one waits for the disk, and the disk serves everyone who is waiting with one flush: what PostgreSQL calls group
    commit. SQLite itself syncs the log before it carries anything from there into the database
    (https://www.sqlite.org/pragma.html#pragma_synchronous, https://www.sqlite.org/wal.html). The log takes no file
    locks, so opening it beside SQLite loses none.
    """

    def commit(self) -> None:
        has_written = self.in_transaction
        super().commit()
        if has_written:
            self._sync()

    def _sync(self) -> None:
        file = self.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
        if not file:  # in memory
            return
        log = os.open(f"{file}-wal", os.O_RDWR)
        try:
            os.fdatasync(log)
        finally:
            os.close(log)


@event.listens_for(Engine, "do_connect")
def _sync_together(dialect: Dialect, _record: object, _arguments: object, options: dict[str, Any]) -> None:
    if dialect.name == "sqlite":
        options["factory"] = SyncedTogether
