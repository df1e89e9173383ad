"""Writing people, their roles, sign-ins and the audit trail."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from base64 import b64encode
from collections.abc import Collection

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from argon2.low_level import ARGON2_VERSION
from sqlalchemy import delete, select

from engage.accounts import queries
from engage.accounts.models import AuditEntry, FailedSignIn, LinkPurpose, Membership, OneTimeLink, Role, User
from engage.database import DomainError, constraint_as, db, now

# NIST SP 800-63B section 3.1.1: length matters, composition rules do not.
SHORTEST_PASSWORD = 12
INVITATION_LASTS = dt.timedelta(days=7)
RESET_LASTS = dt.timedelta(hours=2)
# Letters to one account within THROTTLE_WINDOW: enough for one that went astray, too few to flood somebody.
RESETS_AT_ONCE = 3

# OWASP's advice is to slow guessing for each account; by account and address first, so that one person's slips, or a
# stranger's guesses, lock nobody else out, and never by address alone: a whole school stands behind one.
THROTTLE_WINDOW = dt.timedelta(minutes=15)
TRIES_FROM_ONE_ADDRESS = 5
TRIES_FROM_ANYWHERE = 50

hasher = PasswordHasher()


def unguessable_hash() -> str:
    """A hash that no known password has, made without the fifth of a second that hashing one takes each process."""
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


# Verified when the email is unknown, so that the answer takes as long either way.
NOBODYS_HASH = unguessable_hash()


class SignInRefused(DomainError):
    """The email and password do not go together, or there were too many tries."""


class EmailTaken(DomainError):
    """Another account has this email address."""


class LinkSpent(DomainError):
    """The one-time link is unknown, used or out of date."""


class LastAdministrator(DomainError):
    """Nobody would be left to invite people to the programme."""


class NotYoursToDisable(DomainError):
    """The account is one's own, or works in another programme too."""


class PasswordTooShort(DomainError):
    """The password has fewer than SHORTEST_PASSWORD characters."""


def create_user(*, email: str, name: str, password: str | None = None) -> User:
    """A new account; without a password it waits for its invitation. Raises EmailTaken, PasswordTooShort."""
    user = User(email=email.strip().lower(), name=name.strip(), session_key=secrets.token_hex(16))
    if password is not None:
        _set_password(user, password)
    with constraint_as("uq_user_email", EmailTaken("Someone already has an account with this email", "email")):
        db.session.add(user)
    return user


def grant_role(*, user: User, programme_id: int, role: Role) -> None:
    """Give a person a role in a programme; once is enough."""
    if role not in user.roles_in(programme_id):
        user.memberships.append(Membership(programme_id=programme_id, role=role))
        db.session.flush()


def withdraw_role(*, user: User, programme_id: int, role: Role) -> None:
    user.memberships = [held for held in user.memberships if (held.programme_id, held.role) != (programme_id, role)]
    db.session.flush()


def set_roles(*, user: User, programme_id: int, roles: Collection[Role]) -> None:
    """Give a person exactly these roles in a programme. Raises LastAdministrator."""
    others = queries.count_administrators(programme_id=programme_id, besides=user)
    if Role.ADMINISTRATOR in user.roles_in(programme_id) and Role.ADMINISTRATOR not in roles and not others:
        raise LastAdministrator("Make somebody else an administrator first", "roles")
    for role in Role:
        change = grant_role if role in roles else withdraw_role
        change(user=user, programme_id=programme_id, role=role)


def set_enabled(*, user: User, programme_id: int, is_enabled: bool, by: User) -> None:
    """Let a person sign in, or not; whoever is signed in with a disabled account is out at the next page.
    Raises NotYoursToDisable."""
    if user.id == by.id:
        raise NotYoursToDisable("You cannot disable your own account")
    if not queries.works_only_in(user=user, programme_id=programme_id):
        raise NotYoursToDisable("They work on another programme too. Take away their roles in this one instead")
    user.is_enabled = is_enabled
    db.session.flush()


