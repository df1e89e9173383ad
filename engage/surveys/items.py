"""The items of an instrument: what is asked on one page, and under which ids its answers are kept.

Most items have one answer, kept under their own id. A proposal has two (the choice, and why), the same question for
each lot has one a lot, a page of information has none: `Item.parts` are items with one answer each, and all that is
stored, triaged, coded and counted knows only those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engage.surveys.amounts import Amount
from engage.surveys.conditions import Condition

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]

LONGEST_TEXT = 5000
RANKS = 3


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ItemType(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    RANKING = "ranking"
    PROPOSAL = "proposal"
    PER_LOT = "per_lot"
    INFORMATION = "information"


OPEN_TYPES = frozenset({ItemType.SHORT_TEXT, ItemType.LONG_TEXT})
# Every option is a card to choose, and so is "I don't know".
CARD_TYPES = frozenset({ItemType.CHOICE, ItemType.CHOICES, ItemType.SCALE})
EACH_TYPES = frozenset({ItemType.CHOICE, ItemType.SCALE, ItemType.NUMBER, ItemType.SHORT_TEXT})


class Faces(StrEnum):
    """Plain faces above the points of a scale: decoration, so the words say it all. Which end smiles?"""

    NONE = ""
    BEST_FIRST = "best-first"
    WORST_FIRST = "worst-first"


class Option(Frozen):
    """One answer that can be chosen. `exclusive` ("none of these") empties every other choice."""

    id: Slug
    label: Words
    exclusive: bool = False


class Row(Frozen):
    """One of the lots that the same question is asked for."""

    id: Slug
    label: Words


class Serves(Frozen):
    """What the item is for: slugs of key lines of enquiry and of specification sections."""

    kloes: tuple[Slug, ...] = ()
    sections: tuple[Slug, ...] = ()


# What a type's document says besides the words that every type has: what it must, and what it may.
MUST_SAY: dict[ItemType, frozenset[str]] = {
    ItemType.NUMBER: frozenset({"number"}),
    ItemType.PROPOSAL: frozenset({"why"}),
    ItemType.PER_LOT: frozenset({"rows", "each"}),
    ItemType.INFORMATION: frozenset({"text"}),
}
MAY_SAY: dict[ItemType, frozenset[str]] = {
    ItemType.CHOICE: frozenset({"options"}),
    ItemType.CHOICES: frozenset({"options"}),
    ItemType.SCALE: frozenset({"options", "faces"}),
    ItemType.RANKING: frozenset({"options"}),
    ItemType.PROPOSAL: frozenset({"options", "faces"}),
    ItemType.PER_LOT: frozenset({"options", "number"}),
}
OWN_WORDS = ("options", "faces", "number", "why", "rows", "each", "text")
NOTHING: frozenset[str] = frozenset()


class Item(Frozen):
    """One page of a survey: a question, or information to read."""

    id: Slug
    type: ItemType
    question: Words
    hint: str = ""
    options: tuple[Option, ...] = ()
    faces: Faces = Faces.NONE
    number: Amount | None = None
    why: str = ""
    rows: tuple[Row, ...] = ()
    each: ItemType | None = None
    text: tuple[Words, ...] = ()
    dont_know: bool = False
    show_if: Condition | None = None
    serves: Serves = Serves()

    @property
    def is_open(self) -> bool:
        return self.type in OPEN_TYPES

    @property
    def has_cards(self) -> bool:
        """Whether "I don't know" is one of its cards, rather than a button."""
        return self.type in CARD_TYPES or self.type is ItemType.PROPOSAL or self.each in CARD_TYPES

    @cached_property
    def parts(self) -> tuple[Item, ...]:
        """The items under whose ids its answers are kept, each with one answer."""
        split = PARTS.get(self.type)
        return split(self) if split else (self,)

    @cached_property
    def tallies(self) -> tuple[Item, ...]:
        """The questions under which its closed answer is counted: itself, and for a ranking the first choice too."""
        if self.type is not ItemType.RANKING:
            return () if self.is_open else (self,)
        first = self.derive("first", ItemType.CHOICE, f"{self.question} First choice", options=self.options)
        return (self, first)

    @cached_property
    def counted(self) -> tuple[Option, ...]:
        """The options it is counted by: those offered, or the bands of a number."""
        if self.number is None:
            return self.options
        labels = enumerate(self.number.band_labels(), 1)
        return tuple(Option(id=f"band-{place}", label=label) for place, label in labels)

    @cached_property
    def counted_labels(self) -> dict[str, str]:
        return {option.id: option.label for option in self.counted}

    def count_under(self, tally: Item, chosen: Sequence[str]) -> Sequence[str]:
        """The counted options of one of its `tallies` that an answer stands under."""
        if self.number is not None:
            return [self.counted[self.number.band_of(Decimal(chosen[0]))].id]
        return chosen if tally is self else chosen[:1]

    def option_label(self, option_id: str) -> str:
        """A stored option in words: its label, or a number with its unit."""
        if self.number is not None:
            return self.number.say(Decimal(option_id))
        return next(option.label for option in self.options if option.id == option_id)

    def derive(self, suffix: str, kind: ItemType, question: str, **words: object) -> Item:
        """An item of another id that serves the same: "<id>-<suffix>"."""
        given = {"serves": self.serves, "dont_know": self.dont_know, **words}
        return Item.model_validate({"id": f"{self.id}-{suffix}", "type": kind, "question": question, **given})

    @model_validator(mode="after")
    def words_fit_the_type(self) -> Self:
        must, may = MUST_SAY.get(self.type, NOTHING), MAY_SAY.get(self.type, NOTHING)
        for name in OWN_WORDS:
            if getattr(self, name) and name not in must | may:
                raise ValueError(f"{self.id}: a question of type {self.type} has no {name}")
            if not getattr(self, name) and name in must:
                raise ValueError(f"{self.id}: a question of type {self.type} needs {name}")
        if self.type is not ItemType.INFORMATION and not (self.serves.kloes and self.serves.sections):
            raise ValueError(f"{self.id}: say which lines of enquiry and sections it serves")
        return self

    @model_validator(mode="after")
    def options_fit_the_type(self) -> Self:
        least = 2 if "options" in MAY_SAY.get(self.type, NOTHING) and self.type is not ItemType.PER_LOT else 0
        if len(self.options) < least:
            raise ValueError(f"{self.id}: a closed question needs at least two options")
        if self.type in (ItemType.SCALE, ItemType.PROPOSAL) and len(self.options) not in (3, 5):
            raise ValueError(f"{self.id}: a scale has 3 or 5 points")
        for named in (self.options, self.rows):
            if len({one.id for one in named}) != len(named):
                raise ValueError(f"{self.id}: two options share an id")
        return self

    @model_validator(mode="after")
    def parts_are_items(self) -> Self:
        if self.each is not None and self.each not in EACH_TYPES:
            raise ValueError(f"{self.id}: each lot is asked a choice, a scale, a number or a short text")
        list(self.parts)  # made here, so that what is wrong with them is said
        return self


def _parts_of_proposal(item: Item) -> tuple[Item, ...]:
    """The choice under the item's own id, and the reason under "<id>-why"."""
    points = Item(
        id=item.id,
        type=ItemType.SCALE,
        question=item.question,
        hint=item.hint,
        options=item.options,
        faces=item.faces,
        dont_know=item.dont_know,
        serves=item.serves,
    )
    return points, item.derive("why", ItemType.LONG_TEXT, f"{item.question} {item.why}")


def _parts_of_lots(item: Item) -> tuple[Item, ...]:
    """An item for each lot, under "<id>-<lot>"."""
    kind = item.each or ItemType.CHOICE
    words = {"options": item.options, "number": item.number}
    return tuple(item.derive(row.id, kind, f"{item.question} {row.label}", **words) for row in item.rows)


PARTS: dict[ItemType, Callable[[Item], tuple[Item, ...]]] = {
    ItemType.PROPOSAL: _parts_of_proposal,
    ItemType.PER_LOT: _parts_of_lots,
    ItemType.INFORMATION: lambda _item: (),
}
