"""Reading people, their roles and the audit trail."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from engage.accounts.models import FailedSignIn, User
from engage.database import db, now


def find_user(*, email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


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
