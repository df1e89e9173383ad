"""Who is at the door of a survey: the survey of an address, and the draft that this browser holds.

The only thing a browser holds is a signed session cookie with the random id of its draft and, until the person has
put them away, the code to come back with or the receipt.
"""

from __future__ import annotations

import uuid

from flask import abort, session

from engage.database import today
from engage.programmes.loading import works_in
from engage.surveys import responses
from engage.surveys.models import SurveyStatus
from engage.surveys.responses import Visit

OURS = ("response:", "code:", "receipt:", "about:", "via:")


class TurnedAway(Exception):
    """The person cannot go on here; a page of the survey says why and what they can do."""

    def __init__(self, template: str, status: int, visit: Visit) -> None:
        super().__init__(template)
        self.template, self.status, self.visit = template, status, visit


def find(survey: str, response_id: uuid.UUID | None = None, item_id: str = "") -> Visit:
    """The survey of an address, for those who may know of its programme."""
    visit = find_fielded(survey, response_id, item_id)
    if not may_see(visit):
        abort(404)
    return visit


def find_fielded(survey: str, response_id: uuid.UUID | None = None, item_id: str = "") -> Visit:
    """The survey of an address, if people were ever asked, even where its programme is a draft again: who sent
    something was promised that they could take it back."""
    visit = responses.find_visit(slug=survey, response_id=response_id, item_id=item_id)
    if visit is None or visit.edition_id is None:
        abort(404)
    return visit


def may_see(visit: Visit) -> bool:
    return visit.published_at is not None or works_in(visit.programme_id)


def visit_of(survey: str, item_id: str = "") -> Visit:
    """The survey with the draft of this browser, sent or not."""
    visit = find(survey, draft_id(survey), item_id)
    if visit.response_id is None:
        raise TurnedAway("no_draft", 400, visit)
    return visit


def draft_of(survey: str, item_id: str = "") -> Visit:
    """The survey with the unsent draft of this browser."""
    visit = find(survey, draft_id(survey), item_id)
    refuse_unless_open(visit)
    if visit.response_id is None:
        raise TurnedAway("no_draft", 400, visit)
    if visit.submitted_on is not None:
        raise TurnedAway("already_sent", 409, visit)
    return visit


def refuse_unless_open(visit: Visit) -> None:
    if visit.status == SurveyStatus.CLOSED or today() > visit.closes_on:
        raise TurnedAway("closed", 410, visit)
    if visit.status != SurveyStatus.OPEN:
        abort(404)
    if today() < visit.opens_on:
        raise TurnedAway("not_open", 403, visit)


def key(survey: str) -> str:
    return f"response:{survey}"


def draft_id(survey: str) -> uuid.UUID | None:
    return read_id(session.get(key(survey)))


def read_id(sent: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(sent) if sent else None
    except ValueError:
        return None


def code_key(survey: str) -> str:
    return f"code:{survey}"


def receipt_key(survey: str) -> str:
    return f"receipt:{survey}"


def forget(survey: str) -> None:
    """Nothing of the person at this survey is left in the browser."""
    for name in (key(survey), code_key(survey), receipt_key(survey)):
        session.pop(name, None)


def forget_everything() -> None:
    """Nothing of any survey is left in the browser."""
    for name in [name for name in session if name.startswith(OURS)]:
        session.pop(name)


def make_room(survey: str) -> None:
    """Somebody arrives. Who was here before and has a code or a receipt needs this browser no more; anybody else may
    have opened the survey a second time by accident, and keeps the draft."""
    if code_key(survey) in session or receipt_key(survey) in session:
        forget(survey)
