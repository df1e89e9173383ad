"""What safeguarding does when it hears from surveys."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from engage.safeguarding import operations


def triage_submitted(_sender: object, *, response_ids: Sequence[uuid.UUID]) -> None:
    """In the transaction that submits, so that no answer is ever readable before it was looked at."""
    operations.triage_responses(response_ids=response_ids)


def keep_records(_sender: object, *, response_ids: Sequence[uuid.UUID]) -> None:
    """In the transaction that takes answers back, before they are gone."""
    operations.keep_records(response_ids=response_ids)
