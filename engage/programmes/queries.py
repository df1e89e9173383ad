"""Reading councils, programmes and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from engage.database import db
from engage.programmes.models import Programme


def find_programme(*, slug: str) -> Programme | None:
    return db.session.scalar(select(Programme).where(Programme.slug == slug))


def list_programmes() -> Sequence[Programme]:
    """Every programme, oldest first."""
    return db.session.scalars(select(Programme).order_by(Programme.id)).all()
