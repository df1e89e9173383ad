"""Where a real server of a test keeps its answers: SQLite, or PostgreSQL where the run has one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, select

from benchmarks.servers import empty_database
from engage.surveys.models import Answer, Response


@contextmanager
def another_database() -> Iterator[str]:
    """The URL of an empty PostgreSQL database for one server, or nothing where the run is on SQLite."""
    given = os.environ.get("ENGAGE_TEST_DATABASE_URL")
    if not given:
        yield ""
        return
    with empty_database(given) as url:
        yield url


def sent_answers(folder: Path, database_url: str) -> dict[str, dict[str, object]]:
    """What each submitted response says, by its id and item."""
    engine = create_engine(database_url or f"sqlite:///{folder}/engage.sqlite")
    columns = (Answer.response_id, Answer.item_id, Answer.options, Answer.text)
    said = select(*columns).join(Response).where(Response.submitted_on.is_not(None)).order_by(Answer.item_id)
    responses: dict[str, dict[str, object]] = {}
    with engine.connect() as connection:
        for response_id, item_id, options, text in connection.execute(said):
            responses.setdefault(response_id.hex, {})[item_id] = text or options
    engine.dispose()
    return responses
