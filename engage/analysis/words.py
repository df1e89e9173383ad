"""Words of an answer: how its text becomes words and stems, and whether it says anything at all."""

import re
from functools import lru_cache

from nltk.stem.snowball import SnowballStemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
REPEATED = re.compile(r"(.)\1{2,}")

# Words that alone, or with the fillers below, say that the person has nothing to say. Spellings seen in
# public comments and children's answers; "no" and "none" are here because no theme can be read from them.
EMPTY_CORE_TEXT = """
    no nope nah na none non nothing nothin nuthin nuthing nothng nothinhg nothink noting nuffin nuffink nowt naff
    nil null idk dunno dunnow unsure skip blank pass dont dnt donno cant cannot not n nought zero
"""
EMPTY_FILLERS_TEXT = """
    a i im am do did to the of at all else more much really real right now any anything anythink thing things
    comment comments answer answers idea ideas opinion sure shure know kno knw no now think say add tell write
    that this it is can have got as above same before so far yet sorry honest honestly tbh me my mind applicable
    aplicable available other further want wanna rather prefer not question
"""
EMPTY_CORE = frozenset(EMPTY_CORE_TEXT.split())
FILLERS = EMPTY_CORE | frozenset(EMPTY_FILLERS_TEXT.split())
MEANINGLESS = re.compile(r"^(?:[asdfghjkl]{5,}|[qwertyuiop]{6,}|[zxcvbnm]{5,}|(?:test ?)+|x+|blah(?: blah)*)$")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case and in order, apostrophes straight, digits and signs left out."""
    return WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=1)
def _stemmer() -> SnowballStemmer:
    return SnowballStemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one lower-case word: "waited" and "waiting" meet in "wait" (Snowball, needs no corpus)."""
    return str(_stemmer().stem(word.removesuffix("'s")))


def stems_of(text: str) -> list[str]:
    """The stems of a text's words in order, the commonest words of English kept."""
    return [stem(word) for word in words_of(text)]


def is_common(word: str) -> bool:
    """Whether a word is one of English's commonest, which alone never point to a theme."""
    return len(word) < 2 or word in ENGLISH_STOP_WORDS


def is_empty_answer(text: str) -> bool:
    """Whether an answer says nothing that could be coded: "n/a", "dont know", "nothing", "...", "asdfgh".

    A negative that says something ("nothing was good", "no teachers") is not empty.
    """
    return say_nothing(words_of(text))


def say_nothing(words: list[str]) -> bool:
    """As `is_empty_answer`, of the words of an answer."""
    if any(_tells(word) for word in words):
        return False
    plain = [_plain(word) for word in words]
    if not words or MEANINGLESS.match(" ".join(plain)):
        return True
    return all(word in FILLERS for word in plain) and not EMPTY_CORE.isdisjoint(plain)


@lru_cache(maxsize=100_000)
def _tells(word: str) -> bool:
    """Whether no answer with this word in it can be empty."""
    plain = _plain(word)
    return plain not in FILLERS and not MEANINGLESS.match(plain)


def _plain(word: str) -> str:
    return REPEATED.sub(r"\1", word.replace("'", ""))
