"""Whether the platform can do its work: the database answers and its tables are the ones this version knows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from engage.database import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    fault = find_fault()
    if fault:
        return jsonify(status="unavailable", reason=fault), 503
    return jsonify(status="ok")


def find_fault() -> str:
    """What keeps the platform from working, in words that give no address away; empty where nothing does."""
    try:
        with db.engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return "The database cannot be reached."
    return "" if revision == newest_revision() else "The database is not up to date. Run: engage upgrade"


@cache
def newest_revision() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
