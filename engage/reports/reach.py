"""How far open surveys have come, by route and by group, and who is missing while there is still time."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from engage.accounts.models import Role
from engage.database import today
from engage.reports.groups import QuestionShown, show
from engage.reports.readings import LEAST_NEW, read
from engage.surveys.inviting.queries import Reach, list_reaches
from engage.surveys.queries import instrument_at
from engage.web.access import guard

blueprint = Blueprint("reach", __name__)
guard(blueprint, Role.COMMISSIONING_OFFICER, Role.ADMINISTRATOR)


class ReachShown(NamedTuple):
    """One open survey: its responses, and each question about the person as it was last read."""

    reach: Reach
    # Whether the survey asks about the person at all.
    asks: bool
    questions: list[QuestionShown]

    @property
    def is_anybody_missing(self) -> bool:
        groups = any(question.missing for question in self.questions)
        return self.reach.is_missing or bool(self.reach.missing_routes) or groups


@blueprint.get("/staff/<programme>/reach")
def show_reach() -> ResponseReturnValue:
    """Every open survey: whom it has reached, and who is missing while there is still time."""
    reaches = list_reaches(programme_id=g.programme.id, on=today())
    return render_template("reach/show_reach.html", shown=[_show(reach) for reach in reaches], least=LEAST_NEW)


def _show(reach: Reach) -> ReachShown:
    survey = reach.survey
    return ReachShown(reach, instrument_at(survey).about_you is not None, show(read(survey), survey.audience))
