"""Changing the words of an instrument's document, and saying in words where a document is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import tomlkit

from engage.database import DomainError
from engage.surveys.instrument import Instrument, InstrumentError, Item, read_instrument

PLACES = {"sections": "section", "items": "question", "options": "answer"}
PLACE = re.compile(r"\b(sections|items|options)\.(\d+)\b")


class BadDocument(DomainError):
    """The document cannot be asked; `problems` says what is wrong and where, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"This document cannot be used. {problems[0]}", "document")
        self.problems = problems


class ItemWords(NamedTuple):
    """What people read of an item: its question, its hint (or nothing), and a label for each option id."""

    question: str
    hint: str
    labels: Mapping[str, str]


def words_of(item: Item) -> ItemWords:
    return ItemWords(item.question, item.hint, {option.id: option.label for option in item.options})


def check_document(document: str) -> Instrument:
    """The instrument in the document. Raises BadDocument."""
    try:
        return read_instrument(document)
    except InstrumentError as error:
        raise BadDocument([say_place(problem) for problem in error.problems]) from error


def say_place(problem: str) -> str:
    """ "sections.0.items.2.question: ..." as people count: "section 1, question 3, question: ..."."""
    place, colon, what = problem.partition(": ")
    counted = PLACE.sub(lambda found: f"{PLACES[found[1]]} {int(found[2]) + 1}", place)
    return (counted if counted == place else counted.replace(".", ", ")) + colon + what


def reword(document: str, item_id: str, words: ItemWords) -> str:
    """The document with other words for one item; ids, comments and layout stay. Raises BadDocument."""
    tree = tomlkit.parse(document)
    item = next(item for item in _items(tree) if item["id"] == item_id)
    _put(item, "question", words.question)
    _put(item, "hint", words.hint)
    for option in item.get("options", ()):
        _put(option, "label", words.labels[option["id"]])
    changed = tomlkit.dumps(tree)
    check_document(changed)
    return changed


def _items(tree: tomlkit.TOMLDocument) -> Iterator[Any]:
    sections: Any = tree["sections"]
    return (item for section in sections for item in section["items"])


def _put(table: Any, key: str, words: str) -> None:
    """Words that have not changed keep the way they are written down."""
    if table.get(key, "").strip() == words:
        return
    if words or key != "hint":
        table[key] = words
    else:
        del table[key]
