"""How small a figure may be told of each audience: five people or more, any number of organisations that agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import current_app
from sqlalchemy import func, select

from engage.database import db
from engage.programmes.models import Audience, AudienceKind
from engage.surveys.models import Response, Survey
from engage.surveys.organisations.models import ResponseOrganisation

NONE: Final = 0


class Thresholds(dict[str, int]):
    """By audience, where one has another threshold than the usual; and the secret that the noise of the wave's cells
    is made with, a table at a time."""

    def __init__(self, named: Mapping[str, int] | None = None, *, secret: str = "") -> None:
        super().__init__(named or {})
        self.secret = secret

    def secret_of(self, table: str) -> str:
        """The same for the same table in all editions; empty where there is none."""
        return f"{self.secret}/{table}" if self.secret else ""


def thresholds_of(wave_id: int) -> Thresholds:
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
    return Thresholds(dict.fromkeys(db.session.scalars(query), NONE), secret=secret_of(wave_id))


def secret_of(wave_id: int) -> str:
    """What the noise of a wave's cells is made with; it lasts as long as the installation's own secret."""
    return f"{current_app.config['SECRET_KEY']}/noise/{wave_id}"
