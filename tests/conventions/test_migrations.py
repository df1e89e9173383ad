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

pytestmark = pytest.mark.postgresql

A_LINE_CHANGED_PAST_ITS_DECISION = """
INSERT INTO council (id, slug, name, ink, accent, email, phone)
  VALUES (1, 'c', 'C', '#000000', '#000000', 'c@c.example', '');
INSERT INTO programme (id, council_id, slug, title, summary, is_demonstration, created_on)
  VALUES (1, 1, 'p', 'P', 'S', 0, '2026-05-01');
INSERT INTO specification_section (id, programme_id, slug, number, title, summary)
  VALUES (1, 1, 's', 1, 'S', '');
INSERT INTO specification_line (id, section_id, number, text, position)
  VALUES (1, 1, '1.1', 'A locker.', 1);
INSERT INTO forum (id, programme_id, kind, title)
  VALUES (1, 1, 'working_group', 'F');
INSERT INTO meeting (id, forum_id, title, held_on, place)
  VALUES (1, 1, 'M', '2026-06-01', '');
INSERT INTO minutes (id, meeting_id, status, approved_at)
  VALUES (1, 1, 'approved', '2026-06-02 10:00:00');
INSERT INTO decision (id, programme_id, meeting_id, number, title, outcome, reason,
  line_id, old_text, new_text)
  VALUES (1, 1, 1, 4, 'D', 'accepted', 'R', 1, 'One adult.', 'Two adults.')
""".strip().split(";\n")


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


def test_lines_written_before_versions_were_kept_get_their_history(tmp_path: Path) -> None:
    other = create_app(Settings(data_dir=tmp_path, testing=True))
    with other.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision="held_passages")
        with db.engine.begin() as connection:
            for statement in A_LINE_CHANGED_PAST_ITS_DECISION:
                connection.execute(text(statement))
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision="versions_of_lines")
        with db.engine.begin() as connection:
            query = "SELECT text, decision_number, reason FROM specification_line_version ORDER BY number"
            found = [tuple(row) for row in connection.execute(text(query))]
        db.engine.dispose()
    assert found == [
        ("One adult.", None, ""),
        ("Two adults.", 4, ""),
        ("A locker.", None, "Changed before versions were kept"),
    ]


def test_a_programme_that_was_there_before_drafts_stays_public(tmp_path: Path) -> None:
    other = create_app(Settings(data_dir=tmp_path, testing=True))
    with other.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision="editions_in_force")
        with db.engine.begin() as connection:
            for statement in A_LINE_CHANGED_PAST_ITS_DECISION[:2]:
                connection.execute(text(statement))
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision="programme_drafts")
        with db.engine.begin() as connection:
            query = "SELECT count(*) FROM programme WHERE published_at IS NOT NULL"
            published = connection.scalar(text(query))
        db.engine.dispose()
    assert published == 1
