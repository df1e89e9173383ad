"""Alembic's way in: the tables of the running application, on its own engine."""

from contextlib import contextmanager

from alembic import context
from flask import current_app

from engage.database import Moment

database = current_app.extensions["migrate"].db


def plainly(kind, thing, _context):
    """Migrations must not import the application: a Moment is stored as a date and time with its zone."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Moment) else False


def run() -> None:
    options = current_app.extensions["migrate"].configure_args
    with database.engine.connect() as connection, rows_left_alone(connection):
        context.configure(
            connection=connection, target_metadata=database.metadata, render_item=plainly, **options
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def rows_left_alone(connection):
    """On SQLite a table is changed by making it anew; dropping the old one must not delete what refers to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.commit()
    try:
        yield
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise RuntimeError(f"rows that refer to nothing: {broken}")
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.commit()


run()
