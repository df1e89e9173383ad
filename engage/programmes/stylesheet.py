"""A council's colours as a stylesheet of two custom properties. Open to everyone who may know of the council."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from engage.programmes import queries
from engage.programmes.colours import is_colour
from engage.programmes.loading import works_in

# Short, since a council may change its colours; the tag makes asking again cheap.
FRESH_FOR = 300

blueprint = Blueprint("council", __name__, url_prefix="/council")


@blueprint.get("/<slug>.css")
def stylesheet(slug: str) -> ResponseReturnValue:
    council = queries.find_council(slug=slug) or abort(404)
    is_public = any(not programme.is_draft for programme in council.programmes)
    if not is_public and not any(works_in(programme.id) for programme in council.programmes):
        abort(404)  # as where there is no such council
    properties = {"ink": council.ink, "accent": council.accent}
    rules = "".join(f"--{name}:{colour};" for name, colour in properties.items() if is_colour(colour))
    answer = Response(f":root{{{rules}}}", mimetype="text/css")
    if is_public:
        answer.cache_control.public = True
    else:
        answer.cache_control.private = True
    answer.cache_control.max_age = FRESH_FOR
    answer.add_etag()
    return answer.make_conditional(request)
