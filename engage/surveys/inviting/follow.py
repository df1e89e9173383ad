"""The short address of a route, as it stands on posters: open to everyone, and only a way to the survey."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from engage.surveys.inviting.queries import find_route_by_token

# As long as the column.
LONGEST_TOKEN = 12

blueprint = Blueprint("invited", __name__)


@blueprint.get("/i/<token>")
def follow_route(token: str) -> ResponseReturnValue:
    route = find_route_by_token(token[:LONGEST_TOKEN]) or abort(404)
    return redirect(url_for("respond.start", survey=route.survey.slug, via=route.token))


def route_taken(survey: str) -> str:
    """The token of the route by which this browser comes to the survey, or nothing. It is remembered: the next person
    on a shared tablet came by the same one."""
    known = f"via:{survey}"
    via: str = request.args.get("via", session.get(known, ""))[:LONGEST_TOKEN]
    if via:
        session[known] = via
    return via
