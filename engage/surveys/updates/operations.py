"""Keeping addresses, and writing to each of them once."""

from __future__ import annotations

import uuid
from typing import NamedTuple, cast

from sqlalchemy import Table, delete, select, update

from engage.database import db, now
from engage.programmes.models import Wave
from engage.surveys.models import Survey
from engage.surveys.responses import INSERTS
from engage.surveys.updates.models import UpdateAddress
from engage.surveys.updates.queries import list_due


def leave_address(*, survey_id: int, email: str) -> None:
    """Keep an address; one that is there already stays as it is."""
    connection = db.session.connection()
    insert = INSERTS[connection.dialect.name](cast(Table, UpdateAddress.__table__))
    row = {"id": uuid.uuid4(), "survey_id": survey_id, "email": email.lower(), "is_due": False, "failures": 0}
    connection.execute(insert.on_conflict_do_nothing(), row)


class Due(NamedTuple):
    """How many were made due just now, and the ids of all who are still waiting for their letter."""

    new: int
    address_ids: list[uuid.UUID]


def make_due(*, programme_id: int) -> Due:
    """The result is out: everybody who left an address in the programme is to be written to. Of any number who ask at
    once, each address is new to one."""
    theirs = UpdateAddress.survey_id.in_(select(Survey.id).join(Wave).where(Wave.programme_id == programme_id))
    due = update(UpdateAddress).where(theirs, ~UpdateAddress.is_due).values(is_due=True).returning(UpdateAddress.id)
    new = db.session.scalars(due.execution_options(synchronize_session=False)).all()
    return Due(len(new), list_due(programme_id=programme_id))


def claim(*, address_id: uuid.UUID) -> bool:
    """Whether this caller is the one to write to the address: of any number who ask, one. Commit before writing."""
    mine = update(UpdateAddress).where(
        UpdateAddress.id == address_id, UpdateAddress.is_due, UpdateAddress.sent_at.is_(None)
    )
    claimed = mine.values(sent_at=now()).returning(UpdateAddress.id).execution_options(synchronize_session=False)
    return db.session.execute(claimed).first() is not None


def forget(*, address_id: uuid.UUID) -> None:
    """The letter is sent, so the address has done its work."""
    db.session.execute(delete(UpdateAddress).where(UpdateAddress.id == address_id))


def put_back(*, address: UpdateAddress) -> int:
    """The mail server did not take the letter: it waits for the next try. How often it has failed so far."""
    address.sent_at, address.failures = None, address.failures + 1
    db.session.flush()
    return address.failures
