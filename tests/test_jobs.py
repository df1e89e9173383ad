from __future__ import annotations

from pathlib import Path

from flask import Flask
from huey import SqliteHuey

from engage.app import create_app
from engage.coding.signals import suggestions_wanted
from engage.config import Settings
from engage.safeguarding.signals import letter_due, reading_wanted


def make_app(folder: Path) -> Flask:
    return create_app(Settings(data_dir=folder, secret_key="for tests only", testing=True))


def test_a_job_waits_in_a_file_until_a_worker_takes_it(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    with app.app_context():
        suggestions_wanted.send(None, programme_id=7)
    queue = app.extensions["huey"]
    assert isinstance(queue, SqliteHuey)
    assert [task.args for task in queue.pending()] == [(7,)]


def test_each_application_has_a_queue_of_its_own(tmp_path: Path) -> None:
    first, second = make_app(tmp_path / "first"), make_app(tmp_path / "second")
    with second.app_context():
        suggestions_wanted.send(None, programme_id=7)
    assert [len(app.extensions["huey"].pending()) for app in (first, second)] == [0, 1]


def test_a_worker_finds_the_job_by_its_name(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    with app.app_context():
        suggestions_wanted.send(None, programme_id=7)
    task = app.extensions["huey"].dequeue()
    assert task is not None
    assert task.name == "suggest_codes"


def test_a_letter_to_a_lead_goes_before_whatever_else_waits(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    with app.app_context():
        suggestions_wanted.send(None, programme_id=7)
        reading_wanted.send(None)
        letter_due.send(None, programme_id=7, user_id=1)
    names = [app.extensions["huey"].dequeue().name for _each in range(3)]
    assert names == ["write_alerts", "suggest_codes", "read_meaning"]


def test_redis_too_has_an_order_of_priority(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="x", testing=True, jobs_url="redis://127.0.0.1:1")
    assert create_app(settings).extensions["huey"].storage.priority
