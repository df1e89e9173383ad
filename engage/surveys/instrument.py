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
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]

LONGEST_TEXT = 5000


class InstrumentError(ValueError):
    """The document is not a valid instrument; `problems` says where and why, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ItemType(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"


OPEN_TYPES = frozenset({ItemType.SHORT_TEXT, ItemType.LONG_TEXT})


class Option(Frozen):
    """One answer that can be chosen. `exclusive` ("none of these") empties every other choice."""

    id: Slug
    label: Words
    exclusive: bool = False


class Serves(Frozen):
    """What the item is for: slugs of key lines of enquiry and of specification sections."""

    kloes: tuple[Slug, ...] = Field(min_length=1)
    sections: tuple[Slug, ...] = Field(min_length=1)


class Item(Frozen):
    """One question, shown on a page of its own."""

    id: Slug
    type: ItemType
    question: Words
    hint: str = ""
    options: tuple[Option, ...] = ()
    dont_know: bool = False
    serves: Serves

    @property
    def is_open(self) -> bool:
        return self.type in OPEN_TYPES

    def option_label(self, option_id: str) -> str:
        return next(option.label for option in self.options if option.id == option_id)

    @model_validator(mode="after")
    def options_fit_the_type(self) -> Self:
        if self.is_open and self.options:
            raise ValueError(f"{self.id}: an open question has no options")
        if not self.is_open and len(self.options) < 2:
            raise ValueError(f"{self.id}: a closed question needs at least two options")
        if self.type is ItemType.SCALE and len(self.options) not in (3, 5):
            raise ValueError(f"{self.id}: a scale has 3 or 5 points")
        ids = [option.id for option in self.options]
        if len(set(ids)) != len(ids):
            raise ValueError(f"{self.id}: two options share an id")
        return self


class Section(Frozen):
    """A run of items under one heading (shown on the check page and in review)."""

    id: Slug
    title: Words
    items: tuple[Item, ...] = Field(min_length=1)


class Assent(Frozen):
    """What a person is told before the first question, and what they agree to."""

    points: tuple[Words, ...] = Field(min_length=1)
    label: Words


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
    thank_you: tuple[Words, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item in the order asked."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def open_items(self) -> Iterator[Item]:
        return (item for item in self.items if item.is_open)

    @model_validator(mode="after")
    def item_ids_are_unique(self) -> Self:
        ids = [item.id for section in self.sections for item in section.items]
        repeated = sorted({item_id for item_id in ids if ids.count(item_id) > 1})
        if repeated:
            raise ValueError(f"these item ids are used twice: {', '.join(repeated)}")
        return self


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
