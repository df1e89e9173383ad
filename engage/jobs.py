"""Jobs: work that no page should wait for. Jobs carry ids, never text.

On SQLite out of the box; on Redis, with any number of workers, by ENGAGE_JOBS_URL.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.exceptions import RetryTask

from engage.coding import operations
from engage.coding.signals import suggestions_wanted
from engage.config import Settings
from engage.database import db, now, today
from engage.reports.readings import take_readings
from engage.surveys.order import forget_order
from engage.surveys.returning.operations import tidy
from engage.surveys.updates import letters
from engage.surveys.updates.signals import letters_wanted

QUEUE = "huey"
SUGGEST = "suggest_codes"
TIDY = "tidy"
WRITE = "write_letter"
# What has had its time goes within the day, and each day is read, also on a machine that is switched off at night.
EVERY_HOUR = crontab(minute="10")
# A letter that is refused is tried again after 1, 2, 4 minutes and so on: for about 17 hours, as mail servers do.
TRIES = 11
FIRST_WAIT = 60


def init_app(app: Flask) -> None:
    settings: Settings = app.config["ENGAGE"]
    queue = _queue(settings)

    def suggest_codes(programme_id: int) -> None:
        # The frame may have gone since somebody pressed the button; then there is nothing to do.
        with app.app_context(), suppress(operations.NoFrame):
            operations.suggest_codes(programme_id=programme_id, scheduler=settings.scheduler)
            db.session.commit()

    def keep_time() -> None:
        with app.app_context():
            tidy(at=now())
            db.session.commit()
            forget_order()
            take_readings(on=today())
            db.session.commit()

    def write_letter(address_id: str) -> None:
        with app.app_context():
            try:
                letters.write_letter(uuid.UUID(address_id))
            except letters.NotSent as refused:
                if refused.failures < TRIES:
                    raise RetryTask(delay=FIRST_WAIT * 2 ** (refused.failures - 1)) from None

    app.extensions[QUEUE] = queue
    app.extensions[WRITE] = queue.task(name=WRITE)(write_letter)
    letters_wanted.connect(enqueue_letters)
    app.extensions[TIDY] = queue.periodic_task(EVERY_HOUR, name=TIDY)(keep_time)
    app.extensions[SUGGEST] = queue.task(name=SUGGEST)(suggest_codes)
    suggestions_wanted.connect(enqueue_suggestions)


def enqueue_suggestions(_sender: object, *, programme_id: int) -> None:
    """Ask for a run of the machine. Sent after the commit: the job reads what is stored."""
    current_app.extensions[SUGGEST](programme_id)


def enqueue_letters(_sender: object, *, address_ids: Sequence[uuid.UUID]) -> None:
    """A job for each letter. One that is asked for twice writes once: the first to claim the address has it."""
    for address_id in address_ids:
        current_app.extensions[WRITE](address_id.hex)


def _queue(settings: Settings) -> Huey:
    if settings.jobs_url:
        return RedisHuey("engage", url=settings.jobs_url, immediate=settings.jobs_immediate)
    path = str(settings.data_dir / "jobs.sqlite")
    return SqliteHuey("engage", filename=path, immediate=settings.jobs_immediate)
