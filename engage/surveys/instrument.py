"""An instrument: the document of a survey, read once into frozen objects; code only interprets it.

The document is TOML. Item ids are stable: the same id is the same question in every audience,
language and wave; a changed meaning is a new id.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from engage.surveys import routing
from engage.surveys.conditions import Condition, Given
from engage.surveys.items import LONGEST_TEXT, OPEN_TYPES, Frozen, Item, ItemType, Option, Slug, Words
from engage.surveys.routing import Stop

__all__ = [
    "LONGEST_TEXT",
    "OPEN_TYPES",
    "Instrument",
    "InstrumentError",
    "Item",
    "ItemType",
    "Option",
    "read_instrument",
]


class InstrumentError(ValueError):
    """The document is not a valid instrument; `problems` says where and why, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Section(Frozen):
    """A run of items under one heading (shown on the check page and in review)."""

    id: Slug
    title: Words
    show_if: Condition | None = None
    items: tuple[Item, ...] = Field(min_length=1)

    def stops(self) -> Iterator[Stop]:
        """Its pages, each with what must hold for it to be asked."""
        for item in self.items:
            yield Stop(item, tuple(condition for condition in (self.show_if, item.show_if) if condition))


class Assent(Frozen):
    """What a person is told before the first question, and what they agree to."""

    points: tuple[Words, ...] = Field(min_length=1)
    label: Words


class AboutYou(StrEnum):
    """Whom the questions about the person are for; organisations are asked none."""

    ADULTS = "adults"
    PARENTS = "parents"
    CHILDREN = "children"


class Instrument(Frozen):
    slug: Slug
    version: int = Field(ge=1)
    audience: Slug
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")
    title: Words
    purpose: Words
    minutes: int = Field(ge=1, le=60)
    reading_age: int | None = Field(default=None, ge=5, le=18)
    assent: Assent
    help: Words
    # What is ticked by who answers in the place of the one who is asked; empty where nobody is expected to.
    proxy: str = Field(default="", max_length=200)
    thank_you: tuple[Words, ...] = Field(min_length=1)
    # The questions about the person that follow the answers, kept apart from them.
    about_you: AboutYou | None = None
    sections: tuple[Section, ...] = Field(min_length=1)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Every page in the order asked, with what must hold for it to be asked."""
        return tuple(stop for section in self.sections for stop in section.stops())

    @cached_property
    def pages(self) -> tuple[Item, ...]:
        """What is shown page by page: questions, and information to read."""
        return tuple(stop.page for stop in self.stops)

    @cached_property
    def page_by_id(self) -> dict[str, Item]:
        return {page.id: page for page in self.pages}

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        """The pages that ask something."""
        return tuple(page for page in self.pages if page.parts)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything that has an answer of its own, in the order asked."""
        return tuple(part for page in self.pages for part in page.parts)

    @cached_property
    def by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def is_routed(self) -> bool:
        """Whether earlier answers decide what is asked."""
        return any(stop.conditions for stop in self.stops)

    def open_items(self) -> Iterator[Item]:
        return (item for item in self.items if item.is_open)

    def route(self, given: Given) -> tuple[Item, ...]:
        """The pages asked of a person who answered this."""
        return routing.walk(self.stops, given) if self.is_routed else self.pages

    def follow_ups(self, page: Item, given: Given) -> Iterator[Item]:
        """The questions after a page that are asked because of its answers, or of those that it hangs on itself."""
        causes = routing.causes_of(self.stops, page)
        later = {stop.page.id for stop in self.stops[self.pages.index(page) + 1 :] if causes & stop.reads()}
        return (asked for asked in self.route(given) if asked.id in later and asked.parts)

    def hidden(self, given: Given) -> frozenset[str]:
        """The items that a person who answered this is not asked."""
        asked = {part.id for page in self.route(given) for part in page.parts}
        return frozenset(self.by_id) - asked

    @model_validator(mode="after")
    def item_ids_are_unique(self) -> Self:
        ids = [own for page in self.pages for own in _ids_of(page)]
        repeated = sorted({item_id for item_id in ids if ids.count(item_id) > 1})
        if repeated:
            raise ValueError(f"these item ids are used twice: {', '.join(repeated)}")
        return self

    @model_validator(mode="after")
    def every_page_can_be_reached(self) -> Self:
        wrong = routing.problems(self.stops)
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


def _ids_of(page: Item) -> set[str]:
    """The id of the page, and those under which its answers are kept and counted."""
    return {page.id, *(part.id for part in page.parts), *(tally.id for part in page.parts for tally in part.tallies)}


def read_instrument(document: str) -> Instrument:
    """Validate a TOML document. Raises InstrumentError naming each problem and its place."""
    try:
        return Instrument.model_validate(tomllib.loads(document))
    except tomllib.TOMLDecodeError as error:
        raise InstrumentError([f"This is not valid TOML: {error}"]) from error
    except ValidationError as error:
        raise InstrumentError([_describe(problem) for problem in error.errors()]) from error


def _describe(problem: ErrorDetails) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    return f"{place}: {problem['msg']}" if place else problem["msg"]


def fingerprint(document: str) -> str:
    """SHA-256 of the document, kept with the edition that put it in the field."""
    return hashlib.sha256(document.encode()).hexdigest()
