"""Who is to be written to: the leads when something should be looked at now, the administrators when nobody did."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, insert, or_, select, update

from engage.accounts.models import Membership, Role, User
from engage.analysis.triage import Tier
from engage.database import db, send_after_commit
from engage.safeguarding.models import Flag, FlagLetter, FlagReason, FlagState, LetterKind
from engage.safeguarding.queries import flags_with_programme, programme_of_flag
from engage.safeguarding.signals import letter_due

# An answer has a day and no time, so a day is counted from its beginning: what came in on Monday morning has had a
# day and a half at noon on Tuesday, what came in on Monday night half a day.
LONGEST_UNTAKEN = dt.timedelta(hours=36)


class Addressee(NamedTuple):
    """Somebody to whom letters of a programme are due."""

    programme_id: int
    user_id: int


def write_to_leads(*, flag_ids: Collection[uuid.UUID], programme_id: int) -> None:
    """Have a letter written to every safeguarding lead of the programme that something is to be looked at now."""
    _add(flag_ids, programme_id, Role.SAFEGUARDING_LEAD, LetterKind.RAISED)


def write_to_administrators(*, at: dt.datetime) -> int:
    """Have the administrators written to where nobody took what should have been looked at now; how many such flags
    are new. Each is written of once, so that a second run changes nothing."""
    late: dict[int, list[uuid.UUID]] = {}
    for flag_id, programme_id in db.session.execute(_untaken_since((at - LONGEST_UNTAKEN).date())):
        late.setdefault(programme_id, []).append(flag_id)
    for programme_id, flag_ids in late.items():
        _add(flag_ids, programme_id, Role.ADMINISTRATOR, LetterKind.UNOPENED)
    return sum(map(len, late.values()))


def list_due() -> list[Addressee]:
    """Everybody to whom a letter is due: one that was refused, or whose job was lost."""
    query = select(FlagLetter.programme_id, FlagLetter.user_id).where(~FlagLetter.is_sent).distinct()
    return [Addressee(*row) for row in db.session.execute(query.order_by(FlagLetter.programme_id, FlagLetter.user_id))]


def list_letters(addressee: Addressee, kind: LetterKind) -> Sequence[uuid.UUID]:
    """The flags that one person is still to be written about."""
    query = select(FlagLetter.flag_id).where(*_due(addressee, kind))
    return db.session.scalars(query.order_by(FlagLetter.flag_id)).all()


def list_answers(flag_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """The answers that these flags are about."""
    query = select(Flag.answer_id).where(Flag.id.in_(flag_ids), Flag.answer_id.is_not(None)).distinct()
    return [answer_id for answer_id in db.session.scalars(query.order_by(Flag.answer_id)) if answer_id]


def mark_sent(addressee: Addressee, kind: LetterKind, flag_ids: Collection[uuid.UUID]) -> None:
    about = (*_due(addressee, kind), FlagLetter.flag_id.in_(flag_ids))
    db.session.execute(update(FlagLetter).where(*about).values(is_sent=True))


def mark_refused(addressee: Addressee, kind: LetterKind, flag_ids: Collection[uuid.UUID]) -> int:
    """Count that the mail server refused the letter about these once more; how often it did, at most."""
    about = (*_due(addressee, kind), FlagLetter.flag_id.in_(flag_ids))
    db.session.execute(update(FlagLetter).where(*about).values(failures=FlagLetter.failures + 1))
    return db.session.scalar(select(func.max(FlagLetter.failures)).where(*about)) or 1


def is_urgent() -> ColumnElement[bool]:
    """The SQL condition that a flag is to be looked at now."""
    return or_(Flag.reason == FlagReason.CONCERN, Flag.tier == Tier.LOOK_NOW)


def _due(addressee: Addressee, kind: LetterKind) -> tuple[ColumnElement[bool], ...]:
    whose = (FlagLetter.programme_id == addressee.programme_id, FlagLetter.user_id == addressee.user_id)
    return (*whose, FlagLetter.kind == kind, ~FlagLetter.is_sent)


def _untaken_since(last: dt.date) -> Select[uuid.UUID, int]:
    """Id and programme of each urgent flag that came in by that day, that nobody took and no letter is about."""
    written = exists().where(FlagLetter.flag_id == Flag.id, FlagLetter.kind == LetterKind.UNOPENED)
    query = flags_with_programme().with_only_columns(Flag.id, programme_of_flag())
    query = query.where(Flag.state == FlagState.OPEN, is_urgent(), Flag.raised_on <= last, ~written)
    return query.order_by(Flag.id)


def _add(flag_ids: Collection[uuid.UUID], programme_id: int, role: Role, kind: LetterKind) -> None:
    """A letter for each flag and each person who holds the role and may sign in; one job a person writes them all."""
    if not flag_ids:
        return
    query = select(User.id).join(Membership).where(Membership.programme_id == programme_id, Membership.role == role)
    people = db.session.scalars(query.where(User.is_enabled).order_by(User.id)).all()
    there = set(
        db.session.execute(
            select(FlagLetter.flag_id, FlagLetter.user_id).where(
                FlagLetter.flag_id.in_(flag_ids), FlagLetter.kind == kind
            )
        )
    )
    common = {"programme_id": programme_id, "kind": kind}
    rows = [{**common, "flag_id": flag_id, "user_id": user_id} for flag_id in flag_ids for user_id in people]
    if new := [row for row in rows if (row["flag_id"], row["user_id"]) not in there]:
        db.session.execute(insert(FlagLetter), new)
    for user_id in people:
        send_after_commit(letter_due, programme_id=programme_id, user_id=user_id)
