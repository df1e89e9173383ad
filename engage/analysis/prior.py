"""Prior: how well a text fits each code of a frame, judged by the frame's own words alone."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix

from engage.analysis.words import is_common, stem, words_of

Scores = npt.NDArray[np.float64]

# What a word is worth by where the frame mentions it. Example words were chosen by an officer to point to the
# code; a name is short and to the point; a definition is prose. Set by judgement, not tuned.
WEIGHTS = {"examples": 1.0, "code": 0.8, "definition": 0.35, "use_when": 0.3}


@dataclass(frozen=True)
class Prior:
    """The frame's words: for each phrase (a tuple of stems) how strongly it points to each code."""

    codes: tuple[str, ...]
    phrases: list[tuple[str, ...]]
    weights: Scores

    def score(self, found: csr_matrix, lengths: npt.NDArray[np.int64]) -> Scores:
        """A row for each text and a column for each code: 0 where no word of the frame stands in the text.

        `found` counts the phrases of each text, `lengths` its words.
        """
        # Long answers mention many things in passing, so the sum grows less than the text does.
        length = 1.0 + 0.1 * np.log1p(np.maximum(0, lengths - 10))
        total = np.asarray((found > 0).astype(np.float64) @ self.weights)
        return np.asarray(total / (total + length[:, None]), dtype=np.float64)


def read_frame(frame: pd.DataFrame) -> Prior:
    """The prior of a frame: a word that several codes share counts for less in each of them."""
    codes = tuple(frame["code"].astype(str))
    weights: dict[tuple[str, ...], Scores] = {}
    for column, worth in WEIGHTS.items():
        for position, text in enumerate(frame.get(column, pd.Series([""] * len(frame)))):
            for phrase in _phrases(text, column):
                row = weights.setdefault(phrase, np.zeros(len(codes)))
                row[position] = max(row[position], worth)
    phrases = sorted(weights)
    rows = [_sharpened(weights[phrase]) for phrase in phrases]
    return Prior(codes, phrases, np.array(rows, dtype=np.float64).reshape(len(phrases), len(codes)))


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
