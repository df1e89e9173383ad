"""A class behind one address answers together; the whole hall of 300 is `python -m benchmarks.hall`."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hall import sit
from tests.surveys.real_server import another_database, sent_answers

CLASS = 30


@pytest.mark.database
def test_thirty_people_at_once_behind_one_address_are_all_stored_to_the_letter(tmp_path: Path) -> None:
    with another_database() as url:
        hall = sit(tmp_path, CLASS, within=0.2, think=(0.0, 0.05), database_url=url)
        stored = sent_answers(tmp_path, url)
    assert hall.errors == []
    assert hall.kept.is_exact, hall.kept
    assert len(stored) == CLASS + 1, "everyone, and the one who went first to see the pages"
    assert {len(said) for said in stored.values()} == {12}
    log = (tmp_path / "serve.log").read_text()
    assert "/s/" not in log, "what was asked for stands in no log"
    assert "My words" not in log
