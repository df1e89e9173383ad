"""Numbers as people write them ("12", "12.5", "1,200", "£30"), and how they are told again."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

# Twelve digits are more than any budget; commas stand between thousands only, so that "1,5" is not read as 15.
NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,6})?", re.ASCII)
CURRENCY = frozenset({"£", "€", "$"})

Figure = Annotated[Decimal, Field(ge=-(10**12), le=10**12, decimal_places=6)]


class Fault(StrEnum):
    """Why words are not the number that was asked for."""

    NO_NUMBER = "no_number"
    NOT_WHOLE = "not_whole"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"


class NotTheAmount(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Amount(BaseModel):
    """What a number may be. `bands` are the figures at which a summary cuts the answers, the lowest first."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    unit: str = Field(default="", max_length=40)
    minimum: Figure = Decimal(0)
    maximum: Figure = Decimal(1_000_000)
    whole: bool = True
    bands: tuple[Figure, ...] = Field(min_length=1, max_length=12)

    def read(self, words: str) -> Decimal:
        """The number in what somebody wrote. Raises NotTheAmount."""
        found = NUMBER.fullmatch(self._bare(words))
        if found is None:
            raise NotTheAmount(Fault.NO_NUMBER)
        number = Decimal(found[0].replace(",", ""))
        if self.whole and number != number.to_integral_value():
            raise NotTheAmount(Fault.NOT_WHOLE)
        if number < self.minimum:
            raise NotTheAmount(Fault.TOO_SMALL)
        if number > self.maximum:
            raise NotTheAmount(Fault.TOO_LARGE)
        return number

    def _bare(self, words: str) -> str:
        """Without the unit, before or after the number, and without blanks."""
        bare = "".join(words.split()).replace("\N{MINUS SIGN}", "-").casefold()
        unit = "".join(self.unit.split()).casefold()
        for mark in (unit, *CURRENCY) if unit in CURRENCY or not unit else (unit,):
            bare = bare.removeprefix(mark).removesuffix(mark)
        return bare

    @property
    def is_money(self) -> bool:
        """Whether the unit stands before the number."""
        return self.unit in CURRENCY

    def say(self, number: Decimal) -> str:
        """The number with its unit: "£1,200", "£97.50", "12.5 hours"."""
        figure = f"{number:,f}"
        if self.is_money:
            pence = "0" if number.as_tuple().exponent == -1 else ""
            return f"{self.unit}{figure}{pence}"
        return f"{figure} {self.unit}".strip()

    def band_of(self, number: Decimal) -> int:
        """Which band the number lies in, from nought."""
        return sum(number > edge for edge in self.bands)

    def band_labels(self) -> tuple[str, ...]:
        """What each band is called: "up to 5 places", "6 to 15 places", "more than 15 places"."""
        between = (self._between(low, high) for low, high in pairwise(self.bands))
        return (f"Up to {self.say(self.bands[0])}", *between, f"More than {self.say(self.bands[-1])}")

    def _between(self, low: Decimal, high: Decimal) -> str:
        if self.whole:
            start = low + 1
            return self.say(high) if start == high else f"{_bare_figure(self, start)} to {self.say(high)}"
        return f"More than {self.say(low)}, up to {self.say(high)}"

    @model_validator(mode="after")
    def figures_are_in_order(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("the maximum must be more than the minimum")
        if any(low >= high for low, high in pairwise(self.bands)):
            raise ValueError("the bands must go from the lowest figure to the highest")
        if self.bands[0] < self.minimum or self.bands[-1] >= self.maximum:
            raise ValueError("the bands must lie between the minimum and the maximum")
        if self.whole and any(edge != edge.to_integral_value() for edge in (self.minimum, self.maximum, *self.bands)):
            raise ValueError("a whole number has whole limits and bands")
        return self


def _bare_figure(amount: Amount, number: Decimal) -> str:
    return amount.say(number) if amount.is_money else f"{number:,f}"


def canonical(number: Decimal) -> str:
    """How a number is stored: no commas, no idle noughts."""
    return f"{number.normalize():f}" if number else "0"
