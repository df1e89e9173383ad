"""How people may name the schools and organisations that a programme knows: names in, words to take out of quotes.

Judgements, not measured: they lean towards leaving ordinary words alone, since a person reads each quote and an
officer can add any name as it stands.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from engage.analysis.names import SAFE, is_english

# What stands at the end of such a name and is often left out: "Elderwick High School" is "elderwick" to its pupils.
KINDS_TEXT: Final = """
    school schools high primary secondary infant infants junior juniors nursery grammar free special academy college
    centre center pru unit hub trust education learning tuition tutors training outreach community project services
    provision ap ltd limited cic
"""
KINDS: Final = frozenset(KINDS_TEXT.split())
# A way of inviting is a school and how it is reached there: "Elderwick High School, form time".
HOW: Final = re.compile(r"\s*(?:[,:;(]|\s[-–—]\s).*", re.DOTALL)
SHORTEST: Final = 4
JOINING: Final = frozenset({"and", "of", "the", "for"})


def names_of(organisations: Iterable[str]) -> set[str]:
    """Each organisation's name, and without "The" and without what kind of place it is where that leaves a word that
    is no English. One English word alone ("Bridge") is left out: it would be taken out of every quote."""
    return {called for name in organisations for called in _called(" ".join(name.split()))}


def schools_among(routes: Iterable[str]) -> set[str]:
    """The names, as from `names_of`, of those ways of inviting that are a school or centre of a name of its own."""
    places = (HOW.sub("", route).strip() for route in routes)
    return names_of(place for place in places if _is_a_place(place))


def _is_a_place(name: str) -> bool:
    """Ends in a kind of place, and right before that stands a capital that is not one of the words of schools."""
    words = name.split()
    own = _own_words(words)
    return own[-1:] != words[-1:] and any(word[0].isupper() and word.lower() not in SAFE for word in own[-1:])


def _called(name: str) -> Iterator[str]:
    words = name.split()
    if words and words[0].lower() == "the":
        words = words[1:]
        if len(words) > 1:
            yield name
    if len(words) > 1 or _is_no_english(words):
        yield " ".join(words)
    while len(words) > 1 and words[-1].lower() in KINDS:
        words = words[:-1]
        if words[-1].lower() not in JOINING and _is_no_english(words):
            yield " ".join(words)


def _own_words(words: list[str]) -> list[str]:
    return [word for word in words if word.lower() not in KINDS]


def _is_no_english(words: list[str]) -> bool:
    own = [word.lower() for word in _own_words(words)]
    return any(len(word) >= SHORTEST and word not in SAFE and not is_english(word) for word in own)
