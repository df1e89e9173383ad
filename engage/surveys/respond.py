"""Answering a survey: open to everyone, one question a page, nothing required but the assent.

The only thing a browser holds is a signed session cookie with the random id of its draft. Neither the cookie, the
draft nor any log of ours knows who, where or when.
"""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.routing import BaseConverter

from engage.database import db
from engage.surveys import fields, pages, responses
from engage.surveys.equality.marks import after_sending
from engage.surveys.instrument import Item
from engage.surveys.inviting.follow import route_taken
from engage.surveys.organisations.steps import after_assent, is_organisation, marks_of
from engage.surveys.responses import Said, Visit
from engage.surveys.returning import keeping
from engage.surveys.returning.codes import make_code
from engage.surveys.telephones import with_telephones
from engage.surveys.visiting import (
    TurnedAway,
    draft_id,
    draft_of,
    find,
    forget,
    forget_everything,
    key,
    make_room,
    may_see,
    read_id,
    refuse_unless_open,
    visit_of,
)
from engage.web.errors import show_stale_form

ACTIONS = frozenset({"next", "skip", "dont-know", "finish", "save"})
# Where "Leave this page" goes: somewhere that anyone might have been looking at.
ELSEWHERE = "https://www.bbc.co.uk/weather"
FROM_CHECK = "check"
# Several times the longest answer, so that one a little too long comes back to be shortened.
LARGEST_FORM = 256 * 1024
REDIRECTS = frozenset({302, 308})

blueprint = Blueprint("respond", __name__, url_prefix="/s/<slug:survey>")
blueprint.add_app_template_filter(with_telephones)


class SlugConverter(BaseConverter):
    """Only what a slug can hold, so that no strange address reaches the database."""

    regex = "[a-z0-9-]{1,60}"


@blueprint.errorhandler(TurnedAway)
def turn_away(reason: TurnedAway) -> ResponseReturnValue:
    visit = reason.visit
    words = pages.page(reason.template, visit, opens_on=visit.opens_on, closes_on=visit.closes_on)
    return words, reason.status


@blueprint.errorhandler(CSRFError)
def turn_away_without_cookie(error: CSRFError) -> ResponseReturnValue:
    """Our one cookie did not come back: it was cleared by leaving, or this browser keeps none."""
    slug = (request.view_args or {}).get("survey", "")
    visit = responses.find_visit(slug=slug, response_id=None, item_id="")
    if visit is None or visit.edition_id is None or not may_see(visit):
        return show_stale_form(error)
    return turn_away(TurnedAway("no_draft", 400, visit))


