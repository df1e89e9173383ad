"""How small a figure may be told of each audience: five people or more, any number of organisations that agreed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select

from engage.database import db
from engage.programmes.models import Audience, AudienceKind
from engage.surveys.models import Response, Survey
from engage.surveys.organisations.models import ResponseOrganisation

NONE: Final = 0


def thresholds_of(wave_id: int) -> dict[str, int]:
    """No threshold for audiences of organisations that all agreed to be counted, by slug; others have the usual one.

    Whoever lets us name or count them has agreed. One response that says neither, and the whole audience is kept as
    safe as people are: the others would give it away.
    """
    agreed, all_sent = func.count(ResponseOrganisation.response_id), func.count(Response.id)
    query = (
        select(Audience.slug)
        .join(Survey, Survey.audience_id == Audience.id)
        .join(Response, Response.survey_id == Survey.id)
        .outerjoin(ResponseOrganisation, ResponseOrganisation.response_id == Response.id)
        .where(Survey.wave_id == wave_id, Response.submitted_on.is_not(None))
        .where(Audience.kind == AudienceKind.ORGANISATIONS)
        .group_by(Audience.id, Audience.slug)
        .having(agreed == all_sent)
        .order_by(Audience.slug)
    )
    return dict.fromkeys(db.session.scalars(query), NONE)
