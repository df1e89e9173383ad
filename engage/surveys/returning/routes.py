"""Save and come back later without an account: a code of easy words opens the draft again until the survey closes.

Codes are sent in forms only, never in an address, and the page that shows one reads it from the browser's own cookie.
"""

from __future__ import annotations

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from engage.surveys import pages, responses
from engage.surveys.respond import blueprint
from engage.surveys.responses import Visit
from engage.surveys.returning import keeping, operations
from engage.surveys.returning.codes import Purpose
from engage.surveys.visiting import TurnedAway, code_key, draft_of, find, forget, key, refuse_unless_open


@blueprint.post("/save")
def save(survey: str) -> ResponseReturnValue:
    return keeping.keep(draft_of(survey))


@blueprint.get("/saved")
def saved(survey: str) -> ResponseReturnValue:
    """The code, as often as this browser asks until the person puts it away."""
    visit = draft_of(survey)
    code = session.get(code_key(survey))
    if code is None:
        raise TurnedAway("no_draft", 400, visit)
    return pages.page(
        "saved",
        visit,
        code=code,
        closes_on=visit.closes_on,
        carry_on_url=_where_left(visit),
        return_address=keeping.address_of("respond.come_back", visit),
    )


@blueprint.post("/saved")
def put_away(survey: str) -> ResponseReturnValue:
    """Written down: from now on only the code leads to the answers."""
    forget(survey)
    return redirect(url_for("respond.start", survey=survey))


@blueprint.get("/return")
def come_back(survey: str) -> ResponseReturnValue:
    visit = find(survey)
    refuse_unless_open(visit)
    return _code_page(visit)


@blueprint.post("/return")
def open_draft(survey: str) -> ResponseReturnValue:
    visit = find(survey)
    refuse_unless_open(visit)
    typed = keeping.read_typed()
    try:
        code, draft = keeping.use_code(
            keeping.lock_of(visit, Purpose.RETURN),
            typed,
            lambda kept: operations.find_draft(survey_id=visit.survey_id, return_hash=kept),
        )
    except keeping.OpensNothing as reason:
        return _code_page(visit, typed, reason.words), reason.status
    session[key(survey)], session[code_key(survey)] = draft.hex, code
    return redirect(_where_left(draft_of(survey)))


def _code_page(visit: Visit, typed: str = "", error: str | LazyString = "") -> str:
    back_url = url_for("respond.start", survey=visit.slug)
    return pages.page("come_back", visit, typed=typed, error=error, back_url=back_url)


def _where_left(visit: Visit) -> str:
    """The first page of the person's route that has a question without an answer, or the check page."""
    said = responses.list_answers(response_id=visit.draft_id)
    route = pages.setting_of(visit).instrument.route(pages.given(said))
    waiting = (page.id for page in route if any(part.id not in said for part in page.parts))
    item_id = next(waiting, None)
    if item_id is None:
        return url_for("respond.check", survey=visit.slug)
    return url_for("respond.question", survey=visit.slug, item_id=item_id)
