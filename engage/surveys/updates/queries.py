"""How many people are waiting to be written to. Nobody's address is read here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select

from engage.database import db
from engage.programmes.models import Wave
from engage.surveys.models import Survey
from engage.surveys.updates.models import UpdateAddress


class Waiting(NamedTuple):
    """Addresses left in a programme: not written to yet, on their way, refused at least once, and cut off half-way."""

    untold: int
    on_the_way: int
    refused: int
    unknown: int


def count_waiting(*, programme_id: int) -> Waiting:
    address = UpdateAddress
    queued = address.is_due & address.sent_at.is_(None)
    query = (
        select(
            _sum(~address.is_due),
            _sum(queued & (address.failures == 0)),
            _sum(queued & (address.failures > 0)),
            _sum(address.sent_at.is_not(None)),
        )
        .join(Survey, Survey.id == address.survey_id)
        .join(Wave)
        .where(Wave.programme_id == programme_id)
    )
    return Waiting(*db.session.execute(query).one())


def list_due(*, programme_id: int) -> list[uuid.UUID]:
    """The ids of the addresses that are to be written to and were not yet, those refused before among them."""
    query = select(UpdateAddress.id).join(Survey, Survey.id == UpdateAddress.survey_id).join(Wave)
    query = query.where(Wave.programme_id == programme_id, UpdateAddress.is_due, UpdateAddress.sent_at.is_(None))
    return list(db.session.scalars(query.order_by(UpdateAddress.id)))


def list_surveys_waiting(*, programme_id: int) -> Sequence[Survey]:
    """The surveys of a programme of which somebody waits to hear who was not written to yet, by their title."""
    waiting = select(UpdateAddress.survey_id).where(~UpdateAddress.is_due)
    query = select(Survey).join(Survey.wave).where(Wave.programme_id == programme_id, Survey.id.in_(waiting))
    return db.session.scalars(query.order_by(Survey.title, Survey.id)).all()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
