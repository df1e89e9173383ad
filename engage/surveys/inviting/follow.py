"""The short address of a route, as it stands on posters: open to everyone, and only a way to the survey."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from engage.surveys.inviting.operations import is_token
from engage.surveys.inviting.queries import find_route_by_token

blueprint = Blueprint("invited", __name__)


@blueprint.get("/i/<token>")
def follow_route(token: str) -> ResponseReturnValue:
    route = find_route_by_token(token) if is_token(token) else None
    if route is None:
        abort(404)
    return redirect(url_for("respond.start", survey=route.survey.slug, via=route.token))


def route_taken(survey: str) -> str:
    """The token of the route by which this browser comes to the survey, or nothing. It is remembered: the next person
    on a shared tablet came by the same one."""
    known = f"via:{survey}"
    via: str = request.args.get("via") or session.get(known, "")
    if not is_token(via):
        return ""
    session[known] = via
    return via
