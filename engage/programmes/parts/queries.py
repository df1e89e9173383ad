"""Reading the parts of a programme."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engage.accounts.models import AuditEntry
from engage.database import db
from engage.programmes.models import Programme
from engage.programmes.parts.kinds import KINDS

# Nobody sends a form again after so many others were added.
LATEST = 50


def find_part(*, programme: Programme, kind: str, part_id: int) -> Any:
    """The part with this id, if it is this programme's."""
    part: Any = db.session.get(KINDS[kind].model, part_id)
    return part if part is not None and part.programme_id == programme.id else None


def is_gone(*, kind: str, part_id: int) -> bool:
    """Whether there is no such part in any programme."""
    return db.session.get(KINDS[kind].model, part_id) is None


def find_added(*, programme: Programme, kind: str, once: str) -> Any:
    """The part that a form sent before under this `once` has added, or None."""
    model = KINDS[kind].model
    query = select(AuditEntry).where(AuditEntry.programme_id == programme.id, AuditEntry.action == "added part")
    query = query.where(AuditEntry.subject == model.__tablename__).order_by(AuditEntry.id.desc()).limit(LATEST)
    entries = db.session.scalars(query).all() if once else ()
    found = next((int(entry.subject_id) for entry in entries if entry.facts.get("once") == once), 0)
    return find_part(programme=programme, kind=kind, part_id=found) if found else None
