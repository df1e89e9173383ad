"""Adding and changing ways of inviting."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from engage.database import DomainError, constraint_as, db
from engage.surveys.inviting import queries
from engage.surveys.inviting.models import Route
from engage.surveys.models import Survey

# No vowels, so that no word comes about; nothing that is taken for something else on a poster.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
TOKEN_LENGTH = 6


class NameTaken(DomainError):
    """The survey has a route of this name."""


def check_route(
    *, survey: Survey, name: str | None, route: Route | None = None, **_others: object
) -> Iterator[NameTaken]:
    """Find what speaks against a route of this name, new or (`route`) changed. A name of None is not looked at."""
    if name is not None and queries.find_route_by_name(survey_id=survey.id, name=name) not in (None, route):
        yield _taken()


def add_route(*, survey: Survey, name: str, size: int | None = None) -> Route:
    """A new way of inviting people, with an address of its own. Raises NameTaken."""
    route = Route(survey=survey, name=name, size=size, token=_token())
    with constraint_as("uq_route_survey_id_name", _taken()):
        db.session.add(route)
    return route


def change_route(*, route: Route, name: str, size: int | None = None) -> None:
    """Another name or size; the address stays, since it may be on paper. Raises NameTaken."""
    with constraint_as("uq_route_survey_id_name", _taken()):
        route.name, route.size = name, size


def is_token(sent: str) -> bool:
    """Whether it looks like one of ours, in large letters or small; nothing else reaches the database."""
    return len(sent) == TOKEN_LENGTH and set(sent.lower()) <= set(LETTERS)


def _taken() -> NameTaken:
    return NameTaken("This survey has a route of that name already", "name")


def _token() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(TOKEN_LENGTH))
