"""Words marked in a text, so that a reader sees at once why it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class Part(NamedTuple):
    text: str
    is_marked: bool


def mark_words(text: str, phrases: Iterable[str]) -> list[Part]:
    """The text in parts, those that are one of the phrases marked; together they are the text, letter for letter.

    A phrase is found whatever stands between its words ("kill, myself") and, where it stands nowhere as it is,
    between its letters ("k i l l").
    """
    found = [span for phrase in phrases for span in _find(text, phrase)]
    parts: list[Part] = []
    position = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start < position:
            continue
        parts += [Part(text[position:start], False), Part(text[start:end], True)]
        position = end
    return [part for part in [*parts, Part(text[position:], False)] if part.text]


def _find(text: str, phrase: str) -> list[tuple[int, int]]:
    words = phrase.split()
    if not words:
        return []
    whole = r"[\W_]+".join(re.escape(word) for word in words)
    spelt = r"[\W_]*".join(re.escape(letter) for letter in "".join(words))
    for pattern in (rf"(?<!\w){whole}(?!\w)", rf"(?<!\w){spelt}(?!\w)"):
        if found := [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]:
            return found
    return []
