"""When something is asked: conditions on what was answered before.

A condition is one of `{ item, equals }` (the one answer), `{ item, contains }` (among several), `{ item, answered }`,
`{ all = [...] }`, `{ any = [...] }` and `{ not = {...} }`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

ItemId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]

# The options chosen (none, for words or numbers) of every item that has an answer; one not known is not answered.
Given = Mapping[str, Collection[str]]


class Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    item: ItemId | None = None
    equals: ItemId | None = None
    contains: ItemId | None = None
    answered: bool | None = None
    every: tuple[Condition, ...] = Field(default=(), alias="all")
    either: tuple[Condition, ...] = Field(default=(), alias="any")
    opposite: Condition | None = Field(default=None, alias="not")

    @property
    def option(self) -> str | None:
        """The option it asks for, where it asks for one."""
        return self.equals or self.contains

    def holds(self, given: Given) -> bool:
        """Whether what was answered so far meets it."""
        if self.item is not None:
            return self._holds_of(given.get(self.item))
        if self.opposite is not None:
            return not self.opposite.holds(given)
        if self.every:
            return all(part.holds(given) for part in self.every)
        return any(part.holds(given) for part in self.either)

    def _holds_of(self, chosen: Collection[str] | None) -> bool:
        if self.answered is not None:
            return (chosen is not None) is self.answered
        if self.equals is not None:
            return chosen is not None and list(chosen) == [self.equals]
        return chosen is not None and self.contains in chosen

    def atoms(self) -> Iterator[Condition]:
        """The parts that each speak of one item."""
        if self.item is not None:
            yield self
        for part in (*self.every, *self.either, *((self.opposite,) if self.opposite else ())):
            yield from part.atoms()

    @model_validator(mode="after")
    def says_one_thing(self) -> Self:
        asks = [self.equals, self.contains, self.answered]
        if self.item is not None and sum(ask is not None for ask in asks) != 1:
            raise ValueError("say one of equals, contains and answered")
        if self.item is None and any(ask is not None for ask in asks):
            raise ValueError("say which item")
        if sum(bool(part) for part in (self.item, self.every, self.either, self.opposite)) != 1:
            raise ValueError("a condition is one of item, all, any and not")
        return self
