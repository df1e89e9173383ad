"""The pages anyone may read: what a programme is about, and the small print. Open to everyone."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from engage.database import today
from engage.home import queries
from engage.programmes import queries as programmes
from engage.programmes.loading import may_see
from engage.programmes.models import Programme

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def list_programmes() -> ResponseReturnValue:
    """The only programme's own page; with several, a list to choose from; with none, what to do."""
    every_one = programmes.list_programmes()
    found = [programme for programme in every_one if may_see(programme)]
    if len(found) == 1:
        return _programme_page(found[0])
    return render_template("home/list_programmes.html", programmes=found, is_set_up=bool(every_one))


@blueprint.get("/p/<programme>")
def show_programme() -> ResponseReturnValue:
    return _programme_page(g.programme)


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template("home/privacy.html", councils=programmes.list_public_councils())


@blueprint.get("/privacy/children")
def privacy_children() -> ResponseReturnValue:
    return render_template("home/privacy_children.html", councils=programmes.list_public_councils())


@blueprint.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("home/accessibility.html", councils=programmes.list_public_councils())


@blueprint.get("/contact")
def contact() -> ResponseReturnValue:
    return render_template("home/contact.html", councils=programmes.list_public_councils())


def _programme_page(programme: Programme) -> ResponseReturnValue:
    facts = queries.public_facts(programme=programme, on=today())
    return render_template("home/show_programme.html", **facts)
