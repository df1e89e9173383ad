"""The names of schools and places that a programme knows, to be taken out of what people said."""

from __future__ import annotations

from typing import NamedTuple

from engage.analysis.known_names import names_of, schools_among
from engage.analysis.redaction import redact
from engage.programmes.models import Programme
from engage.surveys.inviting.queries import list_route_names
from engage.surveys.organisations.queries import list_names


class Known(NamedTuple):
    """Names of `schools` (and other organisations) and of `places`."""

    schools: frozenset[str]
    places: frozenset[str]

    def redact(self, text: str) -> str:
        """The words as they are proposed for a quote."""
        return redact(text, schools=self.schools, places=self.places)


def known_names(programme: Programme) -> Known:
    """What an officer typed as it stands, the organisations that answer, and the schools by which people are invited.

    An organisation that asked only to be counted is among them: it least of all is to be named in a quote.
    """
    schools = names_of(list_names(programme_id=programme.id))
    schools |= schools_among(list_route_names(programme_id=programme.id))
    schools |= set(programme.known_schools.splitlines())
    return Known(frozenset(schools), frozenset(programme.known_places.splitlines()))
