"""Triage: what a person must look at before anyone else reads it, and how soon.

It reads two ways. The list of words `triage_words.csv` holds whatever has one of them, and is never overruled; how
worrying the text reads as a whole (`triage_concern`) raises what is only hinted at ("I sleep better when he is at
work"), and tells a horse that is groomed from a child. A text that is not held has not been found safe.

What it misses, and how often it is wrong about harmless texts, is in docs/analysis.md (`python -m benchmarks.triage`).
The list alone, before: of 60 sentences that were nearly all hints (`worrying_third.txt`) 12 raised; of 150 worrying
ones by someone who had not seen it (`worrying_independent.txt`) 90, and 37 of 150 harmless ones by the same hand. It
was widened until all 150 were raised, so they say nothing of new answers any more.
"""

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from engage.analysis.embeddings import Embedder
from engage.analysis.language import looks_english
from engage.analysis.triage_concern import ConcernReader, concern_reader

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


class Tier(StrEnum):
    """How soon a person looks at a text on hold."""

    LOOK_NOW = "look_now"
    LOOK_TODAY = "look_today"
    PROBABLY_NOTHING = "probably_nothing"


# Where an hour may matter.
GRAVEST = ("suicide", "self-harm", "sexual harm", "hurt by someone", "threat to others")


@dataclass(frozen=True)
class Cuts:
    """From which `concern` a text is looked at today, and now where it is of the gravest kinds.

    With a word of the list less concern is enough.
    """

    with_words: float
    without_words: float
    now_with_words: float
    now_without_words: float


# Chosen by leaving out one source of sentences after the other (`python -m benchmarks.triage --left-out`).
BY_MEANING = Cuts(with_words=0.3, without_words=0.5, now_with_words=0.6, now_without_words=0.9)
# The words alone are a poorer reader: they raise by themselves only what they are nearly sure of.
BY_WORDS = Cuts(with_words=0.5, without_words=0.92, now_with_words=0.7, now_without_words=0.97)
# What stands before keeps a long row of signs without a letter from being looked through once for each of them.
TOKEN = re.compile(r"[🔪🔫🩸💣⚰]|(?<![\w'’@$*!])[\w'’@$*!]*\w[\w'’@$*]*")
# Three single letters or more ("k.m.s"): two next to each other are mostly words ("i a").
SPELT_OUT = re.compile(r"\b(?:\w[ .\-_]){2,}\w\b")
LEET = str.maketrans("013457@$!", "oieastasi")
# Words that may stand between two parts of a pattern written with "_": enough for "hits on my little", few enough
# that both parts mostly belong to the same sentence.
GAP = r"(?: \S+){0,3}"


def assess(texts: pd.DataFrame, embedder: Embedder | None = None, reader: ConcernReader | None = None) -> pd.DataFrame:
    """The texts (`id`, `text`) that a person must look at before anyone else reads them: one row each, in their order.

    Out come `id`, `tier` (a `Tier`), `category` and `words` (each joined by ", "; no words where the meaning alone
    raised it), `concern` (how worrying it reads, 0 to 1; NaN where not English) and `english`.

    Every text with a word of the list or not in English is held; how soon to look follows from how worrying it reads.
    A text without such a word is held where it reads so. With an embedder the meaning is read as well as the words.
    `reader` is another than the one that learnt from all sentences.
    """
    written = texts["text"].fillna("").astype(str).tolist()
    english = [looks_english(text) for text in written]
    reader = reader or concern_reader(by_meaning=embedder is not None)
    read = reader.read(written, embedder)
    cuts = BY_MEANING if embedder else BY_WORDS
    rows = []
    for at, one in enumerate(texts["id"]):
        concern = float(read["concern"].iloc[at]) if english[at] else np.nan
        judged = _judge(written[at], concern, str(read["category"].iloc[at]), cuts)
        if judged:
            rows.append((one, *judged, concern, english[at]))
    return pd.DataFrame(rows, columns=["id", "tier", "category", "words", "concern", "english"])


def _judge(text: str, concern: float, subject: str, cuts: Cuts) -> tuple[Tier, str, str] | None:
    """Tier, category and words of one text; None where nothing holds it. What is not English has no `concern`."""
    found = worries(text)
    if found:
        tier = _tier_of_words(set(found) & set(GRAVEST), concern, cuts, is_sure=bool(_found(text, patterns(sure=True))))
        return tier, ", ".join(found), ", ".join(found.values())
    if np.isnan(concern):
        return Tier.LOOK_TODAY, "", ""
    if concern < cuts.without_words:
        return None
    is_now = subject in GRAVEST and concern >= cuts.now_without_words
    return (Tier.LOOK_NOW if is_now else Tier.LOOK_TODAY), subject, ""


