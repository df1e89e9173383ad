"""Readability: how old a reader needs to be, so that a child's survey can be held to a reading age."""

import re
from statistics import mean

WORD = re.compile(r"[A-Za-z]+(?:['’\-][A-Za-z]+)*")
SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"(?:[^laeiouy]e|[^aeiouydt]ed|[^aeiouyscgzx]es)$")
# A child in school year n of the United States is about n + 5 years old when it begins.
SCHOOL_START = 5
YOUNGEST = 5.0


def count_syllables(word: str) -> int:
    """Syllables of one English word by rule: groups of vowels, less a silent ending; never under one."""
    plain = word.lower()
    return max(1, len(VOWELS.findall(plain)) - (1 if SILENT_END.search(plain) else 0))


def reading_age(text: str) -> float:
    """The age in years at which a text can be read; 5.0 where it holds no word or is easier than all.

    The mean of three published grades, which lean on different things, plus five years: the Automated Readability
    Index (Smith and Senter 1967: letters and words a sentence), Coleman and Liau (1975: letters a word), and
    Flesch-Kincaid (Kincaid and others 1975: syllables and words a sentence). All were made for passages of prose;
    on a text of under a hundred words the figure is rough.
    """
    words = WORD.findall(text)
    if not words:
        return YOUNGEST
    sentences = sum(1 for part in SENTENCE_END.split(text) if WORD.search(part))
    letters = sum(character.isalpha() for word in words for character in word) / len(words)
    length = len(words) / sentences
    syllables = sum(count_syllables(word) for word in words) / len(words)
    grades = (
        4.71 * letters + 0.5 * length - 21.43,
        5.88 * letters - 29.6 / length - 15.8,
        0.39 * length + 11.8 * syllables - 15.59,
    )
    return max(YOUNGEST, round(float(mean(grades)) + SCHOOL_START, 1))
