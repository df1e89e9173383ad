"""How each type of item is answered: what a form may say to it, and how the answer reads afterwards.

One dict from item type to field; the page of each type is its partial in templates/surveys/items/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.surveys.instrument import LONGEST_TEXT, Item, ItemType
from engage.surveys.models import AnswerState
from engage.surveys.responses import Said

DONT_KNOW_VALUE = "dont-know"

SKIPPED = Said(AnswerState.SKIPPED)
DONT_KNOW = Said(AnswerState.DONT_KNOW)


# Control characters and Unicode's noncharacters: no page, table or spreadsheet can hold them all.
LAST_OF_EACH_PLANE = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
NOT_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef{LAST_OF_EACH_PLANE}]")


class Unacceptable(ValueError):
    """What was sent cannot be an answer to the item; `words` say why, in the language of the page."""

    def __init__(self, words: LazyString) -> None:
        super().__init__()
        self.words = words


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
            raise Unacceptable(_l("Your answer is too long. Take out %(over)s characters or more", over=f"{over:,}"))
        return Said(AnswerState.ANSWERED, text=text) if text else None

    def show(self, item: Item, said: Said) -> list[str]:
        return [said.text or ""]


FIELDS: dict[ItemType, Field] = {
    ItemType.CHOICE: Options(several=False),
    ItemType.CHOICES: Options(several=True),
    ItemType.SCALE: Options(several=False),
    ItemType.SHORT_TEXT: Words(),
    ItemType.LONG_TEXT: Words(),
}


def read(item: Item, action: str, sent: list[str]) -> Said | None:
    """What pressing `action` (next, skip, dont-know, finish) says to the item; nothing where finishing early leaves
    it as it was. Raises Unacceptable."""
    if action == "skip":
        return SKIPPED
    if action == DONT_KNOW_VALUE and item.dont_know:
        return DONT_KNOW
    said = FIELDS[item.type].read(item, sent)
    return said if said or action == "finish" else SKIPPED


def show(item: Item, said: Said | None) -> list[str]:
    """The lines that a person reads back on the check page."""
    if said is None:
        return [_("Not answered")]
    if said.state == AnswerState.SKIPPED:
        return [_("You skipped this question")]
    if said.state == AnswerState.DONT_KNOW:
        return [_("I don’t know")]
    return FIELDS[item.type].show(item, said)


def ticked(said: Said | None) -> list[str]:
    """The values that stand ticked on the page for a stored answer."""
    if said is None:
        return []
    return [DONT_KNOW_VALUE] if said.state == AnswerState.DONT_KNOW else said.options or []
