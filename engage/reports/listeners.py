"""What reports answer when a part of a programme is to go, or a safeguarding lead asks what was published."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from engage.database import Model
from engage.programmes.models import SpecificationSection, Wave
from engage.reports import queries
from engage.reports.editions.publications import list_publications
from engage.safeguarding.signals import Publication


def name_reports_that_need(_sender: object, *, part: Model) -> list[str]:
    """The findings, opening sentences and editions that are of a wave or a section."""
    return queries.name_what_is_of(part) if isinstance(part, Wave | SpecificationSection) else []


def name_publications(_sender: object, *, answer_ids: Collection[uuid.UUID]) -> list[Publication]:
    """The editions in which words of these answers were published."""
    return list_publications(answer_ids) if answer_ids else []