def ask_for_reset(*, email: str) -> tuple[User, str] | None:
    """The person with this email and a token for a one-time link; None where there is no such account in use, or
    it was sent RESETS_AT_ONCE links just now."""
    user = queries.find_user(email=email)
    if user is None or not user.is_enabled:
        return None
    since = now() - THROTTLE_WINDOW + RESET_LASTS
    if queries.count_links(user=user, purpose=LinkPurpose.RESET, expiring_after=since) >= RESETS_AT_ONCE:
        return None
    return user, issue_link(user=user, purpose=LinkPurpose.RESET)


def sign_in(*, email: str, password: str, address: str, key: str) -> User:
    """The person whose email and password these are. `address` is only kept as a hash keyed with `key`.

    Raises SignInRefused; the caller commits even then, so that failures are counted.
    """
    email_hash, address_hash = _keyed(email.strip().lower(), key), _keyed(address, key)
    _refuse_too_many_tries(email_hash, address_hash)
    user = queries.find_user(email=email)
    if not _password_fits(user, password) or user is None or not user.is_enabled:
        db.session.execute(delete(FailedSignIn).where(FailedSignIn.at < now() - THROTTLE_WINDOW))
        db.session.add(FailedSignIn(email_hash=email_hash, address_hash=address_hash))
        db.session.flush()
        raise SignInRefused("Check your email and password: they do not go together", "password")
    return user


def issue_link(*, user: User, purpose: LinkPurpose) -> str:
    """A token for a one-time link; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    lasts = INVITATION_LASTS if purpose is LinkPurpose.INVITATION else RESET_LASTS
    db.session.add(OneTimeLink(user_id=user.id, purpose=purpose, token_hash=_hash(token), expires_at=now() + lasts))
    db.session.flush()
    return token


def find_link(*, token: str) -> OneTimeLink:
    """The unspent link with this token. Raises LinkSpent."""
    link = db.session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == _hash(token)))
    if link is None or link.used_at is not None or link.expires_at < now() or not link.user.is_enabled:
        raise LinkSpent("This link has been used or is out of date. Ask for a new one")
    return link


def use_link(*, token: str, password: str) -> User:
    """Set the password of the person the link was for; it and their other links are spent.
    Raises LinkSpent, PasswordTooShort."""
    link = find_link(token=token)
    _set_password(link.user, password)
    for unspent in queries.list_unspent_links(user=link.user):
        unspent.used_at = now()
    db.session.flush()
    return link.user


def record(
    *,
    user: User | None,
    action: str,
    subject: str,
    subject_id: object,
    programme_id: int | None = None,
    **facts: object,
) -> None:
    """Add to the audit trail. `facts` never hold a respondent's words."""
    db.session.add(
        AuditEntry(
            user_id=user.id if user else None,
            programme_id=programme_id,
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            facts=facts,
        )
    )
    db.session.flush()


def _set_password(user: User, password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(f"Your password must have {SHORTEST_PASSWORD} characters or more", "password")
    user.password_hash = hasher.hash(password)
    user.session_key = secrets.token_hex(16)


def _password_fits(user: User | None, password: str) -> bool:
    known = user.password_hash if user and user.password_hash else NOBODYS_HASH
    try:
        return hasher.verify(known, password)
    except VerificationError:
        return False


def _refuse_too_many_tries(email_hash: str, address_hash: str) -> None:
    here = queries.count_failures(within=THROTTLE_WINDOW, email_hash=email_hash, address_hash=address_hash)
    anywhere = queries.count_failures(within=THROTTLE_WINDOW, email_hash=email_hash)
    if here >= TRIES_FROM_ONE_ADDRESS or anywhere >= TRIES_FROM_ANYWHERE:
        raise SignInRefused("Too many tries. Wait 15 minutes, then try again", "password")


def _keyed(words: str, key: str) -> str:
    return hmac.new(key.encode(), words.encode(), hashlib.sha256).hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
