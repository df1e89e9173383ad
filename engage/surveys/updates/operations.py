"""Keeping addresses, and writing to each of them once."""

from __future__ import annotations

import uuid
from typing import cast

from sqlalchemy import Table, delete, select, update

from engage.database import db, now
from engage.programmes.models import Wave
from engage.surveys.models import Survey
from engage.surveys.responses import INSERTS
from engage.surveys.updates.models import UpdateAddress


def leave_address(*, survey_id: int, email: str) -> None:
    """Keep an address; one that is there already stays as it is."""
    connection = db.session.connection()
    insert = INSERTS[connection.dialect.name](cast(Table, UpdateAddress.__table__))
    row = {"id": uuid.uuid4(), "survey_id": survey_id, "email": email.lower(), "is_due": False, "failures": 0}
    connection.execute(insert.on_conflict_do_nothing(), row)


def make_due(*, programme_id: int) -> list[uuid.UUID]:
    """The result is out: everybody who left an address in the programme is to be written to. The ids of all who are
    still waiting for their letter, those of an earlier try too."""
    surveys = select(Survey.id).join(Wave).where(Wave.programme_id == programme_id)
    waiting = (UpdateAddress.survey_id.in_(surveys), UpdateAddress.sent_at.is_(None))
    due = update(UpdateAddress).where(*waiting).values(is_due=True)
    db.session.execute(due.execution_options(synchronize_session=False))
    return list(db.session.scalars(select(UpdateAddress.id).where(*waiting).order_by(UpdateAddress.id)))


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
