"""How worrying a text is by what it says as a whole, learnt from sentences that people wrote for the purpose.

The sentences are `triage_sentences.csv` (`text`, `category`, `source`; no category: harmless). Those of `first`,
`blind`, `independent` and `third` are the sets in `tests/analysis` that the word list was measured on (`first` with
`benign.txt`). `fourth` and `fifth` were written for this by one author, mostly hints, beside harmless sentences that
use the same words; `plain` says the gravest things bluntly. `demonstration` holds answers of the demonstration that
worry nobody. No sentence is of a real child or about one.

Two readers learn from them: one of words and parts of words (a logistic regression, which also reads odd spellings),
one of meaning (a support vector machine on sentence embeddings). Without an embedder the first stands alone. They are
fitted at first use in a process, always alike; the sentences' meanings are stored in `triage_meanings.npy` (`python -m
benchmarks.triage --store`), since to compute them takes longer than all the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion
from sklearn.svm import SVC, LinearSVC

from engage.analysis.embeddings import Embedder, sentences_of
from engage.analysis.minilm import Vectors

Scores = npt.NDArray[np.float64]
Categories = npt.NDArray[np.str_]

FOLDER = files("engage.analysis")
SENTENCES, MEANINGS = FOLDER / "triage_sentences.csv", FOLDER / "triage_meanings.npy"

# With the single letters that a vectoriser leaves out unless told ("i", "u").
WORD = r"[\w']+"

# Chosen by leaving out one source after the other (`python -m benchmarks.triage --left-out`).
WORDS_C, MEANING_C, GAMMA, SUBJECT_C = 10.0, 3.0, 1.0, 0.5
# What the words count beside the meaning: the meaning is the better reader of what was never met before.
WEIGHT_OF_WORDS = 0.3
# What the most worrying sentence of a text counts beside the whole.
WEIGHT_OF_WORST = 2 / 3
# From a score to a concern between 0 and 1.
STEEPNESS = 2
# The two linear fits visit the sentences in an order drawn with it, so that they are always alike.
SEED = 1


@dataclass(frozen=True)
class ConcernReader:
    """Scores texts between 0 (harmless) and 1 (worrying), and says what a worrying one is about."""

    spelling: FeatureUnion
    words: LogisticRegression
    meaning: SVC | None
    subject: LinearSVC

    @classmethod
    def fit(cls, sentences: pd.DataFrame, meanings: Vectors | None = None) -> Self:
        """Learn from sentences (`text`, `category`, "" where harmless) and, where they are given, their meanings (a
        vector of length one for each sentence)."""
        categories = sentences["category"].to_numpy(dtype=str)
        is_worrying = categories != ""
        spelling = _spelling()
        features = spelling.fit_transform(sentences["text"])
        words = LogisticRegression(C=WORDS_C, class_weight="balanced", solver="liblinear", dual=True, random_state=SEED)
        words.fit(features, is_worrying)
        meaning = None
        if meanings is not None:
            features, meaning = meanings, SVC(C=MEANING_C, gamma=GAMMA).fit(meanings, is_worrying)
        subject = LinearSVC(C=SUBJECT_C, class_weight="balanced", random_state=SEED)
        subject.fit(features[is_worrying], categories[is_worrying])
        return cls(spelling, words, meaning, subject)

    def read(self, texts: Sequence[str], embedder: Embedder | None = None) -> pd.DataFrame:
        """`concern` (0 to 1) and `category` of each text, a row each; an embedder where meanings were learnt.

        A text of several sentences is as worrying as its most worrying one, and a little as its whole: a hint between
        harmless sentences stands out, and a long answer is seldom raised for its length.
        """
        if not texts:
            return pd.DataFrame({"concern": pd.Series(dtype=float), "category": pd.Series(dtype=str)})
        parts = [list(dict.fromkeys([text, *sentences_of(text)])) for text in texts]
        starts = np.cumsum([0, *map(len, parts)])
        scores, categories = self._score([part for each in parts for part in each], embedder)
        rows = []
        for start, end in pairwise(starts):
            worst = start + int(np.argmax(scores[start:end]))
            score = WEIGHT_OF_WORST * scores[worst] + (1 - WEIGHT_OF_WORST) * scores[start]
            rows.append((float(expit(STEEPNESS * score)), categories[worst]))
        return pd.DataFrame(rows, columns=["concern", "category"])

    def _score(self, parts: list[str], embedder: Embedder | None) -> tuple[Scores, Categories]:
        """The score of each part (0 is the border), and what it would be about."""
        features = self.spelling.transform(parts)
        scores: Scores = self.words.decision_function(features)
        if self.meaning is not None and embedder is not None:
            features = meanings_of(parts, embedder)
            scores = self.meaning.decision_function(features) + WEIGHT_OF_WORDS * scores
        return scores, self.subject.predict(features)


def read_sentences() -> pd.DataFrame:
    """The sentences that are learnt from: `text`, `category`, `source`."""
    with SENTENCES.open(encoding="utf-8") as stored:
        return pd.read_csv(stored, keep_default_na=False)


def read_meanings() -> Vectors:
    """The stored meanings of those sentences, a row each."""
    with MEANINGS.open("rb") as stored:
        return _length_one(np.load(stored, allow_pickle=False).astype(np.float32))


def whole_numbers(meanings: Vectors) -> npt.NDArray[np.int8]:
    """Meanings in whole numbers from -127 to 127, as they are stored: a quarter of the room, and as good a reader."""
    whole = np.rint(127 * meanings / np.abs(meanings).max(axis=1, keepdims=True))
    return np.asarray(whole, dtype=np.int8)


def meanings_of(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """One vector of length one for each text: the mean of its sentences'."""
    return _length_one(np.array([rows.mean(axis=0) for rows in embedder.embed(texts)], dtype=np.float32))


@cache
def concern_reader(*, by_meaning: bool) -> ConcernReader:
    """The reader fitted on all sentences, once in a process, always alike."""
    return ConcernReader.fit(read_sentences(), read_meanings() if by_meaning else None)


def _spelling() -> FeatureUnion:
    """Words and pairs of words, and parts of words, so that an odd spelling still resembles the usual one."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORD)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    return FeatureUnion([("words", words), ("letters", letters)])


def _length_one(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
