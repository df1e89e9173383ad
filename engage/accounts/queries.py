"""Reading people, their roles and the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from engage.accounts.models import AuditEntry, FailedSignIn, LinkPurpose, Membership, OneTimeLink, Role, User
from engage.database import db, now

ON_A_PAGE = 50


def find_user(*, email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def list_people(*, programme_id: int) -> Sequence[User]:
    """Everyone with a role in the programme, by name, with their roles."""
    query = select(User).where(User.memberships.any(Membership.programme_id == programme_id))
    return db.session.scalars(query.order_by(User.name, User.id).options(selectinload(User.memberships))).all()


def find_person(*, programme_id: int, user_id: int) -> User | None:
    """Someone with a role in the programme."""
    user = db.session.get(User, user_id)
    return user if user and user.roles_in(programme_id) else None


def count_administrators(*, programme_id: int, besides: User) -> int:
    """Administrators of the programme who can sign in, other than one."""
    query = (
        select(func.count(Membership.id))
        .join(User)
        .where(
            Membership.programme_id == programme_id,
            Membership.role == Role.ADMINISTRATOR,
            Membership.user_id != besides.id,
            User.is_enabled,
        )
    )
    return db.session.scalar(query) or 0


def works_only_in(*, user: User, programme_id: int) -> bool:
    return {held.programme_id for held in user.memberships} <= {programme_id}


def count_links(*, user: User, purpose: LinkPurpose, expiring_after: dt.datetime) -> int:
    """Links of a kind made for a person, used or not, that expire after a moment."""
    query = select(func.count(OneTimeLink.id)).where(
        OneTimeLink.user_id == user.id, OneTimeLink.purpose == purpose, OneTimeLink.expires_at > expiring_after
    )
    return db.session.scalar(query) or 0


def list_unspent_links(*, user: User) -> Sequence[OneTimeLink]:
    query = select(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None))
    return db.session.scalars(query.order_by(OneTimeLink.id)).all()


def list_audit(*, programme_id: int, page: int) -> Pagination:
    """One page of what was done in the programme, the latest first."""
    query = select(AuditEntry).where(AuditEntry.programme_id == programme_id).options(joinedload(AuditEntry.user))
    return db.paginate(query.order_by(AuditEntry.id.desc()), page=page, per_page=ON_A_PAGE, error_out=False)


def list_entries(*, programme_id: int, action: str) -> Sequence[AuditEntry]:
    """Every time that this was done in the programme, the latest first."""
    query = select(AuditEntry).where(AuditEntry.programme_id == programme_id, AuditEntry.action == action)
    return db.session.scalars(query.order_by(AuditEntry.id.desc()).options(joinedload(AuditEntry.user))).all()


def load_user(session_id: str) -> User | None:
    """The person a session cookie names, unless their password has changed since or they were disabled."""
    user_id, _, session_key = session_id.partition("-")
    if not user_id.isdigit():
        return None
    user = db.session.get(User, int(user_id))
    return user if user and user.session_key == session_key and user.is_enabled else None


def count_failures(*, within: dt.timedelta, email_hash: str, address_hash: str | None = None) -> int:
    """Failed sign-ins for an email in the last while, from one address or (None) from anywhere."""
    query = select(func.count(FailedSignIn.id)).where(
        FailedSignIn.email_hash == email_hash, FailedSignIn.at > now() - within
    )
    if address_hash is not None:
        query = query.where(FailedSignIn.address_hash == address_hash)
    return db.session.scalar(query) or 0
