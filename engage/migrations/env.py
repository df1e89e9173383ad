"""Alembic's way in: the tables of the running application, on its own engine."""

from alembic import context
from flask import current_app

from engage.database import Moment

database = current_app.extensions["migrate"].db


def plainly(kind, thing, _context):
    """Migrations must not import the application: a Moment is stored as a date and time with its zone."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Moment) else False


def run() -> None:
    options = current_app.extensions["migrate"].configure_args
    with database.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=database.metadata, render_item=plainly, **options
        )
        with context.begin_transaction():
            context.run_migrations()


run()
