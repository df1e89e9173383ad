"""Jobs: work that no page should wait for. Jobs carry ids, never text.

On SQLite out of the box; on Redis, with any number of workers, by ENGAGE_JOBS_URL.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import wraps

from flask import Flask, current_app
from huey import Huey, PriorityRedisHuey, SqliteHuey, crontab
from huey.exceptions import RetryTask
from redis.exceptions import RedisError

from engage.coding import operations
from engage.coding.signals import suggestions_wanted
from engage.config import Settings
from engage.database import db, now, today
from engage.demo.steps import load_and_tell, missing_steps
from engage.reports.drafts import operations as drafts
from engage.reports.drafts.signals import summary_wanted
from engage.reports.readings import take_readings
from engage.safeguarding import alerts, passages, triage
from engage.safeguarding import letters as safeguarding_letters
from engage.safeguarding.alerts import Addressee
from engage.safeguarding.signals import letter_due, reading_wanted
from engage.surveys.order import forget_order
from engage.surveys.returning.operations import tidy
from engage.surveys.updates import letters
from engage.surveys.updates.signals import letters_wanted

QUEUE = "huey"
SUGGEST = "suggest_codes"
PREPARE = "prepare_summary"
TIDY = "tidy"
WRITE = "write_letter"
ALERT = "write_alerts"
READ = "read_meaning"
DEMONSTRATION = "load_demonstration"
# A letter about what to look at now goes before whatever else waits; all else comes as it was asked for.
FIRST = 100
PRIORITIES = {ALERT: FIRST}
# What has had its time goes within the day, and each day is read, also on a machine that is switched off at night.
EVERY_HOUR = crontab(minute="10")
# A letter that is refused is tried again after 1, 2, 4 minutes and so on: for about 17 hours, as mail servers do.
TRIES = 11
FIRST_WAIT = 60
Work = Callable[..., None]
# A queue in order of priority is another kind of Redis value than the one that "engage" was before.
REDIS_NAME = "engagejobs"
# The queue is out of reach. What is to be done is stored, and found again within the hour.
NOT_QUEUED = (OSError, sqlite3.Error, RedisError)


def init_app(app: Flask) -> None:
    queue = app.extensions[QUEUE] = _queue(app.config["ENGAGE"])
    works: dict[str, Work] = {
        SUGGEST: suggest_codes,
        PREPARE: prepare_summary,
        WRITE: write_letter,
        ALERT: write_alerts,
        READ: read_some,
        DEMONSTRATION: load_demonstration,
    }
    for name, work in works.items():
        app.extensions[name] = queue.task(name=name, priority=PRIORITIES.get(name))(_inside(app, work))
    app.extensions[TIDY] = queue.periodic_task(EVERY_HOUR, name=TIDY)(_inside(app, keep_time))
    suggestions_wanted.connect(enqueue_suggestions)
    summary_wanted.connect(enqueue_summary)
    letters_wanted.connect(enqueue_letters)
    letter_due.connect(enqueue_alerts)
    reading_wanted.connect(enqueue_reading)


def suggest_codes(programme_id: int) -> None:
    # The frame may have gone since somebody pressed the button; then there is nothing to do.
    with suppress(operations.NoFrame):
        operations.suggest_codes(programme_id=programme_id, scheduler=current_app.config["ENGAGE"].scheduler)
        db.session.commit()


def prepare_summary(wave_id: int, attempt: int) -> None:
    """Prepare the next edition of a wave's summary, and say how far it is as it goes."""

    def tell(steps_done: int) -> None:
        drafts.note_progress(wave_id=wave_id, attempt=attempt, steps_done=steps_done)
        db.session.commit()

    try:
        drafts.prepare_summary(wave_id=wave_id, attempt=attempt, progress=tell)
    except Exception:
        db.session.rollback()
        drafts.note_failure(wave_id=wave_id, attempt=attempt)
        db.session.commit()
        raise
    db.session.commit()


def keep_time() -> None:
    """What is done every hour. Again at once changes nothing."""
    tidy(at=now())
    db.session.commit()
    enqueue_reading(None)
    alerts.write_to_administrators(at=now())
    db.session.commit()
    for addressee in alerts.list_due():
        enqueue_alerts(None, **addressee._asdict())
    forget_order()
    take_readings(on=today())
    db.session.commit()


def write_letter(address_id: str) -> None:
    try:
        letters.write_letter(uuid.UUID(address_id))
    except letters.NotSent as refused:
        if refused.failures < TRIES:
            raise RetryTask(delay=_wait(refused.failures)) from None


def write_alerts(programme_id: int, user_id: int) -> None:
    """After the last try it is tried every hour, for as long as the mail server refuses."""
    try:
        safeguarding_letters.write_letters(Addressee(programme_id, user_id))
    except safeguarding_letters.NotSent as refused:
        if refused.failures < TRIES:
            raise RetryTask(delay=_wait(refused.failures)) from None


def read_some() -> None:
    """Read what some answers or passages of notes mean that wait for it, and ask for another job where more may wait: a
    letter that has become due meanwhile is written between the two."""
    has_read = triage.read_answers() or passages.read_passages()
    db.session.commit()
    if has_read:
        enqueue_reading(None)


def load_demonstration() -> None:
    """Load what is missing of it, and say so on the terminal that serves the pages."""
    load_and_tell(missing_steps())


def enqueue_suggestions(_sender: object, *, programme_id: int) -> None:
    """Ask for a run of the machine. Sent after the commit: the job reads what is stored."""
    current_app.extensions[SUGGEST](programme_id)


def enqueue_summary(_sender: object, *, wave_id: int, attempt: int) -> None:
    """A job to prepare the next edition. One that is lost is asked for again by whoever waits for it."""
    with _logged():
        current_app.extensions[PREPARE](wave_id, attempt)


def enqueue_letters(_sender: object, *, address_ids: Sequence[uuid.UUID]) -> None:
    """A job for each letter. One that is asked for twice writes once: the first to claim the address has it."""
    for address_id in address_ids:
        current_app.extensions[WRITE](address_id.hex)


def enqueue_alerts(_sender: object, *, programme_id: int, user_id: int) -> None:
    """A job for all that is due to one person; what somebody has just sent is stored, so it never fails for this."""
    with _logged():
        current_app.extensions[ALERT](programme_id, user_id)


def enqueue_reading(_sender: object) -> None:
    """A job for all that waits to be read, whoever sent it."""
    with _logged():
        current_app.extensions[READ]()


@contextmanager
def _logged() -> Iterator[None]:
    try:
        yield
    except NOT_QUEUED:
        current_app.logger.exception("The queue of jobs cannot be reached; it is tried again within the hour")


def _inside(app: Flask, work: Work) -> Work:
    """The work of a job, done in the application's context."""

    @wraps(work)
    def work_inside(*given: object) -> None:
        with app.app_context():
            work(*given)

    return work_inside


def _wait(failures: int) -> int:
    """Seconds until a letter that was refused so often is tried again."""
    return int(FIRST_WAIT * 2 ** (failures - 1))


def _queue(settings: Settings) -> Huey:
    if settings.jobs_url:
        return PriorityRedisHuey(REDIS_NAME, url=settings.jobs_url, immediate=settings.jobs_immediate)
    path = str(settings.data_dir / "jobs.sqlite")
    return SqliteHuey("engage", filename=path, immediate=settings.jobs_immediate)
