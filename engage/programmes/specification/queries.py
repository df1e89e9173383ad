"""Reading lines of the specification and their versions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from engage.database import db
from engage.programmes.models import (
    Programme,
    SpecificationLine,
    SpecificationLineVersion,
    SpecificationSection,
)


def find_section(*, programme: Programme, section_id: int) -> SpecificationSection | None:
    """Find a section of the programme by its id."""
    section = db.session.get(SpecificationSection, section_id)
    return section if section is not None and section.programme_id == programme.id else None


def find_line(*, programme: Programme, line_id: int) -> SpecificationLine | None:
    """Find a line of the programme's specification by its id."""
    line = db.session.get(SpecificationLine, line_id)
    return line if line is not None and line.section.programme_id == programme.id else None


def list_versions(*, line: SpecificationLine) -> Sequence[SpecificationLineVersion]:
    """Every version of a line with its author, the newest first."""
    query = select(SpecificationLineVersion).where(SpecificationLineVersion.line_id == line.id)
    query = query.options(joinedload(SpecificationLineVersion.author))
    return db.session.scalars(query.order_by(SpecificationLineVersion.number.desc())).all()
