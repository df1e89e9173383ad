"""People who sign in, what they may do in each programme, and the trail of what they did."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.database import Id, Model, Name, now


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    COMMISSIONING_OFFICER = "commissioning_officer"
    REVIEWER = "reviewer"
    ANALYST = "analyst"
    FACILITATOR = "facilitator"
    WORKING_GROUP_MEMBER = "working_group_member"
    PROCUREMENT_LEAD = "procurement_lead"
    SAFEGUARDING_LEAD = "safeguarding_lead"


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class User(UserMixin, Model):
    """Someone with an account. The password is an argon2 hash; none until an invitation is taken up."""

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Name]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_enabled: Mapped[bool] = mapped_column(default=True)
    # Changes with the password, so that every other open browser is signed out.
    session_key: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", order_by="Membership.programme_id, Membership.role", cascade="all, delete-orphan"
    )

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower_case"),)

    @property
    def is_active(self) -> bool:
        return self.is_enabled

    def get_id(self) -> str:
        return f"{self.id}-{self.session_key}"

    def roles_in(self, programme_id: int) -> frozenset[str]:
        return frozenset(held.role for held in self.memberships if held.programme_id == programme_id)


class Membership(Model):
    """One role of one person in one programme."""

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    user: Mapped[User] = relationship(back_populates="memberships")

    __table_args__ = (UniqueConstraint("user_id", "programme_id", "role"),)


class OneTimeLink(Model):
    """An invitation or a password reset: only the hash of its token is kept, and it works once."""

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    user: Mapped[User] = relationship()


class FailedSignIn(Model):
    """One failed sign-in, as keyed hashes, so that guessing can be slowed without keeping who or where."""

    id: Mapped[Id]
    email_hash: Mapped[str] = mapped_column(String(64), index=True)
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class AuditEntry(Model):
    """What somebody did, when, to which record. Rows are only ever added (triggers refuse anything else), and
    `facts` holds names of settings and ids, never a respondent's words."""

    id: Mapped[Id]
    at: Mapped[dt.datetime] = mapped_column(default=now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    user: Mapped[User | None] = relationship()
