"""The staff side of organisations: which of them answered, and what only the procurement lead may read."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from engage.accounts.models import Role
from engage.surveys.organisations import queries
from engage.surveys.queries import list_surveys
from engage.web.access import guard
from engage.web.navigation import offer

blueprint = Blueprint("organisations", __name__)
guard(blueprint, Role.PROCUREMENT_LEAD)
offer(blueprint, position=55, label=_l("Organisations"), endpoint="list_organisations")


@blueprint.get("/staff/<programme>/organisations")
def list_organisations() -> ResponseReturnValue:
    named = queries.list_named(programme_id=g.programme.id)
    unnamed = queries.count_unnamed(programme_id=g.programme.id)
    by_survey = {id_: list(found) for id_, found in groupby(named, key=lambda each: each[0].id)}
    surveys = [survey for survey in list_surveys(programme_id=g.programme.id) if survey.id in {*by_survey, *unnamed}]
    return render_template(
        "organisations/list_organisations.html", surveys=surveys, by_survey=by_survey, unnamed=unnamed
    )


@blueprint.get("/staff/<programme>/confidential")
def list_confidential() -> ResponseReturnValue:
    answers = queries.list_confidential(programme_id=g.programme.id)
    return render_template("organisations/list_confidential.html", answers=answers, most=queries.MOST_SHOWN)
