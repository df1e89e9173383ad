"""Reading ways of inviting, how many responses came by each, and whom a survey has not reached yet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from engage.database import db
from engage.programmes.models import Programme, Wave
from engage.surveys.inviting.models import Route
from engage.surveys.models import Response, Survey
from engage.surveys.queries import count_responses, days_left, list_open_surveys

# Below a quarter of a group we call it missing, as reports do: early enough to send people back to it.
FEW_OF_A_GROUP = 0.25


class Reached(NamedTuple):
    """How many responses a route brought, of how many people it reaches (where known)."""

    route: Route
    responses: int

    @property
    def is_missing(self) -> bool:
        return is_missing(self.responses, self.route.size)


class Reach(NamedTuple):
    """How far an open survey has come with its audience, and by which ways."""

    survey: Survey
    responses: int
    days_left: int
    routes: list[Reached]
    # Came by the survey's own address, or were imported.
    directly: int

    @property
    def is_missing(self) -> bool:
        return is_missing(self.responses, self.survey.audience.known_size)

    @property
    def missing_routes(self) -> list[Reached]:
        return [reached for reached in self.routes if reached.is_missing]


def is_missing(responses: int, size: int | None) -> bool:
    """Whether so few of a group have answered that it should be asked again; of an unknown number, nobody at all."""
    return responses < FEW_OF_A_GROUP * size if size else responses == 0


def find_route(*, programme_id: int, route_id: int) -> Route | None:
    query = select(Route).join(Survey).join(Wave)
    return db.session.scalar(query.where(Route.id == route_id, Wave.programme_id == programme_id))


def find_route_by_name(*, survey_id: int, name: str) -> Route | None:
    return db.session.scalar(select(Route).where(Route.survey_id == survey_id, Route.name == name))


def find_route_by_token(token: str) -> Route | None:
    """The route of a short address, unless its programme is a draft."""
    query = select(Route).join(Survey).join(Wave).join(Wave.programme)
    return db.session.scalar(query.where(Route.token == token.lower(), Programme.published_at.is_not(None)))


def list_route_names(*, programme_id: int) -> Sequence[str]:
    """What the ways of inviting to a programme's surveys are called."""
    query = select(Route.name).join(Survey).join(Wave).where(Wave.programme_id == programme_id).distinct()
    return db.session.scalars(query.order_by(Route.name)).all()


def reach_of(survey: Survey, on: dt.date) -> Reach:
    """Responses to one survey by route; only those that were sent."""
    return _reaches([survey], on)[0]


def list_reaches(*, programme_id: int, on: dt.date) -> list[Reach]:
    """Every survey that can be answered on a day, audiences in their order."""
    return _reaches(list_open_surveys(programme_id, on), on)


def _reaches(surveys: Sequence[Survey], on: dt.date) -> list[Reach]:
    ids = [survey.id for survey in surveys]
    totals, by_route = count_responses(ids), _count_by_route(ids)
    found = db.session.scalars(select(Route).where(Route.survey_id.in_(ids)).order_by(Route.name, Route.id)).all()
    reaches = []
    for survey in surveys:
        routes = [Reached(route, by_route[route.id]) for route in found if route.survey_id == survey.id]
        total = totals[survey.id]
        directly = total - sum(reached.responses for reached in routes)
        reaches.append(Reach(survey, total, days_left(survey, on), routes, directly))
    return reaches


def _count_by_route(survey_ids: Sequence[int]) -> Counter[int]:
    query = select(Route.id, func.count()).join(Response, Response.route_id == Route.id)
    query = query.where(Response.survey_id.in_(survey_ids), Response.submitted_on.is_not(None)).group_by(Route.id)
    return Counter(dict(db.session.execute(query).all()))
