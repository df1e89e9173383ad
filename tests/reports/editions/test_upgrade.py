"""Editions published before it was written down which is in force."""

from __future__ import annotations

from pathlib import Path

import flask_migrate
from sqlalchemy import text

from engage.app import create_app
from engage.config import Settings
from engage.database import MIGRATIONS, db

TWO_WAVES = """
INSERT INTO council (id, slug, name, ink, accent, email, phone)
  VALUES (1, 'c', 'C', '#000000', '#000000', 'c@c.example', '');
INSERT INTO programme (id, council_id, slug, title, summary, is_demonstration, created_on)
  VALUES (1, 1, 'p', 'P', 'S', 0, '2026-05-01');
INSERT INTO wave (id, programme_id, number, title, starts_on, ends_on)
  VALUES (1, 1, 1, 'Summer', '2026-06-01', '2026-06-30'), (2, 1, 2, 'Autumn', '2026-09-01', '2026-09-30');
INSERT INTO "user" (id, email, name, is_enabled, session_key, created_at)
  VALUES (1, 'o@c.example', 'Officer', 1, 'k', '2026-05-01 10:00:00');
INSERT INTO summary_edition (id, wave_id, number, document, published_at, publisher_id) VALUES
  (1, 1, 1, '{}', '2026-06-10 10:00:00', 1), (2, 2, 1, '{}', '2026-09-10 10:00:00', 1),
  (3, 1, 2, '{}', '2026-10-10 10:00:00', 1)
""".strip().split(";\n")
# The edition that the newest release of each wave names.
IN_FORCE = """
SELECT wave_id, edition.number FROM summary_edition_release AS release
JOIN summary_edition AS edition ON edition.id = edition_id WHERE release.id IN (
  SELECT max(release.id) FROM summary_edition_release AS release
  JOIN summary_edition AS edition ON edition.id = edition_id GROUP BY wave_id
) ORDER BY wave_id
"""


def test_the_newest_edition_of_each_wave_is_in_force(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, testing=True))
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision="versions_of_lines")
        with db.engine.begin() as connection:
            for statement in TWO_WAVES:
                connection.execute(text(statement))
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision="editions_in_force")
        with db.engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(IN_FORCE))]
            days = connection.execute(text("SELECT at FROM summary_edition_release ORDER BY id")).scalars().all()
        db.engine.dispose()
    assert found == [(1, 2), (2, 1)]
    assert [str(day)[:10] for day in days] == ["2026-06-10", "2026-10-10", "2026-09-10"]
