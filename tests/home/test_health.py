from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import text

from engage.app import create_app
from engage.config import Settings
from engage.database import db


def test_a_reachable_database_that_is_up_to_date_is_healthy(raw_client: FlaskClient) -> None:
    answer = raw_client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_a_database_that_is_behind_is_said_to_be(raw_client: FlaskClient) -> None:
    newest = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    answer = raw_client.get("/health")
    assert (answer.status_code, answer.json["reason"]) == (
        503,
        "The database is not up to date. Run: engage upgrade",
    )
    db.session.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest})
    db.session.commit()


def test_an_unreachable_database_is_said_to_be_without_its_address(tmp_path: Path) -> None:
    nowhere = Settings(
        data_dir=tmp_path, database_url="postgresql+psycopg://me:secret@127.0.0.1:1/engage", secret_key="x"
    )
    answer = create_app(nowhere).test_client().get("/health")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "reason": "The database cannot be reached."}
