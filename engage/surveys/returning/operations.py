"""Keeping a draft for later, taking back what was sent, and forgetting both in time."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple, cast

from sqlalchemy import Select, Table, delete, select, update

from engage.database import db
from engage.surveys.models import Response, Survey
from engage.surveys.responses import AlreadySent
from engage.surveys.returning.models import CodeTries
from engage.surveys.returning.tries import SECONDS_IN_AN_HOUR
from engage.surveys.signals import responses_withdrawn

# Two weeks: long enough for a holiday, and for a parent to hear of it; shorter than it takes to publish what was said.
WITHDRAWAL_DAYS = 14
DRAFT_DAYS = 1
# Guesses count within an hour; after a day nothing is left of them.
HOURS_TRIES_STAY = 24

response, survey = cast(Table, Response.__table__), cast(Table, Survey.__table__)
tries = cast(Table, CodeTries.__table__)


class Tidied(NamedTuple):
    """How much was forgotten."""

    drafts: int
    receipts: int
    tries: int


def keep_draft(*, response_id: uuid.UUID, return_hash: str) -> None:
    """Let a draft be opened by the code of this hash, and by no earlier one. Raises AlreadySent."""
    kept = update(response).where(response.c.id == response_id, response.c.submitted_on.is_(None))
    if not db.session.connection().execute(kept.values(return_hash=return_hash)).rowcount:
        raise AlreadySent("These answers were sent before")


def find_draft(*, survey_id: int, return_hash: str) -> uuid.UUID | None:
    """The draft that the code of this hash opens."""
    query = select(response.c.id).where(response.c.survey_id == survey_id, response.c.return_hash == return_hash)
    return db.session.connection().scalar(query)


def has_receipt(*, response_id: uuid.UUID, receipt_hash: str) -> bool:
    """Whether this is the receipt of this response."""
    query = select(response.c.id).where(response.c.id == response_id, response.c.receipt_hash == receipt_hash)
    return db.session.connection().scalar(query) is not None


def withdraw(*, survey_id: int, receipt_hash: str) -> bool:
    """Delete what was sent under this receipt, and with it (by the database's own cascade) its answers, flags,
    excerpts, codings and quotes. Published editions stay, and of a worry that it happened (`responses_withdrawn`).
    False where there is nothing under it."""
    under_it = (response.c.survey_id == survey_id, response.c.receipt_hash == receipt_hash)
    found = list(db.session.connection().scalars(select(response.c.id).where(*under_it)))
    if not found:
        return False
    responses_withdrawn.send(None, response_ids=found)
    return db.session.connection().execute(delete(response).where(*under_it)).rowcount > 0


def last_day_to_withdraw(closes_on: dt.date) -> dt.date:
    return closes_on + dt.timedelta(days=WITHDRAWAL_DAYS)


def tidy(*, at: dt.datetime) -> Tidied:
    """Forget what has had its time: drafts a day after their survey closed, receipts when answers can no longer be
    taken back, counts of wrong codes after a day. Again at once changes nothing."""
    drafts = delete(response).where(
        response.c.submitted_on.is_(None), response.c.survey_id.in_(_closed_before(at.date(), DRAFT_DAYS))
    )
    receipts = update(response).where(
        response.c.receipt_hash.is_not(None), response.c.survey_id.in_(_closed_before(at.date(), WITHDRAWAL_DAYS))
    )
    oldest = int(at.timestamp()) // SECONDS_IN_AN_HOUR - HOURS_TRIES_STAY
    connection = db.session.connection()
    return Tidied(
        connection.execute(drafts).rowcount,
        connection.execute(receipts.values(receipt_hash=None)).rowcount,
        connection.execute(delete(tries).where(tries.c.hour < oldest)).rowcount,
    )


def _closed_before(on: dt.date, days: int) -> Select[int]:
    """Surveys whose last day is more than so many days ago. One closed early may open again until its last day."""
    return select(survey.c.id).where(survey.c.closes_on < on - dt.timedelta(days=days))