def _tier_of_words(grave: set[str], concern: float, cuts: Cuts, *, is_sure: bool) -> Tier:
    """How soon to look at a text with words of the list: by its meaning, unless they are sure or it can't be read."""
    is_unread = np.isnan(concern)
    if grave and (is_sure or is_unread or concern >= cuts.now_with_words):
        return Tier.LOOK_NOW
    is_worrying = is_sure or is_unread or concern >= cuts.with_words
    return Tier.LOOK_TODAY if is_worrying else Tier.PROBABLY_NOTHING


def triage(texts: pd.DataFrame) -> pd.DataFrame:
    """Categories of worry in each text (`answer_id`, `text`): one row for each answer and category found.

    Out come `answer_id`, `category` and `words`, the words that matched as they were written, joined by ", ". The
    list is `triage_words.csv`. Built to miss little, at the price of false alarms; it never clears an answer.

    Its first recall: of 60 sentences (`worrying_blind.txt`) written by one who had seen parts of the list and did not
    look at it while writing, 33 were raised, and after a widening all 60. Later measures are at the top of this module.
    It raises 67 of 1,010 open answers of the demonstration (some rightly) and 342 of 3,731 NHS comments.
    """
    rows = []
    for answer_id, text in zip(texts["answer_id"], texts["text"].fillna(""), strict=True):
        rows += [(answer_id, category, words) for category, words in worries(str(text)).items()]
    return pd.DataFrame(rows, columns=["answer_id", "category", "words"])


def worries(text: str) -> dict[str, str]:
    """Each category of worry in one text with the words that matched, as they were written."""
    return _found(text, patterns())


def _found(text: str, listed: Patterns) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for version in dict.fromkeys((text, SPELT_OUT.sub(_joined, text))):
        tokens = TOKEN.findall(version)
        plain = [plain_spelling(token) for token in tokens]
        for category, pattern in listed:
            for start, end in _matches(pattern, plain):
                found.setdefault(category, []).append(" ".join(tokens[start:end]))
    return {category: ", ".join(dict.fromkeys(words)) for category, words in found.items()}


def plain_spelling(word: str) -> str:
    """A word as the list knows it: lower case, no apostrophe, figures read as letters, doubled letters once."""
    plain = re.sub(r"['’*_]", "", word.lower())
    if re.search(r"[^\W\d_]", plain):
        plain = plain.translate(LEET)
    return re.sub(r"(.)\1+", r"\1", plain)


@cache
def patterns(*, sure: bool = False) -> Patterns:
    """Each category with one expression for all its lines in the list, in the list's order; `sure`: of those lines
    alone that mean harm in any sentence.

    In a line, "a|b" is either word, "a*" any word that begins so, "_" up to three words between, and "!a" that this
    word does not follow.
    """
    lines: dict[str, list[str]] = {}
    with files("engage.analysis").joinpath("triage_words.csv").open(encoding="utf-8") as listed:
        for row in csv.DictReader(listed):
            if row["sure"] or not sure:
                lines.setdefault(row["category"], []).append(_expression(row["pattern"]))
    return tuple((category, re.compile(f"(?:{'|'.join(lines[category])})(?= |$)")) for category in lines)


def _expression(line: str) -> str:
    """A line of the list as an expression over plain words, each after one space."""
    return "".join(GAP if part == "_" else _alternatives(part) for part in line.split(" "))


def _alternatives(part: str) -> str:
    if part.startswith("!"):
        return f"(?!{_alternatives(part[1:])}(?: |$))"
    words = (re.escape(plain_spelling(word)) + (r"[^ ]*" if word.endswith("*") else "") for word in part.split("|"))
    return f" (?:{'|'.join(words)})"


def _matches(pattern: re.Pattern[str], plain: list[str]) -> list[tuple[int, int]]:
    """Where a pattern matches, as positions of the first word and after the last."""
    line = "".join(f" {word}" for word in plain)
    return [(line.count(" ", 0, match.start()), line.count(" ", 0, match.end())) for match in pattern.finditer(line)]


def _joined(spelt: re.Match[str]) -> str:
    return re.sub(r"[ .\-_]", "", spelt.group())
