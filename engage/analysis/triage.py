"""Triage: words that may mean harm or danger, so that the answer goes to the front of the safeguarding lead's queue.

It never clears anything: an answer without a category has not been found safe, only not matched. It knows words, not
meaning, so it cannot see what is said without them ("I sleep better when he is at work") or in words not listed.

How much it misses (`python -m benchmarks.triage`). Independent figure: on 150 sentences written by someone who had not
seen the list (`worrying_independent.txt`): 90 raised; of 150 harmless answers by the same hand, many with figures of
speech (`harmless_independent.txt`), 37 raised. The list was then widened until all 150 were raised, so they say nothing
of new answers any more. Current figure: on 60 more (`worrying_third.txt`), nearly all hints, by the same author, who
had by then seen and widened the list: 12 raised, some by chance; the list before the widening raises 10. So widening
helps with what was met before and hardly with what is only hinted at: a person has to read every answer. Of 60 more
harmless answers (`harmless_third.txt`) 4 were raised before the widening and 13 after it; its worst patterns were then
narrowed, and it is 4 again.
"""

import csv
import re
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from engage.analysis.embeddings import Embedder
from engage.analysis.language import looks_english


class Tier(StrEnum):
    """How soon a person looks at a text on hold."""

    LOOK_NOW = "look_now"
    LOOK_TODAY = "look_today"
    PROBABLY_NOTHING = "probably_nothing"


# Where an hour may matter.
GRAVEST = ("suicide", "self-harm", "sexual harm", "hurt by someone", "threat to others")
# What stands before keeps a long row of signs without a letter from being looked through once for each of them.
TOKEN = re.compile(r"[🔪🔫🩸💣⚰]|(?<![\w'’@$*!])[\w'’@$*!]*\w[\w'’@$*]*")
# Three single letters or more ("k.m.s"): two next to each other are mostly words ("i a").
SPELT_OUT = re.compile(r"\b(?:\w[ .\-_]){2,}\w\b")
LEET = str.maketrans("013457@$!", "oieastasi")
# Words that may stand between two parts of a pattern written with "_": enough for "hits on my little", few enough
# that both parts mostly belong to the same sentence.
GAP = r"(?: \S+){0,3}"


def assess(texts: pd.DataFrame, embedder: Embedder | None = None) -> pd.DataFrame:
    """The texts (`id`, `text`) that a person must look at before anyone else reads them: one row each, in their order.

    Out come `id`, `tier` (a `Tier`), `category` and `words` (what matched, each joined by ", "; "" where nothing did),
    `concern` (how worrying the meaning is, 0 to 1; NaN without an embedder) and `english`.
    """
    rows = []
    for one, text in zip(texts["id"], texts["text"].fillna("").astype(str), strict=True):
        found, english = worries(text), looks_english(text)
        if found or not english:
            tier = Tier.LOOK_NOW if set(found) & set(GRAVEST) else Tier.LOOK_TODAY
            rows.append((one, tier, ", ".join(found), ", ".join(found.values()), np.nan, english))
    return pd.DataFrame(rows, columns=["id", "tier", "category", "words", "concern", "english"])


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
    found: dict[str, list[str]] = {}
    for version in dict.fromkeys((text, SPELT_OUT.sub(_joined, text))):
        tokens = TOKEN.findall(version)
        plain = [plain_spelling(token) for token in tokens]
        for category, pattern in patterns():
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
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each category with one expression for all its lines in the list, in the list's order.

    In a line, "a|b" is either word, "a*" any word that begins so, "_" up to three words between, and "!a" that this
    word does not follow.
    """
    lines: dict[str, list[str]] = {}
    with files("engage.analysis").joinpath("triage_words.csv").open(encoding="utf-8") as listed:
        for row in csv.DictReader(listed):
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
