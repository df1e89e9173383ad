"""A real server is killed while people answer: what they were told was stored is there, and nothing twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from benchmarks.killing import kill
from benchmarks.people import Browser, Step
from benchmarks.stored import fill
from benchmarks.stubborn import Stubborn, check
from tests.surveys.real_server import another_database, sent_answers


@pytest.mark.database
def test_every_acknowledged_page_survives_kills_of_workers_and_of_the_whole_server(tmp_path: Path) -> None:
    with another_database() as url:
        kept, failures = kill(tmp_path, url, kills=6, people=8, whole=6)
    assert failures, "no request was cut off: the kills came too late"
    assert kept.acknowledged > 20
    assert kept.is_exact, kept


def test_a_lost_or_a_changed_answer_would_be_noticed(tmp_path: Path) -> None:
    fill(tmp_path, responses=1)
    (response_id,) = sent_answers(tmp_path, "")
    person = Stubborn(Browser(0), [])
    person.own = {"response": response_id}
    pages = ["moves", "setting", "never-asked"]
    person.acknowledged = [Step(f"/s/measured/q/{page}", (("answer", "none"),), "") for page in pages]
    kept = check(f"sqlite:///{tmp_path}/engage.sqlite", [person])
    assert kept.lost == [f"{response_id} never-asked"]
    assert kept.wrong == [f"{response_id} setting"]
    assert not kept.is_exact


def test_a_commit_to_sqlite_is_on_the_disk_before_it_returns_and_a_read_costs_no_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    engine = create_engine(f"sqlite:///{tmp_path}/one.sqlite")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE answer (words TEXT)"))
    monkeypatch.setattr(os, "fdatasync", lambda file: synced.append(os.fstat(file).st_size))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO answer VALUES ('The dog.')"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT words FROM answer")) == "The dog."
        connection.commit()
    log = tmp_path / "one.sqlite-wal"
    assert synced == [log.stat().st_size], "one sync, when all of the commit was in the log"
    engine.dispose()
