"""What coding does when it hears from safeguarding."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from engage.coding import operations


def cut_excerpts(_sender: object, *, answer_ids: Sequence[uuid.UUID]) -> None:
    """In the transaction that clears the answers, so that none is lost."""
    operations.add_excerpts(answer_ids=answer_ids)


def translate_excerpts(_sender: object, *, answer_ids: Sequence[uuid.UUID]) -> None:
    """In the transaction that stores the translation."""
    operations.translate_excerpts(answer_ids=answer_ids)
