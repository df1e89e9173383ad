"""What reports answer when a part of a programme is to go."""

from __future__ import annotations

from engage.database import Model
from engage.programmes.models import SpecificationSection, Wave
from engage.reports import queries


def name_reports_that_need(_sender: object, *, part: Model) -> list[str]:
    """The findings, opening sentences and editions that are of a wave or a section."""
    return queries.name_what_is_of(part) if isinstance(part, Wave | SpecificationSection) else []
