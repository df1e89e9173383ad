"""Prior: how well a text fits each code of a frame, judged by the frame's own words alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from engage.analysis.words import is_common, stem, stems_of, words_of

Scores = npt.NDArray[np.float64]

# What a word is worth by where the frame mentions it. Example words were chosen by an officer to point to the
# code; a name is short and to the point; a definition is prose. Set by judgement, not tuned.
WEIGHTS = {"examples": 1.0, "code": 0.8, "definition": 0.35, "use_when": 0.3}


@dataclass(frozen=True)
class Prior:
    """The frame's words: for each phrase (a tuple of stems) how strongly it points to each code."""

    codes: tuple[str, ...]
    weights: dict[tuple[str, ...], Scores]

    def score(self, texts: Iterable[str]) -> Scores:
        """A row for each text and a column for each code: 0 where no word of the frame stands in the text."""
        rows = [self._score_one(stems_of(text)) for text in texts]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(self.codes))

    def words_for(self, text: str, code: int) -> list[str]:
        """The words of the text, as written there, that point to a code."""
        words = words_of(text)
        stems = [stem(word) for word in words]
        found: list[str] = []
        for start, end in spans(len(stems)):
            weight = self.weights.get(tuple(stems[start:end]))
            if weight is not None and weight[code] > 0:
                found.append(" ".join(words[start:end]))
        return found

    def _score_one(self, stems: list[str]) -> Scores:
        phrases = {tuple(stems[start:end]) for start, end in spans(len(stems))}
        known = [self.weights[phrase] for phrase in sorted(phrases) if phrase in self.weights]
        # Long answers mention many things in passing, so the sum grows less than the text does.
        length = 1.0 + 0.1 * np.log1p(max(0, len(stems) - 10))
        total: Scores = np.sum(known, axis=0) if known else np.zeros(len(self.codes))
        return np.asarray(total / (total + length), dtype=np.float64)


def spans(length: int) -> Iterable[tuple[int, int]]:
    """Start and end of every run of one, two or three words."""
    return ((start, start + size) for size in (1, 2, 3) for start in range(length - size + 1))


def read_frame(frame: pd.DataFrame) -> Prior:
    """The prior of a frame: a word that several codes share counts for less in each of them."""
    codes = tuple(frame["code"].astype(str))
    weights: dict[tuple[str, ...], Scores] = {}
    for column, worth in WEIGHTS.items():
        for position, text in enumerate(frame.get(column, pd.Series([""] * len(frame)))):
            for phrase in _phrases(text, column):
                row = weights.setdefault(phrase, np.zeros(len(codes)))
                row[position] = max(row[position], worth)
    return Prior(codes, {phrase: _sharpened(row) for phrase, row in sorted(weights.items())})


def _sharpened(row: Scores) -> Scores:
    shared: Scores = row * row / row.sum()
    return shared


def _phrases(text: object, column: str) -> set[tuple[str, ...]]:
    """Phrases of one cell of the frame; a cell left empty has none."""
    if not isinstance(text, str):
        return set()
    if column == "examples" and ";" in text:
        parts = [words_of(part) for part in re.split(r";", text)]
        return {tuple(stem(word) for word in part) for part in parts if part}
    return {(stem(word),) for word in words_of(text) if not is_common(word)}
