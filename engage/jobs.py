"""Jobs: work that no page should wait for. Jobs carry ids, never text.

On SQLite out of the box; on Redis, with any number of workers, by ENGAGE_JOBS_URL.
"""

from __future__ import annotations

from contextlib import suppress

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey

from engage.coding import operations
from engage.coding.signals import suggestions_wanted
from engage.config import Settings
from engage.database import db

QUEUE = "huey"
SUGGEST = "suggest_codes"


def init_app(app: Flask) -> None:
    queue = _queue(app.config["ENGAGE"])

    def suggest_codes(programme_id: int) -> None:
        # The frame may have gone since somebody pressed the button; then there is nothing to do.
        with app.app_context(), suppress(operations.NoFrame):
            operations.suggest_codes(programme_id=programme_id)
            db.session.commit()

    app.extensions[QUEUE] = queue
    app.extensions[SUGGEST] = queue.task(name=SUGGEST)(suggest_codes)
    suggestions_wanted.connect(enqueue_suggestions)


def enqueue_suggestions(_sender: object, *, programme_id: int) -> None:
    """Ask for a run of the machine. Sent after the commit: the job reads what is stored."""
    current_app.extensions[SUGGEST](programme_id)


def _queue(settings: Settings) -> Huey:
    if settings.jobs_url:
        return RedisHuey("engage", url=settings.jobs_url, immediate=settings.jobs_immediate)
    path = str(settings.data_dir / "jobs.sqlite")
    return SqliteHuey("engage", filename=path, immediate=settings.jobs_immediate)
