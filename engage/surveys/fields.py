"""How each type of item is answered: what a form may say to it, and how the answer reads afterwards.

One dict from item type to field; the page of each type is its partial in templates/surveys/items/. A page whose item
has several parts (see items.py) has a control for each, read by the field of the part's type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from flask_babel import LazyString, lazy_ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.surveys.amounts import Amount, Fault, NotTheAmount, canonical
from engage.surveys.instrument import LONGEST_TEXT, Item, ItemType
from engage.surveys.items import RANKS
from engage.surveys.models import AnswerState
from engage.surveys.responses import Said

DONT_KNOW_VALUE = "dont-know"

# What a form says, by the name of each control.
Sent = Mapping[str, list[str]]

SKIPPED = Said(AnswerState.SKIPPED)
DONT_KNOW = Said(AnswerState.DONT_KNOW)


# Control characters and Unicode's noncharacters: no page, table or spreadsheet can hold them all.
LAST_OF_EACH_PLANE = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
NOT_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef{LAST_OF_EACH_PLANE}]")


class Unacceptable(ValueError):
    """What was sent cannot be an answer to the item; `words` say why, in the language of the page, and `place` is the
    name of the control."""

    def __init__(self, words: LazyString, place: str = "answer") -> None:
        super().__init__()
        self.words, self.place = words, place


def tidy(sent: list[str]) -> str:
    """The words that were sent, lines ending as they are counted on the page, without what is not text."""
    return NOT_TEXT.sub("", " ".join(sent).replace("\r\n", "\n").replace("\r", "\n"))


class Field(Protocol):
    def read(self, item: Item, sent: list[str]) -> Said | None:
        """The answer in what a form sent, or nothing when it says nothing. Raises Unacceptable."""

    def show(self, item: Item, said: Said) -> list[str]:
        """The answer as its person would read it back, a line for each part."""


@dataclass(frozen=True)
class Options:
    """Options to choose from: one, or several."""

    several: bool

    def read(self, item: Item, sent: list[str]) -> Said | None:
        chosen = list(dict.fromkeys(value for value in sent if value))
        self._refuse_what_is_not_offered(item, chosen)
        if DONT_KNOW_VALUE in chosen:
            return DONT_KNOW
        offered = [option.id for option in item.options if option.id in chosen]
        return Said(AnswerState.ANSWERED, options=offered) if offered else None

    def show(self, item: Item, said: Said) -> list[str]:
        return [item.option_label(option) for option in said.options or []]

    def _refuse_what_is_not_offered(self, item: Item, chosen: list[str]) -> None:
        offered = {option.id for option in item.options} | ({DONT_KNOW_VALUE} if item.dont_know else set())
        if not offered.issuperset(chosen):
            raise Unacceptable(_l("Choose from the answers on this page"))
        if len(chosen) > 1 and not self.several:
            raise Unacceptable(_l("Choose one answer"))
        alone = {option.id for option in item.options if option.exclusive} | {DONT_KNOW_VALUE}
        if len(chosen) > 1 and alone.intersection(chosen):
            raise Unacceptable(_l("Two of your answers do not go together. Take the tick out of one of them"))


class Words:
    """The person's own words."""

    def read(self, item: Item, sent: list[str]) -> Said | None:
        text = tidy(sent).strip()
        if len(text) > LONGEST_TEXT:
            over = len(text) - LONGEST_TEXT
            words = lazy_ngettext(
                "Your answer is too long. Take out %(over)s character or more",
                "Your answer is too long. Take out %(over)s characters or more",
                over,
                over=f"{over:,}",
            )
            raise Unacceptable(words)
        return Said(AnswerState.ANSWERED, text=text) if text else None

    def show(self, item: Item, said: Said) -> list[str]:
        return [said.text or ""]


@dataclass(frozen=True)
class Number:
    """A number with its unit, kept as one chosen value so that it is counted and never coded."""

    def read(self, item: Item, sent: list[str]) -> Said | None:
        text = tidy(sent).strip()
        if not text or item.number is None:
            return None
        try:
            number = item.number.read(text)
        except NotTheAmount as error:
            raise Unacceptable(self._say(error.fault, item.number)) from error
        return Said(AnswerState.ANSWERED, options=[canonical(number)])

    def show(self, item: Item, said: Said) -> list[str]:
        return [item.option_label(option) for option in said.options or []]

    @staticmethod
    def _say(fault: Fault, amount: Amount) -> LazyString:
        least, most, some = (amount.say(number) for number in (amount.minimum, amount.maximum, amount.bands[0]))
        words: dict[Fault, Callable[[], LazyString]] = {
            Fault.NO_NUMBER: lambda: _l("Enter a number in figures, like %(some)s", some=some),
            Fault.NOT_WHOLE: lambda: _l("Enter a whole number, without a decimal point"),
            Fault.TOO_SMALL: lambda: _l("Enter %(least)s or more", least=least),
            Fault.TOO_LARGE: lambda: _l("Enter %(most)s or less", most=most),
        }
        return words[fault]()


