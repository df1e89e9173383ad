from __future__ import annotations

from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from engage.accounts.operations import record
from engage.app import create_app
from engage.config import Settings
from engage.database import MIGRATIONS, db
from engage.surveys.models import Answer
from tests.builders import make_programme, make_response, make_survey


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_the_migrations_build_what_the_models_say(app: Flask) -> None:
    assert differences() == []


def test_a_model_without_its_migration_is_seen(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE milestone ADD COLUMN forgotten INTEGER"))
    try:
        assert [found[0] for found in differences()] == ["remove_column"]
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE milestone DROP COLUMN forgotten"))


def test_the_check_that_people_run_agrees(app: Flask) -> None:
    flask_migrate.check(directory=str(MIGRATIONS))


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET action = 'other'", "DELETE FROM audit_entry"])
def test_the_database_itself_keeps_the_audit_trail(app: Flask, change: str) -> None:
    record(user=None, action="did", subject="thing", subject_id=1)
    db.session.commit()
    with pytest.raises(DBAPIError, match="the audit trail only grows"), db.engine.begin() as connection:
        connection.execute(text(change))


def test_every_migration_can_be_taken_back(tmp_path: Path) -> None:
    other = create_app(Settings(data_dir=tmp_path, testing=True))
    with other.app_context():
        for step, revision in (("upgrade", "head"), ("downgrade", "base"), ("upgrade", "head")):
            getattr(flask_migrate, step)(directory=str(MIGRATIONS), revision=revision)
        assert differences() == []
        db.engine.dispose()


def test_a_table_made_anew_keeps_the_rows_that_refer_to_it(tmp_path: Path) -> None:
    other = create_app(Settings(data_dir=tmp_path, testing=True))
    with other.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        make_response(make_survey(make_programme()), what_works="the dog")
        db.session.remove()
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision="audit_trail_only_grows")
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        assert db.session.scalars(select(Answer.text)).all() == ["the dog"]
        db.session.remove()
        db.engine.dispose()
