"""Who answered: what people said about themselves, survey by survey, through disclosure control alone."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from engage.accounts.models import Role
from engage.database import today
from engage.reports.groups import QuestionShown, show
from engage.reports.readings import count_closed
from engage.surveys.models import Survey, SurveyStatus
from engage.surveys.queries import list_surveys, state_of
from engage.web.access import guard, holds
from engage.web.navigation import offer

blueprint = Blueprint("who", __name__)
guard(blueprint, Role.COMMISSIONING_OFFICER, Role.ANALYST, Role.WORKING_GROUP_MEMBER)
offer(blueprint, position=44, label=_l("Who answered"), endpoint="show_who_answered")


class SurveyShown(NamedTuple):
    survey: Survey
    questions: list[QuestionShown]


@blueprint.get("/staff/<programme>/who-answered")
def show_who_answered() -> ResponseReturnValue:
    """Closed surveys only: while answers come in, a count that goes up by one would tell of the last who came."""
    surveys = list_surveys(programme_id=g.programme.id)
    closed = [survey for survey in surveys if state_of(survey, today()) is SurveyStatus.CLOSED]
    shown = [SurveyShown(survey, show(count_closed(survey, today()), survey.audience)) for survey in closed]
    return render_template(
        "who/show_who_answered.html",
        shown=[each for each in shown if each.questions],
        may_see_reach=holds(Role.COMMISSIONING_OFFICER),
    )
