"""Reading councils, programmes and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from engage.database import db
from engage.programmes.models import Audience, Council, Programme


def find_programme(*, slug: str) -> Programme | None:
    return db.session.scalar(select(Programme).where(Programme.slug == slug))


def list_programmes() -> Sequence[Programme]:
    """Every programme, oldest first."""
    return db.session.scalars(select(Programme).order_by(Programme.id)).all()


def find_council(*, slug: str) -> Council | None:
    return db.session.scalar(select(Council).where(Council.slug == slug))


def list_councils() -> Sequence[Council]:
    """Every council, in alphabetical order."""
    return db.session.scalars(select(Council).order_by(Council.name, Council.id)).all()


def find_audience(*, programme: Programme, slug: str) -> Audience | None:
    return db.session.scalar(select(Audience).where(Audience.programme_id == programme.id, Audience.slug == slug))
