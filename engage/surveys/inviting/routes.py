"""The staff side of inviting: routes and their posters."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.accounts.models import Role
from engage.database import db, today
from engage.saving import attempt, attempt_change, stored_values
from engage.surveys.inviting import operations, queries
from engage.surveys.inviting.codes import qr_code
from engage.surveys.inviting.forms import RouteForm
from engage.surveys.inviting.models import Route
from engage.surveys.models import Survey
from engage.surveys.queries import find_survey, instrument_at
from engage.web.access import guard

blueprint = Blueprint("inviting", __name__)
guard(blueprint, Role.COMMISSIONING_OFFICER, Role.ADMINISTRATOR)


@blueprint.get("/staff/<programme>/surveys/<survey_slug>/routes")
def list_routes(survey_slug: str) -> ResponseReturnValue:
    survey = _find(survey_slug)
    reach = queries.reach_of(survey, today())
    addresses = {reached.route.id: short_address(reached.route) for reached in reach.routes}
    return render_template("inviting/list_routes.html", survey=survey, reach=reach, addresses=addresses)


@blueprint.route("/staff/<programme>/surveys/<survey_slug>/routes/new", methods=["GET", "POST"])
def add_route(survey_slug: str) -> ResponseReturnValue:
    survey, form = _find(survey_slug), RouteForm()
    if attempt(
        form,
        lambda: operations.add_route(survey=survey, **form.values()),
        lambda: operations.check_route(survey=survey, **form.sound_values()),
    ):
        return _saved(survey, _("The route is added. Hand out its link, or print its poster"))
    return render_template("inviting/add_route.html", form=form, survey=survey)


@blueprint.route("/staff/<programme>/routes/<int:route_id>", methods=["GET", "POST"])
def change_route(route_id: int) -> ResponseReturnValue:
    route = _load(route_id)
    form = RouteForm(obj=route)
    if attempt_change(
        form,
        stored_values(form, route),
        lambda: operations.change_route(route=route, **form.values()),
        lambda: operations.check_route(survey=route.survey, route=route, **form.sound_values()),
    ):
        return _saved(route.survey, _("The route is saved"))
    return render_template("inviting/change_route.html", form=form, survey=route.survey)


@blueprint.get("/staff/<programme>/routes/<int:route_id>/poster")
def show_poster(route_id: int) -> ResponseReturnValue:
    route = _load(route_id)
    return render_template(
        "inviting/show_poster.html",
        route=route,
        survey=route.survey,
        instrument=instrument_at(route.survey),
        address=short_address(route),
    )


@blueprint.get("/staff/<programme>/routes/<int:route_id>/qr.svg")
def show_code(route_id: int) -> ResponseReturnValue:
    """The QR code alone: for the poster, or to be put on a letter."""
    return Response(qr_code(short_address(_load(route_id))), mimetype="image/svg+xml")


def short_address(route: Route) -> str:
    """The whole address by which people come along a route, on ENGAGE_BASE_URL where that is set."""
    start: str = current_app.config["ENGAGE"].base_url or request.url_root
    path = url_for("invited.follow_route", token=route.token).removeprefix(request.script_root)
    return start.rstrip("/") + path


def _find(survey_slug: str) -> Survey:
    return find_survey(slug=survey_slug, programme_id=g.programme.id) or abort(404)


def _load(route_id: int) -> Route:
    return queries.find_route(programme_id=g.programme.id, route_id=route_id) or abort(404)


def _saved(survey: Survey, words: str) -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    return redirect(url_for("inviting.list_routes", survey_slug=survey.slug))
