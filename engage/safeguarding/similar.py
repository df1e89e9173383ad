"""Finding again a paragraph on hold that somebody has changed: by the words it shares with what is written now."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from engage.passages.columns import MARK
from engage.passages.models import HeldPassage

WORD = re.compile(r"[^\W_]+")
# Shorter words are in every sentence; they count only where a paragraph has hardly any others.
SHORTEST_WORD = 4
FEWEST_WORDS = 3
# How much of a paragraph's words the other has where one was made of the other, by an edit, a join or a split.
SHARE = 0.6


def find_similar(paragraphs: Sequence[str], held: Sequence[HeldPassage]) -> Mapping[str, list[HeldPassage]]:
    """The passages on hold that each of these paragraphs of one text was made of; only paragraphs made of any."""
    found: dict[str, list[HeldPassage]] = {}
    written = {paragraph: _words(paragraph) for paragraph in paragraphs}
    for passage in held:
        for paragraph in _made_of(_words(passage.words), written):
            found.setdefault(paragraph, []).append(passage)
    return found


def _made_of(words: frozenset[str], written: Mapping[str, frozenset[str]]) -> list[str]:
    """The paragraphs that have most of these words, or hardly any others; or that have most of them together, so that
    none is freed in pieces."""
    pieces = {one: theirs for one, theirs in written.items() if _share(theirs, words) >= SHARE}
    fewest = min(FEWEST_WORDS, len(words))
    in_pieces = _share(words, frozenset[str]().union(*pieces.values())) >= SHARE
    return [
        one
        for one, theirs in written.items()
        if (len(words & theirs) >= fewest and (one in pieces or _share(words, theirs) >= SHARE))
        or (in_pieces and one in pieces)
    ]


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    """How much of these words the others have, from 0 to 1; of short ones only where there is hardly a longer one."""
    longer = frozenset(word for word in words if len(word) >= SHORTEST_WORD)
    telling = longer if len(longer) >= FEWEST_WORDS else words
    return len(telling & others) / len(telling) if telling else 0


def _words(paragraph: str) -> frozenset[str]:
    """Without case, accents and marks."""
    plain = unicodedata.normalize("NFKD", MARK.sub(" ", paragraph)).casefold()
    return frozenset(WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))
