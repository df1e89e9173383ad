"""After sending: the receipt, the card to print, and taking answers back until two weeks after the survey closes."""

from __future__ import annotations

from flask import abort, session
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from engage.database import today
from engage.surveys import pages
from engage.surveys.models import SurveyStatus
from engage.surveys.respond import blueprint
from engage.surveys.responses import Visit
from engage.surveys.returning import keeping, operations
from engage.surveys.returning.codes import Purpose
from engage.surveys.visiting import TurnedAway, find, find_fielded, forget, receipt_key

FIELDED = frozenset({SurveyStatus.OPEN, SurveyStatus.CLOSED})


@blueprint.get("/done")
def done(survey: str) -> ResponseReturnValue:
    return _receipt_page("done", _fielded(survey))


@blueprint.get("/card")
def card(survey: str) -> ResponseReturnValue:
    """What to keep, to print or to copy. Without a receipt in this browser it is the address alone."""
    return _receipt_page("card", _fielded(survey))


@blueprint.get("/withdraw")
def take_back(survey: str) -> ResponseReturnValue:
    return _withdrawal_page(_still_ours(survey))


@blueprint.post("/withdraw")
def withdraw(survey: str) -> ResponseReturnValue:
    visit = _still_ours(survey)
    typed = keeping.read_typed()
    try:
        keeping.use_code(
            keeping.lock_of(visit, Purpose.WITHDRAW),
            typed,
            lambda kept: operations.withdraw(survey_id=visit.survey_id, receipt_hash=kept),
        )
    except keeping.OpensNothing as reason:
        return _withdrawal_page(visit, typed, reason.words), reason.status
    forget(survey)
    return pages.page("withdrawn", visit)


def _fielded(survey: str) -> Visit:
    return _refuse_unfielded(find(survey))


def _refuse_unfielded(visit: Visit) -> Visit:
    if visit.status not in FIELDED:
        abort(404)
    return visit


def _still_ours(survey: str) -> Visit:
    """The survey, while what was sent to it can be taken back."""
    visit = _refuse_unfielded(find_fielded(survey))
    if today() > operations.last_day_to_withdraw(visit.closes_on):
        raise TurnedAway("too_late", 410, visit)
    return visit


def _receipt_page(name: str, visit: Visit) -> str:
    receipt = session.get(receipt_key(visit.slug))
    return pages.kept_page(
        name,
        visit,
        {"receipt": receipt} if receipt else {},
        last_day=operations.last_day_to_withdraw(visit.closes_on),
        result_address=keeping.address_of("short.result", visit),
        withdraw_address=keeping.address_of("respond.take_back", visit),
    )


def _withdrawal_page(visit: Visit, typed: str = "", error: str | LazyString = "") -> str:
    last_day = operations.last_day_to_withdraw(visit.closes_on)
    return pages.page("take_back", visit, typed=typed, error=error, last_day=last_day)
