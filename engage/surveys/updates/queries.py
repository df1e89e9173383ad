"""How many people are waiting to be written to. Nobody's address is read here."""

from __future__ import annotations

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


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
