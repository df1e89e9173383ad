"""Gathering what the first pages show from the rooms below."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from engage.forums import queries as forums
from engage.programmes.models import Programme
from engage.surveys import queries as surveys
from engage.surveys.editions import read_edition
from engage.surveys.models import Survey, SurveyStatus

# The rest stand on the page "you said, we did".
DECISIONS_SHOWN = 3


@dataclass(frozen=True)
class Invitation:
    """A survey that people can answer today, and about how many minutes it takes."""

    survey: Survey
    minutes: int


def list_invitations(*, programme: Programme, on: dt.date) -> list[Invitation]:
    """The surveys that can be answered on a day, audiences in their order."""
    open_ones = surveys.list_open_surveys(programme.id, on)
    return [Invitation(survey, read_edition(survey.editions[-1]).minutes) for survey in open_ones]


def list_coming_surveys(*, programme: Programme, on: dt.date) -> list[Survey]:
    """Approved surveys whose first day is still to come, the next one first."""
    approved = [
        survey
        for survey in surveys.list_surveys(programme_id=programme.id)
        if survey.status in (SurveyStatus.APPROVED, SurveyStatus.OPEN) and survey.opens_on > on
    ]
    return sorted(approved, key=lambda survey: survey.opens_on)


def public_facts(*, programme: Programme, on: dt.date) -> dict[str, object]:
    """Everything the public page of a programme shows, by the name its template has for it."""
    decisions = forums.list_published_decisions(programme_id=programme.id)
    return {
        "programme": programme,
        "council": programme.council,
        "invitations": list_invitations(programme=programme, on=on),
        "coming": list_coming_surveys(programme=programme, on=on),
        "decisions": decisions[:DECISIONS_SHOWN],
        "count_of_decisions": len(decisions),
        "today": on,
    }
