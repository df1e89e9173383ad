"""What safeguarding does when it hears from the rooms below."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from flask import current_app

from engage.analysis.embeddings import can_embed
from engage.passages.models import HeldPassage
from engage.passages.signals import WrittenText
from engage.safeguarding import operations, passages, queries, triage


def triage_submitted(_sender: object, *, response_ids: Sequence[uuid.UUID]) -> None:
    """In the transaction that submits, so that no answer is ever readable before it was looked at."""
    triage.triage_responses(response_ids=response_ids, by_meaning=reads_meaning())


def keep_records(_sender: object, *, response_ids: Sequence[uuid.UUID]) -> None:
    """In the transaction that takes answers back, before they are gone."""
    operations.keep_records(response_ids=response_ids)


def list_on_hold(_sender: object, *, answer_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """For rooms below that show answers to somebody."""
    return set(answer_ids).difference(queries.list_free(list(answer_ids)))


def triage_written(_sender: object, *, written: WrittenText) -> dict[str, HeldPassage]:
    """In the transaction that stores a text; where this fails, the text is not stored."""
    return passages.hold_worrying(written=written, by_meaning=reads_meaning())


def reads_meaning() -> bool:
    """Whether triage reads what texts mean beside their words."""
    return current_app.config["ENGAGE"].read_meaning and can_embed()
