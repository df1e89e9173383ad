"""Answering a survey: open to everyone, one question a page, nothing required but the assent.

The only thing a browser holds is a signed session cookie with the random id of its draft. Neither the cookie, the
draft nor any log of ours knows who, where or when.
"""

from __future__ import annotations

import gzip
import uuid

from flask import Blueprint, Response, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.routing import BaseConverter

from engage.database import db
from engage.surveys import fields, pages, responses
from engage.surveys.instrument import Item
from engage.surveys.models import SurveyStatus
from engage.surveys.responses import Visit
from engage.surveys.visiting import TurnedAway, draft_id, draft_of, find, key, read_id, refuse_unless_open, visit_of

ACTIONS = frozenset({"next", "skip", "dont-know", "finish"})
# Where "Leave this page" goes: somewhere that anyone might have been looking at.
ELSEWHERE = "https://www.bbc.co.uk/weather"
FROM_CHECK = "check"
# Several times the longest answer, so that one a little too long comes back to be shortened.
LARGEST_FORM = 256 * 1024
REDIRECTS = frozenset({302, 308})

blueprint = Blueprint("respond", __name__, url_prefix="/s/<slug:survey>")
blueprint.add_app_template_filter(pages.unbroken)


class SlugConverter(BaseConverter):
    """Only what a slug can hold, so that no strange address reaches the database."""

    regex = "[a-z0-9-]{1,60}"


@blueprint.errorhandler(TurnedAway)
def turn_away(reason: TurnedAway) -> ResponseReturnValue:
    visit = reason.visit
    words = pages.page(reason.template, visit, opens_on=visit.opens_on, closes_on=visit.closes_on)
    return words, reason.status


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
    responses.begin(response_id=response_id, survey_id=visit.survey_id, edition_id=setting.edition_id)
    db.session.commit()
    session[key(survey)] = response_id.hex
    first = setting.instrument.items[0]
    return redirect(url_for("respond.question", survey=survey, item_id=first.id))


@blueprint.get("/q/<slug:item_id>")
def question(survey: str, item_id: str) -> ResponseReturnValue:
    visit = draft_of(survey, item_id)
    return pages.question(visit, _item(visit, item_id), from_check=_is_from_check())


@blueprint.post("/q/<slug:item_id>")
def answer(survey: str, item_id: str) -> ResponseReturnValue:
    visit = draft_of(survey, item_id)
    item = _item(visit, item_id)
    action, sent = request.form.get("action", ""), request.form.getlist("answer")
    if action not in ACTIONS:
        abort(400)
    try:
        said = fields.read(item, action, sent)
    except fields.Unacceptable as error:
        return pages.refused_question(visit, item, from_check=_is_from_check(), sent=sent, error=error)
    if said is not None:
        _store(visit, item, said)
    return redirect(_next_url(visit, item, action))


@blueprint.get("/check")
def check(survey: str) -> ResponseReturnValue:
    visit = draft_of(survey)
    said = responses.list_answers(response_id=visit.draft_id)
    items = pages.setting_of(visit).instrument.items
    lines = {item.id: fields.show(item, said.get(item.id)) for item in items}
    last = url_for("respond.question", survey=survey, item_id=items[-1].id)
    return pages.page("check", visit, said=said, lines=lines, back_url=last)


@blueprint.post("/check")
def send(survey: str) -> ResponseReturnValue:
    """Sent once however often the button is pressed; then the browser forgets the draft."""
    visit = visit_of(survey)
    refuse_unless_open(visit)
    responses.submit(response_id=visit.draft_id)
    db.session.commit()
    session.pop(key(survey), None)
    return redirect(url_for("respond.done", survey=survey))


@blueprint.get("/done")
def done(survey: str) -> ResponseReturnValue:
    visit = find(survey)
    if visit.status not in {SurveyStatus.OPEN, SurveyStatus.CLOSED}:
        abort(404)
    return pages.page("done", visit)


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
    session.pop(key(survey), None)
    return pages.page("deleted", visit)


@blueprint.get("/leave")
def leave(survey: str) -> ResponseReturnValue:
    """Away at once; the browser forgets the draft, which is never sent."""
    session.pop(key(survey), None)
    return redirect(ELSEWHERE)


def _start_page(
    visit: Visit, response_id: uuid.UUID, *, is_ticked: bool = False, error: str | LazyString = ""
) -> ResponseReturnValue:
    return pages.page(
        "start",
        visit,
        audience=visit.audience,
        closes_on=visit.closes_on,
        response_id=response_id,
        is_ticked=is_ticked,
        error=error,
    )


def _item(visit: Visit, item_id: str) -> Item:
    found = pages.setting_of(visit).instrument.by_id.get(item_id)
    return found or abort(404)


def _store(visit: Visit, item: Item, said: responses.Said) -> None:
    try:
        responses.store_answer(response_id=visit.draft_id, item_id=item.id, said=said)
    except responses.AlreadySent as sent:
        db.session.rollback()
        raise TurnedAway("already_sent", 409, visit) from sent
    db.session.commit()


def _next_url(visit: Visit, item: Item, action: str) -> str:
    after = pages.place_of(pages.setting_of(visit), item.id).after
    if after is None or action == "finish" or _is_from_check():
        return url_for("respond.check", survey=visit.slug)
    return url_for("respond.question", survey=visit.slug, item_id=after)


def _is_from_check() -> bool:
    return request.args.get("from") == FROM_CHECK
