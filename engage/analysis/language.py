"""Language: answers that are not English, so that each reaches a person. Made to miss few, at some false alarms."""

import csv
from functools import cache
from importlib.resources import files

import pandas as pd

from engage.analysis.words import REPEATED, stem, words_of

# Below this share of words that are English, or nearly so as children spell, an answer goes to a person. Of the
# 3,731 public NHS comments, nearly all English, one falls below; the word lists were widened after looking at them.
ENGLISH_SHARE = 0.5
# In one or two words a name or a spelling outweighs the rest, so there only other languages' words count.
ENOUGH_WORDS = 3
# A word so often in TextBlob's list (a count over some million words) is one a child may be trying to write.
COMMON_COUNT = 10
# From four letters on, one slip still leaves a word that can be told from others ("skool"; not "mi").
NEAR_LENGTH = 4

CHILD_WORDS_TEXT = """
    im ive dont cant wont didnt doesnt isnt wasnt id ill thats its coz cos cus becos becuz bcos wen wot wat wos woz
    skool scool skl teecher techer teechers frend frends freinds frens fone ppl u ur r n y k ok okay lol omg tbh idk
    ngl innit aint gonna wanna gotta dunno nuffin nothin sumthing summat bc cuz thx pls plz mum mums mam nan nanna gran
    grandad dad maths pe ict sen senco send semh ehcp ehc camhs adhd asd autism autistic pru ap sats gcse gcses btec
    ks3 ks4 wifi tiktok snapchat youtube xbox minecraft roblox fortnite ipad laptop app vape vapes vaping btw rn fr
    boring borin mates m8 gr8 l8r liek lern lernin tought aloud becose funn nise luv lov hav ther thay thier evry
    favrite favourite colour behaviour online covid website email timetable mentoring mentor tutor tutors placement
    bullying bullied neurodiversity neurodivergent respite outreach keyworker reintegration kickboxing parkour na mi
"""
CHILD_WORDS = frozenset(CHILD_WORDS_TEXT.split())


def looks_english(text: str) -> bool:
    """Whether a text may be taken for English; one without any word (a number, a smiley) may.

    Not English are: other scripts; words that other languages use all the time (`foreign_words.csv`); and three or
    more words of which fewer than half are English, children's spellings allowed for.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return True
    if sum(_is_latin(letter) for letter in letters) < 0.8 * len(letters):
        return False
    words = [REPEATED.sub(r"\1\1", word) for word in words_of(text)]
    if _speaks_another(words):
        return False
    known = sum(_is_known(word) for word in words)
    return len(words) < ENOUGH_WORDS or known >= int(ENGLISH_SHARE * len(words))


def non_english(excerpts: pd.DataFrame) -> pd.DataFrame:
    """The excerpts (any table with a `text`) that do not look English, in their order, all their columns kept."""
    foreign = [not looks_english(str(text)) for text in excerpts["text"].fillna("")]
    return excerpts[pd.Series(foreign, index=excerpts.index, dtype=bool)].reset_index(drop=True)


def _is_latin(letter: str) -> bool:
    return ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00


def _speaks_another(words: list[str]) -> bool:
    """Whether one other language accounts for the text: words of it that are not English count full.

    Words that are English too ("main", "die") count a quarter: they add weight, and never decide alone.
    """
    share = max(_weight(words, foreign) for foreign in foreign_words()) / len(words)
    return share >= (0.5 if len(words) < ENOUGH_WORDS else 0.25)


def _weight(words: list[str], foreign: frozenset[str]) -> float:
    return sum(0.25 if _is_english(word) else 1.0 for word in words if word in foreign)


@cache
def foreign_words() -> tuple[frozenset[str], ...]:
    """Everyday words of the languages most spoken at home around these schools, one set a language."""
    with files("engage.analysis").joinpath("foreign_words.csv").open(encoding="utf-8") as lines:
        return tuple(frozenset(row["words"].split()) for row in csv.DictReader(lines))


@cache
def english_words() -> dict[str, int]:
    """English words and how often they stand in TextBlob's list (Gutenberg books, British National Corpus)."""
    words: dict[str, int] = {}
    with files("textblob").joinpath("en/en-spelling.txt").open(encoding="utf-8") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) == 2 and parts[1].isdigit():
                words[parts[0].lower()] = int(parts[1])
    return words


def _is_english(word: str) -> bool:
    return word in CHILD_WORDS or english_words().get(word, 0) >= COMMON_COUNT


@cache
def _is_known(word: str) -> bool:
    plain = word.replace("'", "")
    candidates = {word, plain, word.split("'")[0], plain.removesuffix("s"), plain.removesuffix("in") + "ing"}
    known = any(one in CHILD_WORDS or one in english_words() for one in candidates)
    return known or stem(plain) in _english_stems() or _is_near_english(plain)


def _is_near_english(word: str) -> bool:
    return len(word) >= NEAR_LENGTH and not _slips(word).isdisjoint(_common_slips())


@cache
def _english_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in english_words() if len(word) > NEAR_LENGTH)


@cache
def _common_slips() -> frozenset[str]:
    common = [word for word, count in english_words().items() if count >= COMMON_COUNT and len(word) >= NEAR_LENGTH]
    return frozenset(slip for word in common for slip in _slips(word))


def _slips(word: str) -> set[str]:
    """The word, and the word with one letter left out: two words one slip apart have one of these in common."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}
