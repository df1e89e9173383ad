"""Storing what people say about themselves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table

from engage.database import db
from engage.surveys.equality.models import EqualityAnswer
from engage.surveys.responses import INSERTS


def store_answers(*, survey_id: int, once: uuid.UUID, choices: Mapping[str, str]) -> None:
    """A row for each question and its choice. Sent twice under the same `once`, they are stored once; `once` itself
    is not kept, so nothing tells which rows came together."""
    connection = db.session.connection()
    rows = [
        {"id": uuid.uuid5(once, question), "survey_id": survey_id, "question": question, "choice": choice}
        for question, choice in choices.items()
    ]
    if rows:
        insert = INSERTS[connection.dialect.name](cast(Table, EqualityAnswer.__table__))
        connection.execute(insert.on_conflict_do_nothing(), sorted(rows, key=lambda row: str(row["id"])))
