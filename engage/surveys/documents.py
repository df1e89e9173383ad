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
    """What people read of an item: its question, its hint (or nothing), a label for each option id, and what else its
    type says (see `further_words`)."""

    question: str
    hint: str
    labels: Mapping[str, str]
    further: Mapping[str, str] = {}


def words_of(item: Item) -> ItemWords:
    labels = {option.id: option.label for option in item.options}
    return ItemWords(item.question, item.hint, labels, further_words(item))


def further_words(item: Item) -> dict[str, str]:
    """The words that only some types have, by where they stand: "why", "unit", "row-<lot>", "text-<number>"."""
    words = {f"row-{row.id}": row.label for row in item.rows}
    words |= {f"text-{place}": paragraph for place, paragraph in enumerate(item.text)}
    if item.why:
        words["why"] = item.why
    if item.number and item.number.unit:
        words["unit"] = item.number.unit
    return words


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
    for place, said in words.further.items():
        _put(*_place_in(item, place), said)
    changed = tomlkit.dumps(tree)
    check_document(changed)
    return changed


def _items(tree: tomlkit.TOMLDocument) -> Iterator[Any]:
    sections: Any = tree["sections"]
    return (item for section in sections for item in section["items"])


def _place_in(item: Any, place: str) -> tuple[Any, Any]:
    """The table or list that holds some of the further words of an item, and the key in it."""
    kind, _dash, which = place.partition("-")
    if kind == "row":
        return next(row for row in item["rows"] if row["id"] == which), "label"
    if kind == "text":
        return item["text"], int(which)
    return (item["number"], "unit") if kind == "unit" else (item, "why")


def _put(table: Any, key: Any, words: str) -> None:
    """Words that have not changed keep the way they are written down."""
    before = table[key] if key != "hint" else table.get(key, "")
    if before.strip() == words:
        return
    if words or key != "hint":
        table[key] = words
    else:
        del table[key]
