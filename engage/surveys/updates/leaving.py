"""The page on which people leave an address: apart from the survey, and open to whoever has its address."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask import abort, request, session
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.database import db
from engage.surveys import pages
from engage.surveys.instrument import AboutYou
from engage.surveys.models import SurveyStatus
from engage.surveys.respond import blueprint
from engage.surveys.responses import Visit
from engage.surveys.updates.operations import leave_address
from engage.surveys.visiting import find, receipt_key

LONGEST_EMAIL = 254


@blueprint.get("/updates")
def ask_for_updates(survey: str) -> ResponseReturnValue:
    return _form(_find(survey))


@blueprint.post("/updates")
def keep_address(survey: str) -> ResponseReturnValue:
    visit = _find(survey)
    typed = request.form.get("email", "").strip()[: LONGEST_EMAIL + 1]
    try:
        email = validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        return _form(visit, typed, _l("Enter an email address, like name@example.org"))
    leave_address(survey_id=visit.survey_id, email=email)
    db.session.commit()
    return pages.page("keep_address", visit, has_receipt=_has_receipt(visit))


def _form(visit: Visit, typed: str = "", error: str | LazyString = "") -> str:
    return pages.page("ask_for_updates", visit, email=typed, error=error, has_receipt=_has_receipt(visit))


def _has_receipt(visit: Visit) -> bool:
    """Whether this browser has just sent answers: the way back is to their receipt, which is shown once."""
    return receipt_key(visit.slug) in session


def _find(survey: str) -> Visit:
    """A survey in the field, or one that was. Children are not asked for an address."""
    visit = find(survey)
    is_for_children = pages.setting_of(visit).instrument.about_you is AboutYou.CHILDREN
    if is_for_children or visit.status not in {SurveyStatus.OPEN, SurveyStatus.CLOSED}:
        abort(404)
    return visit
