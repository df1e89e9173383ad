"""Reading: excerpts as numbers: words, meaning, the question asked, and what the frame's own words say."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from engage.analysis.embeddings import Embedder
from engage.analysis.minilm import WIDTH, Vectors
from engage.analysis.prior import Prior, Scores
from engage.analysis.words import is_empty_answer, stem, words_of

# What is said in the frame of a code; likeness to each is averaged.
SAID_OF_A_CODE = ["code", "definition", "examples"]
# Likeness in standard deviations counts a tenth of what the frame's words count: of .05, .1, .15 and .2 the best on
# the development part of the public NHS comments (micro-F1 .531 against .524 without).
LIKENESS = 0.1
# Below 200 texts a word that stands in one of them may be all there is to go by.
FEW = 200
# Vocabulary stops growing long before this many answers.
MOST_READ = 20_000


def analyse(text: str) -> list[str]:
    """Features of a text: stems and pairs of neighbouring stems, common words kept ("not enough" is a theme)."""
    stems = [stem(word) for word in words_of(text)]
    return stems + [f"{left} {right}" for left, right in pairwise(stems)]


@dataclass(frozen=True)
class Texts:
    """Excerpts as numbers, a row for each."""

    texts: list[str]
    words: csr_matrix
    meaning: Scores
    asked: Scores
    prior: Scores
    likeness: Scores
    empty: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def ground(self) -> Scores:
        """How well each code fits by the frame alone; an answer that says nothing fits none."""
        ground = self.prior + LIKENESS * self.likeness
        ground[self.empty] = -1.0
        return ground

    def features(self) -> csr_matrix:
        """Words, meaning and question side by side, for linear models."""
        return csr_matrix(hstack([self.words, csr_matrix(np.hstack([2.0 * self.meaning, 0.5 * self.asked]))]))


@dataclass
class Reading:
    """Turns excerpts into `Texts`; without an embedder pieces of words stand in for meaning."""

    prior: Prior
    embedder: Embedder | None
    vocabulary: list[TfidfVectorizer]
    questions: list[str]
    frame_meaning: list[Vectors]
    centre: Scores
    spread: Scores

    @classmethod
    def of(cls, prior: Prior, frame: pd.DataFrame, excerpts: pd.DataFrame, embedder: Embedder | None) -> Self:
        """Learn the vocabulary, the questions and how alike answers and codes commonly are."""
        known = excerpts.head(MOST_READ)
        least = 1 if len(known) < FEW else 2
        vocabulary = [TfidfVectorizer(analyzer=analyse, sublinear_tf=True, min_df=least)]
        if embedder is None:
            vocabulary += [TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=least)]
        for vectorizer in vocabulary:
            vectorizer.fit([*known["text"], "answer", "answer"])
        meant = _frame_meaning(frame, embedder) if embedder else []
        nothing = np.zeros((len(meant), len(prior.codes)))
        return cls(prior, embedder, vocabulary, sorted(set(known["question"])), meant, nothing, nothing + 1.0)

    def settle(self, texts: list[str]) -> None:
        """Measure likeness from now on against what is common among these texts."""
        matrices = self._sentences(texts)
        if matrices and self.frame_meaning:
            raw = self._likeness(matrices)
            self.centre, self.spread = raw.mean(axis=1), np.maximum(raw.std(axis=1), 1e-6)

    def read(self, excerpts: pd.DataFrame) -> Texts:
        """One row for each excerpt."""
        texts = list(excerpts["text"])
        matrices = self._sentences(texts)
        # A vectorizer refuses an empty list, so it gets a blank text too, which is taken away again.
        words = [vectorizer.transform([*texts, ""]) for vectorizer in self.vocabulary]
        asked = [[question == known for known in self.questions] for question in excerpts["question"]]
        return Texts(
            texts=texts,
            words=csr_matrix(hstack(words))[: len(texts)],
            meaning=_mean(matrices, len(texts)),
            asked=np.array(asked, dtype=np.float64).reshape(len(texts), len(self.questions)),
            prior=self.prior.score(texts),
            likeness=self._standard(matrices, len(texts)),
            empty=np.array([is_empty_answer(text) for text in texts], dtype=bool),
        )

    def nearest_sentence(self, text: str, code: int) -> int:
        """Which sentence of a text is most like what the frame says of a code."""
        if self.embedder is None:
            return 0
        rows = self.embedder.embed([text])[0]
        return int(np.argmax(sum(rows @ said[code] for said in self.frame_meaning)))

    def _sentences(self, texts: list[str]) -> list[Vectors]:
        return self.embedder.embed(texts) if self.embedder else []

    def _standard(self, matrices: list[Vectors], rows: int) -> Scores:
        if not matrices:
            return np.zeros((rows, len(self.prior.codes)))
        raw = self._likeness(matrices)
        return np.asarray(((raw - self.centre[:, None]) / self.spread[:, None]).mean(axis=0), dtype=np.float64)

    def _likeness(self, matrices: list[Vectors]) -> Scores:
        """By what is said of a code, text and code: how alike the text's best sentence is."""
        starts = np.cumsum([0] + [len(rows) for rows in matrices])[:-1]
        every = np.vstack(matrices)
        return np.array([np.maximum.reduceat(every @ said.T, starts, axis=0) for said in self.frame_meaning])


def _frame_meaning(frame: pd.DataFrame, embedder: Embedder) -> list[Vectors]:
    """By what is said of a code: a vector for each code, of its name where nothing is said."""
    names = list(frame["code"].astype(str))
    columns = [frame.get(column, frame["code"]) for column in SAID_OF_A_CODE]
    said = [
        [text if isinstance(text, str) else name for text, name in zip(each, names, strict=True)] for each in columns
    ]
    return [np.array([rows.mean(axis=0) for rows in embedder.embed(texts)]).reshape(-1, WIDTH) for texts in said]


def _mean(matrices: list[Vectors], rows: int) -> Scores:
    if not matrices:
        return np.zeros((rows, 0))
    means = np.array([matrix.mean(axis=0) for matrix in matrices], dtype=np.float64).reshape(rows, WIDTH)
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), dtype=np.float64)
