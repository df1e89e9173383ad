"""What a new programme starts with: a document in `library/`, read once into frozen objects."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from engage.programmes.models import AudienceKind

LIBRARY = Path(__file__).parent / "library"


class Entry(BaseModel):
    """A table of the document: nothing unknown in it, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StartingAudience(Entry):
    slug: str
    name: str
    singular: str
    kind: AudienceKind
    position: int = 0


class StartingKloe(Entry):
    slug: str
    title: str
    description: str


class StartingLine(Entry):
    number: str
    text: str


class StartingSection(Entry):
    slug: str
    number: int
    title: str
    summary: str
    lines: tuple[StartingLine, ...] = ()


class Span(Entry):
    """Some weeks of a programme, counted from the day on which it starts."""

    starts_after_weeks: int = Field(ge=0)
    weeks: int = Field(ge=1)

    def dates(self, starts_on: dt.date) -> tuple[dt.date, dt.date]:
        """The first and the last day, in a programme that starts on `starts_on`."""
        first = starts_on + dt.timedelta(weeks=self.starts_after_weeks)
        return first, first + dt.timedelta(weeks=self.weeks, days=-1)


class StartingWave(Span):
    title: str


class StartingPhase(Span):
    title: str
    description: str


class StartingContent(Entry):
    """Audiences, lines of enquiry, specification sections, waves and phases of one kind of programme."""

    title: str
    version: int = Field(ge=1)
    audiences: tuple[StartingAudience, ...]
    kloes: tuple[StartingKloe, ...]
    sections: tuple[StartingSection, ...]
    waves: tuple[StartingWave, ...]
    phases: tuple[StartingPhase, ...]


def list_library() -> list[str]:
    """The names of the documents, in alphabetical order."""
    return sorted(path.stem for path in LIBRARY.glob("*.toml"))


def read_library(name: str) -> StartingContent:
    """The document `name`, one of `list_library()`. Raises KeyError for any other."""
    if name not in list_library():
        raise KeyError(name)
    return StartingContent.model_validate(tomllib.loads((LIBRARY / f"{name}.toml").read_text(encoding="utf-8")))
