"""What surveys answer when a part of a programme is to go."""

from __future__ import annotations

from typing import Literal

from engage.database import Model, today
from engage.programmes.models import Audience, Kloe, Programme, SpecificationSection, Wave
from engage.surveys import queries
from engage.surveys.models import Survey


def name_surveys_that_need(_sender: object, *, part: Model) -> list[str]:
    """The surveys that hang on a part: each is named, so that it can be found."""
    return [f"the survey “{survey.title}”" for survey in _surveys_that_need(part)]


def _surveys_that_need(part: Model) -> list[Survey]:
    match part:
        case Programme():
            return list(queries.list_open_surveys(part.id, today()))
        case Wave():
            return [survey for survey in _surveys_of(part) if survey.wave_id == part.id]
        case Audience():
            return [survey for survey in _surveys_of(part) if survey.audience_id == part.id]
        case Kloe():
            return [survey for survey in _surveys_of(part) if part.slug in _served(survey, "kloes")]
        case SpecificationSection():
            return [survey for survey in _surveys_of(part) if part.slug in _served(survey, "sections")]
    return []


def _served(survey: Survey, kind: Literal["kloes", "sections"]) -> set[str]:
    """The slugs of the lines of enquiry, or of the sections, that the survey's questions are for."""
    return {slug for item in queries.instrument_at(survey).items for slug in getattr(item.serves, kind)}


def _surveys_of(part: Wave | Audience | Kloe | SpecificationSection) -> list[Survey]:
    return list(queries.list_surveys(programme_id=part.programme_id))
