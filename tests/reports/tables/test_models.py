"""Tables that were stored with what is no longer part of them are still read after an upgrade."""

from __future__ import annotations

from pathlib import Path

import flask_migrate

from engage.app import create_app
from engage.config import Settings
from engage.database import MIGRATIONS, db
from engage.reports.tables.document import TableDocument
from engage.reports.tables.models import ClosedTable
from tests.builders import make_programme, make_user

BEFORE = "the_leads_work"


def test_a_table_stays_readable_without_what_was_held_back(tmp_path: Path) -> None:
    other = create_app(Settings(data_dir=tmp_path, testing=True))
    with other.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        programme = make_programme()
        document = TableDocument(wave="First", rows="Why?", groups=(), lines=(), threshold=5).model_dump(mode="json")
        wave, maker = programme.waves[0], make_user(programme)
        db.session.add(ClosedTable(wave=wave, number=1, document=document, maker=maker))
        db.session.commit()
        db.session.remove()
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision=BEFORE)
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        stored = db.session.query(ClosedTable).one().document
        assert stored == document
        assert TableDocument.model_validate(stored).rows == "Why?"
        db.session.remove()
        db.engine.dispose()
