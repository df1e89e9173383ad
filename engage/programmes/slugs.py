"""Short names that stand in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import count

from engage.database import DomainError

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60
# Room for a dash and a number after the words.
LONGEST_WORDS = LONGEST_SLUG - 6


class SlugRefused(DomainError):
    """The name for the address is taken, too long, or holds something other than small letters, digits and dashes."""


def check_slug(slug: str) -> str:
    """The slug as it is. Raises SlugRefused where it is not one."""
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise SlugRefused("Use small letters, numbers and dashes only, such as bury-2026", "slug")
    return slug


def slug_faults(slug: str, of: str, *, is_taken: bool) -> Iterator[SlugRefused]:
    """What is wrong with a short name that somebody typed for a council or a programme."""
    try:
        check_slug(slug)
    except SlugRefused as refused:
        yield refused
    if is_taken:
        yield SlugRefused(f"Another {of} has this short name", "slug")


def make_slug(words: str, otherwise: str, taken: Collection[str] = ()) -> str:
    """The words as they stand in an address: `Parents and carers` becomes `parents-and-carers`.

    Words in an alphabet that addresses do not have become `otherwise`; a number follows where the slug is taken.
    """
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_WORDS].strip("-") or otherwise
    numbered = (f"{slug}-{number}" for number in count(2))
    return slug if slug not in taken else next(free for free in numbered if free not in taken)
