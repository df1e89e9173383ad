"""Codes of easy words: what they are made of, how they are read from somebody's typing, and what is kept of them.

A code is five words out of 1,024: 2 to the power of 50, or 50 bits. The words are short, common and friendly, and any
two differ by more than one slip, so that a slip leads to one word or to none. What is kept is a keyed hash, never the
code: who reads the database cannot use it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from enum import StrEnum
from importlib import resources
from typing import NamedTuple

WORDS = tuple(resources.files(__package__).joinpath("words.txt").read_text().split())
KNOWN = frozenset(WORDS)
WORDS_IN_A_CODE = 5
# As many words as tell one code from others when wrong guesses at it are counted (see `tries`).
WORDS_OF_A_BEGINNING = 2
# Far more than five words with slips; longer than this is not a code.
LONGEST_TYPED = 200
NOT_A_LETTER = re.compile(r"[^a-z]+")


class Purpose(StrEnum):
    """What a code opens: an unsent draft, or the withdrawal of what was sent."""

    RETURN = "return"
    WITHDRAW = "withdraw"


class Lock(NamedTuple):
    """Where a code is used, and the key of its hashes: the same words open nothing elsewhere."""

    key: str
    purpose: Purpose
    survey_id: int

    def hash_of(self, words: str) -> str:
        """What is kept of a code, or of its beginning (HMAC-SHA-256, RFC 2104)."""
        message = f"{self.purpose}:{self.survey_id}:{words}".encode()
        return hmac.new(self.key.encode(), message, hashlib.sha256).hexdigest()


def make_code() -> str:
    """Five words chosen at random, with spaces between them."""
    return " ".join(secrets.choice(WORDS) for _ in range(WORDS_IN_A_CODE))


def beginning_of(code: str) -> str:
    """The words by which wrong guesses at one code are counted."""
    return " ".join(code.split()[:WORDS_OF_A_BEGINNING])


def read_code(typed: str) -> str | None:
    """The code that somebody typed, whatever its capitals, spaces and hyphens and with a slip in each word at most;
    nothing where it cannot be one."""
    words = [_word_meant(part) for part in _parts_of(typed)]
    return " ".join(word for word in words if word) if len(words) == WORDS_IN_A_CODE and all(words) else None


def strange_word(typed: str) -> str | None:
    """The first of five words that is none of ours, to be looked at again; nothing where there are not five."""
    parts = _parts_of(typed)
    return next((part for part in parts if not _word_meant(part)), None) if len(parts) == WORDS_IN_A_CODE else None


def _parts_of(typed: str) -> list[str]:
    return NOT_A_LETTER.sub(" ", typed[:LONGEST_TYPED].lower()).split()


def _word_meant(typed: str) -> str | None:
    """The word itself, or the only one that is one slip away."""
    if typed in KNOWN:
        return typed
    near = _one_slip_from(typed) & KNOWN
    return near.pop() if len(near) == 1 else None


def _one_slip_from(typed: str) -> set[str]:
    """Everything that is one letter too many, too few, changed or swapped with its neighbour away."""
    halves = [(typed[:place], typed[place:]) for place in range(len(typed) + 1)]
    fewer = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in halves if right for letter in string.ascii_lowercase}
    more = {left + letter + right for left, right in halves for letter in string.ascii_lowercase}
    return fewer | swapped | changed | more
