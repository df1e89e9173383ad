"""What coding does when it hears from safeguarding."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from engage.coding import operations, queries
from engage.database import Model
from engage.programmes.models import Kloe, SpecificationSection


def cut_excerpts(_sender: object, *, answer_ids: Sequence[uuid.UUID]) -> None:
    """In the transaction that clears the answers, so that none is lost."""
    operations.add_excerpts(answer_ids=answer_ids)


def translate_excerpts(_sender: object, *, answer_ids: Sequence[uuid.UUID]) -> None:
    """In the transaction that stores the translation."""
    operations.translate_excerpts(answer_ids=answer_ids)


def name_codes_that_need(_sender: object, *, part: Model) -> list[str]:
    """The codes of the frame in force, or of an earlier one, that feed a section or a line of enquiry."""
    if not isinstance(part, Kloe | SpecificationSection):
        return []
    return [f"the code “{name}”" for name in queries.list_codes_that_feed(part)]
