"""How long it takes to look at notes before they are stored: their words, and what they mean.

A JSON line for each length: `characters`, `words` and `meaning` in seconds (the median of five), and once `open`, the
seconds that opening the weights takes.
"""

from __future__ import annotations

import json
from statistics import median
from time import perf_counter

import pandas as pd

from engage.analysis.embeddings import Embedder
from engage.analysis.minilm import MiniLM, open_model
from engage.analysis.triage import assess

PARAGRAPH = (
    "Point {number}. The head of inclusion said that pupils settle when one adult stays with them from the first visit "
    "to the day they leave. Two schools asked who pays for the journey. Nobody wanted another form to fill in."
)
LENGTHS = (500, 1_000, 5_000, 10_000, 50_000)
TIMES = 5


def notes_of(characters: int) -> list[str]:
    """Different paragraphs that together have about so many characters."""
    return [PARAGRAPH.format(number=number) for number in range(max(1, characters // len(PARAGRAPH)))]


def seconds(paragraphs: list[str], weights: MiniLM | None) -> float:
    """The median of several times, each as if nobody had read these notes before."""
    table = pd.DataFrame({"id": paragraphs, "text": paragraphs})
    took = []
    for _ in range(TIMES):
        start = perf_counter()
        assess(table, Embedder(weights) if weights else None)
        took.append(perf_counter() - start)
    return median(took)


def main() -> None:
    start = perf_counter()
    weights = open_model()
    print(json.dumps({"open": round(perf_counter() - start, 2)}))
    seconds(notes_of(1), weights)  # the lists of words are read once
    for characters in LENGTHS:
        notes = notes_of(characters)
        words, meaning = seconds(notes, None), seconds(notes, weights)
        print(json.dumps({"characters": characters, "words": round(words, 3), "meaning": round(meaning, 3)}))


if __name__ == "__main__":
    main()
