"""Reading councils, programmes and what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import joinedload, selectinload

from engage.accounts.models import Membership, Role, User
from engage.database import db
from engage.programmes.models import Audience, Council, Programme, SpecificationSection

# Who runs a programme: changes it, and speaks for its council.
RUNNING = (Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER)


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


def list_councils_to_start_in(*, user: User) -> Sequence[Council]:
    """The councils under whose name somebody may start a programme: those of programmes that they run, and those that
    have no programme yet. In alphabetical order."""
    query = select(Council).where(Council.programmes.any(_is_run_by(user)) | ~Council.programmes.any())
    return db.session.scalars(query.order_by(Council.name, Council.id)).all()


def list_run_by_others(*, council: Council, user: User) -> Sequence[Programme]:
    """The programmes of a council that other people work on, and that somebody does not run themselves."""
    others = exists().where(Membership.programme_id == Programme.id, Membership.user_id != user.id)
    query = select(Programme).where(Programme.council_id == council.id, others, ~_is_run_by(user))
    return db.session.scalars(query.order_by(Programme.id)).all()


def _is_run_by(user: User) -> Exists:
    return exists().where(
        Membership.programme_id == Programme.id, Membership.user_id == user.id, Membership.role.in_(RUNNING)
    )


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