@blueprint.url_value_preprocessor
def refuse_floods(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    request.max_content_length = LARGEST_FORM


@blueprint.after_request
def compress(response: Response) -> Response:
    """A phone on a poor line gets its pages small; a redirect is small already."""
    if response.status_code not in REDIRECTS and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response


@blueprint.get("")
def start(survey: str) -> ResponseReturnValue:
    """What the survey is. Going back to it from the first question keeps the draft; arriving afresh never shows the
    next person on a shared tablet what the last one wrote."""
    if "back" not in request.args:
        make_room(survey)
    visit = find(survey, draft_id(survey) if "back" in request.args else None)
    refuse_unless_open(visit)
    draft = visit.response_id if visit.submitted_on is None else None
    return _start_page(visit, draft or uuid.uuid4(), is_ticked=draft is not None)


@blueprint.post("")
def begin(survey: str) -> ResponseReturnValue:
    response_id = read_id(request.form.get("response"))
    visit = find(survey, response_id)
    refuse_unless_open(visit)
    if response_id is None:
        raise TurnedAway("no_draft", 400, visit)
    if visit.submitted_on is not None:
        raise TurnedAway("already_sent", 409, visit)
    if request.form.get("assent") != "yes":
        return _start_page(visit, response_id, error=_l("Tick the box if you want to take part"))
    setting = pages.setting_of(visit)
    via = route_taken(survey)
    responses.begin(response_id=response_id, survey_id=visit.survey_id, edition_id=setting.edition_id, via=via)
    db.session.commit()
    if response_id != draft_id(survey):
        forget(survey)
    session[key(survey)] = response_id.hex
    return redirect(after_assent(visit))


@blueprint.get("/q/<slug:item_id>")
def question(survey: str, item_id: str) -> ResponseReturnValue:
    visit = draft_of(survey, item_id)
    item = _item(visit, item_id)
    said = _said(visit, item)
    if not pages.is_asked(pages.setting_of(visit), item, said):
        return redirect(_next_url(visit, item, "next", said))
    return pages.question(visit, item, said, from_check=_is_from_check())


@blueprint.post("/q/<slug:item_id>")
def answer(survey: str, item_id: str) -> ResponseReturnValue:
    """What is said on a page is stored even if another tab has taken the page out of the route meanwhile."""
    visit = draft_of(survey, item_id)
    item = _item(visit, item_id)
    action = request.form.get("action", "")
    if action not in ACTIONS:
        abort(400)
    sent = {place: request.form.getlist(place) for place in fields.places(item)}
    said = _said(visit, item)
    try:
        new = fields.read(item, action, sent)
    except fields.Unacceptable as error:
        return pages.refused_question(visit, item, said, from_check=_is_from_check(), sent=sent, error=error)
    if new:
        _store(visit, new)
    if action == "save":
        return keeping.keep(visit)
    return redirect(_next_url(visit, item, action, said | new))


@blueprint.get("/check")
def check(survey: str) -> ResponseReturnValue:
    visit = draft_of(survey)
    said = responses.list_answers(response_id=visit.draft_id)
    route = pages.setting_of(visit).instrument.route(pages.given(said))
    lines = {item.id: fields.show(item, said) for item in route if item.parts}
    answered = {item.id for item in route if any(part.id in said for part in item.parts)}
    last = url_for("respond.question", survey=survey, item_id=route[-1].id)
    offered = {"receipt": make_code(), "asks_help": keeping.asks_help(visit), "back_url": last}
    offered["asks_confidential"] = is_organisation(visit)
    return pages.page("check", visit, answered=answered, lines=lines, marks=marks_of(visit), **offered)


@blueprint.post("/check")
def send(survey: str) -> ResponseReturnValue:
    """Sent once however often the button is pressed; then the browser forgets the draft."""
    visit = visit_of(survey)
    refuse_unless_open(visit)
    instrument = pages.setting_of(visit).instrument
    receipt, helped = keeping.read_receipt(), keeping.read_help(visit)
    receipt_hash = keeping.receipt_hash(visit, receipt)
    responses.submit(
        response_id=visit.draft_id, unasked=pages.unasked(instrument), helped=helped, receipt_hash=receipt_hash
    )
    db.session.commit()
    forget(survey)
    keeping.hand_over(visit, receipt)
    return redirect(after_sending(visit))


@blueprint.get("/stop")
def stop(survey: str) -> ResponseReturnValue:
    return pages.page("stop", draft_of(survey))


@blueprint.post("/stop")
def delete(survey: str) -> ResponseReturnValue:
    visit = visit_of(survey)
    if visit.submitted_on is not None:
        raise TurnedAway("already_sent", 409, visit)
    responses.delete_draft(response_id=visit.draft_id)
    db.session.commit()
    forget(survey)
    return pages.page("deleted", visit)


@blueprint.get("/leave")
def leave(survey: str) -> ResponseReturnValue:
    """Away at once; the browser forgets every draft, code and receipt. What was not sent never is."""
    forget_everything()
    return redirect(ELSEWHERE)


def _start_page(
    visit: Visit, response_id: uuid.UUID, *, is_ticked: bool = False, error: str | LazyString = ""
) -> ResponseReturnValue:
    own = {"token": generate_csrf(), "response_id": str(response_id), "tick": "checked" if is_ticked else ""}
    facts = {"audience": visit.audience, "closes_on": visit.closes_on, "error": str(error)}
    return pages.kept_page("start", visit, own, **facts)


def _item(visit: Visit, item_id: str) -> Item:
    found = pages.setting_of(visit).instrument.page_by_id.get(item_id)
    return found or abort(404)


def _said(visit: Visit, item: Item) -> dict[str, Said]:
    """What the page of an item hangs on: its stored answer, or where need be all of the draft."""
    if pages.needs_answers(pages.setting_of(visit), item):
        return responses.list_answers(response_id=visit.draft_id)
    return {item.id: visit.said} if visit.said else {}


def _store(visit: Visit, said: Mapping[str, Said]) -> None:
    try:
        for item_id, one in said.items():
            responses.store_answer(response_id=visit.draft_id, item_id=item_id, said=one)
    except responses.AlreadySent as sent:
        db.session.rollback()
        raise TurnedAway("already_sent", 409, visit) from sent
    db.session.commit()


def _next_url(visit: Visit, item: Item, action: str, said: Mapping[str, Said]) -> str:
    setting = pages.setting_of(visit)
    way: dict[str, Any] = {"from": FROM_CHECK} if _is_from_check() else {}
    after = pages.follow_up_of(setting, item, said) if way else pages.place_of(setting, item.id, said).after
    if after is None or action == "finish":
        return url_for("respond.check", survey=visit.slug)
    return url_for("respond.question", survey=visit.slug, item_id=after, **way)


def _is_from_check() -> bool:
    return request.args.get("from") == FROM_CHECK
