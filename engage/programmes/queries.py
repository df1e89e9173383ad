"""Reading councils, programmes and what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from engage.database import db
from engage.programmes.models import Audience, Council, Programme, SpecificationSection


def find_programme(*, slug: str) -> Programme | None:
    return db.session.scalar(select(Programme).where(Programme.slug == slug))


def list_programmes() -> Sequence[Programme]:
    """Every programme, oldest first."""
    return db.session.scalars(select(Programme).order_by(Programme.id)).all()


def list_programmes_by_id(ids: Collection[int]) -> Sequence[Programme]:
    """The programmes with these ids, in alphabetical order."""
    query = select(Programme).where(Programme.id.in_(ids)).options(joinedload(Programme.council))
    return db.session.scalars(query.order_by(Programme.title, Programme.id)).all()


def find_council(*, slug: str) -> Council | None:
    return db.session.scalar(select(Council).where(Council.slug == slug))


def list_councils() -> Sequence[Council]:
    """Every council, in alphabetical order."""
    return db.session.scalars(select(Council).order_by(Council.name, Council.id)).all()


def list_public_councils() -> Sequence[Council]:
    """The councils that have a published programme, in alphabetical order."""
    query = select(Council).where(Council.programmes.any(Programme.published_at.is_not(None)))
    return db.session.scalars(query.order_by(Council.name, Council.id)).all()


def find_audience(*, programme: Programme, slug: str) -> Audience | None:
    return db.session.scalar(select(Audience).where(Audience.programme_id == programme.id, Audience.slug == slug))


def list_sections(*, programme: Programme) -> Sequence[SpecificationSection]:
    """The sections in order, each with its lines, in two queries however many there are."""
    return db.session.scalars(
        select(SpecificationSection)
        .where(SpecificationSection.programme_id == programme.id)
        .order_by(SpecificationSection.number)
        .options(selectinload(SpecificationSection.lines))
    ).all()