class Ranking:
    """The top three, in order, and fewer where a person has fewer."""

    def read(self, item: Item, sent: list[str]) -> Said | None:
        chosen = [value for value in sent if value]
        if len(chosen) > RANKS or not {option.id for option in item.options}.issuperset(chosen):
            raise Unacceptable(_l("Choose from the answers on this page"))
        twice = [value for value in chosen if chosen.count(value) > 1]
        if twice:
            raise Unacceptable(
                _l("You chose “%(label)s” twice. Choose a different one each time", label=item.option_label(twice[0]))
            )
        return Said(AnswerState.ANSWERED, options=chosen) if chosen else None

    def show(self, item: Item, said: Said) -> list[str]:
        return [f"{rank}. {item.option_label(option)}" for rank, option in enumerate(said.options or [], 1)]


FIELDS: dict[ItemType, Field] = {
    ItemType.CHOICE: Options(several=False),
    ItemType.CHOICES: Options(several=True),
    ItemType.SCALE: Options(several=False),
    ItemType.SHORT_TEXT: Words(),
    ItemType.LONG_TEXT: Words(),
    ItemType.NUMBER: Number(),
    ItemType.RANKING: Ranking(),
}


def place_of(item: Item, part: Item) -> str:
    """The name of the control that answers a part of an item: "answer", or "answer-why"."""
    return f"answer{part.id.removeprefix(item.id)}"


def places(item: Item) -> list[str]:
    """The names of all controls on the page of an item."""
    return [place_of(item, part) for part in item.parts]


# Finishing or pausing here is not yet an answer to what stands empty.
WITHOUT_SKIPPING = frozenset({"finish", "save"})


def read(item: Item, action: str, sent: Sent) -> dict[str, Said]:
    """What pressing `action` (next, skip, dont-know, finish) says, by the id of each part of the item; of a part that
    finishing early leaves as it was, nothing. Raises Unacceptable."""
    if action == "skip":
        return {part.id: SKIPPED for part in item.parts}
    if action == DONT_KNOW_VALUE and item.dont_know:
        return {part.id: DONT_KNOW for part in item.parts}
    said = {part.id: _read_part(item, part, sent) for part in item.parts}
    return {part_id: one or SKIPPED for part_id, one in said.items() if one or action not in WITHOUT_SKIPPING}


def _read_part(item: Item, part: Item, sent: Sent) -> Said | None:
    place = place_of(item, part)
    try:
        return FIELDS[part.type].read(part, sent.get(place, []))
    except Unacceptable as error:
        raise Unacceptable(error.words, place) from error


def show(item: Item, said: Mapping[str, Said]) -> list[str]:
    """The lines that a person reads back on the check page, from what was said to each part."""
    given = [part for part in item.parts if part.id in said]
    told = [part for part in given if said[part.id].state != AnswerState.SKIPPED]
    if len(item.parts) == 1 or not told:
        return _show_part(item, said[given[0].id]) if given else [_("Not answered")]
    labels = {f"{item.id}-{row.id}": f"{row.label}: " for row in item.rows}
    return [labels.get(part.id, "") + line for part in told for line in _show_part(part, said[part.id])]


def _show_part(part: Item, said: Said) -> list[str]:
    if said.state == AnswerState.SKIPPED:
        return [_("You skipped this question")]
    if said.state == AnswerState.DONT_KNOW:
        return [_("I don’t know")]
    return FIELDS[part.type].show(part, said)


def sent_before(item: Item, said: Mapping[str, Said]) -> dict[str, list[str]]:
    """What the page's form would send for the answers that are stored."""
    return {place_of(item, part): _sent_for(part, said[part.id]) for part in item.parts if part.id in said}


def _sent_for(part: Item, said: Said) -> list[str]:
    if said.state == AnswerState.DONT_KNOW and part.has_cards:
        return [DONT_KNOW_VALUE]
    return said.options or [said.text or ""]
