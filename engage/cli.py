"""The `engage` command: what an IT officer runs."""

from __future__ import annotations

from pathlib import Path

import click
import flask_migrate
from flask.cli import with_appcontext

MIGRATIONS = Path(__file__).parent / "migrations"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Run Engage: set it up, load answers, code them and serve the pages.

    Settings come from the environment (ENGAGE_DATABASE_URL and others, see docs/settings.md).
    """


@commands.command()
@with_appcontext
def upgrade() -> None:
    """Build the database, or bring it up to date. Safe to run again."""
    flask_migrate.upgrade(directory=str(MIGRATIONS))
