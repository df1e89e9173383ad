"""Reading: excerpts as numbers: words, meaning, the question asked, and what the frame's own words say."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from engage.analysis.embeddings import Embedder, Together
from engage.analysis.minilm import WIDTH
from engage.analysis.prior import Prior, Scores
from engage.analysis.vocabulary import Cut, Numbers, Phrases, Vocabulary
from engage.analysis.words import say_nothing

# What is said in the frame of a code; likeness to each is averaged.
SAID_OF_A_CODE = ["code", "definition", "examples"]
# Likeness in standard deviations counts a tenth of what the frame's words count: of .05, .1, .15 and .2 the best on
# the development part of the public NHS comments (micro-F1 .531 against .524 without).
LIKENESS = 0.1
# Below 200 texts a word that stands in one of them may be all there is to go by.
FEW = 200
# Directions of meaning that a kernel machine sees: with 128 of the 384 it is twice as fast, and on three splits of the
# public NHS comments no worse (micro-F1 .715 against .713 with all labels, .672 and .673 with 400, .616 both with 100).
NARROW = 128
# Vocabulary stops growing long before this many answers.
MOST_READ = 20_000


@dataclass(frozen=True)
class Texts:
    """Excerpts as numbers, a row for each."""

    texts: list[str]
    cut: Cut
    words: csr_matrix
    common: Numbers
    meaning: Scores
    narrow: Scores
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
    vocabulary: Vocabulary
    pieces: TfidfVectorizer | None
    phrases: Phrases
    questions: list[str]
    frame_meaning: list[Scores]
    centre: Scores
    spread: Scores
    axes: Scores

    @classmethod
    def of(cls, prior: Prior, frame: pd.DataFrame, excerpts: pd.DataFrame, embedder: Embedder | None) -> Self:
        """Learn the vocabulary, the questions and how alike answers and codes commonly are."""
        known = excerpts.head(MOST_READ)
        least = 1 if len(known) < FEW else 2
        vocabulary = Vocabulary.of(known["text"], {stem for phrase in prior.phrases for stem in phrase}, least)
        meant = _frame_meaning(frame, embedder) if embedder else []
        nothing = np.zeros((len(meant), len(prior.codes)))
        return cls(
            prior=prior,
            embedder=embedder,
            vocabulary=vocabulary,
            pieces=None if embedder else _pieces(known["text"], least),
            phrases=Phrases.of(prior.phrases, vocabulary.stems),
            questions=sorted(set(known["question"])),
            frame_meaning=meant,
            centre=nothing,
            spread=nothing + 1.0,
            axes=np.eye(WIDTH if embedder else 0),
        )

    def settle(self, texts: list[str]) -> None:
        """Measure likeness from now on against what is common among these texts, and see meaning along the directions
        in which they differ most."""
        said = self._sentences(texts)
        if texts and self.frame_meaning:
            raw = self._likeness(said)
            self.centre, self.spread = raw.mean(axis=1), np.maximum(raw.std(axis=1), 1e-6)
            meaning = _mean(said)
            self.axes = np.linalg.eigh(meaning.T @ meaning)[1][:, -NARROW:]

    def read(self, excerpts: pd.DataFrame) -> Texts:
        """One row for each excerpt."""
        texts = list(excerpts["text"])
        said = self._sentences(texts)
        cut = self.vocabulary.cut(texts)
        meaning = _mean(said)
        return Texts(
            texts=texts,
            cut=cut,
            words=self._words(texts, cut),
            common=self.vocabulary.common,
            meaning=meaning,
            narrow=meaning @ self.axes,
            asked=_asked(excerpts["question"], self.questions),
            prior=self.prior.score(self.phrases.count(cut), np.bincount(cut.rows, minlength=len(cut))),
            likeness=self._standard(said),
            empty=np.array([say_nothing(words) for words in cut.words], dtype=bool),
        )

    def nearest_sentence(self, text: str, code: int) -> int:
        """Which sentence of a text is most like what the frame says of a code."""
        if self.embedder is None:
            return 0
        rows = self.embedder.embed([text])[0]
        return int(np.argmax(sum(rows @ said[code] for said in self.frame_meaning)))

    def _words(self, texts: list[str], cut: Cut) -> csr_matrix:
        words = self.vocabulary.weigh(cut)
        if self.pieces is None:
            return words
        # A vectorizer refuses an empty list, so it gets a blank text too, which is taken away again.
        return csr_matrix(hstack([words, self.pieces.transform([*texts, ""])[: len(texts)]]))

    def _sentences(self, texts: list[str]) -> Together:
        """Vectors without width where there is no embedder."""
        if self.embedder is None:
            return np.zeros((len(texts), 0), np.float32), np.arange(len(texts))
        return self.embedder.embed_together(texts)

    def _standard(self, said: Together) -> Scores:
        if not self.frame_meaning or not len(said[1]):
            return np.zeros((len(said[1]), len(self.prior.codes)))
        raw = self._likeness(said)
        return np.asarray(((raw - self.centre[:, None]) / self.spread[:, None]).mean(axis=0), dtype=np.float64)

    def _likeness(self, said: Together) -> Scores:
        """By what is said of a code, text and code: how alike the text's best sentence is."""
        every, starts = said[0].astype(np.float64), said[1]
        return np.array([np.maximum.reduceat(every @ meant.T, starts, axis=0) for meant in self.frame_meaning])


def _pieces(texts: Iterable[str], least: int) -> TfidfVectorizer:
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=least)
    return pieces.fit([*texts, "answer", "answer"])


def _frame_meaning(frame: pd.DataFrame, embedder: Embedder) -> list[Scores]:
    """By what is said of a code: a vector for each code, of its name where nothing is said."""
    names = list(frame["code"].astype(str))
    columns = [frame.get(column, frame["code"]) for column in SAID_OF_A_CODE]
    said = [
        [text if isinstance(text, str) else name for text, name in zip(each, names, strict=True)] for each in columns
    ]
    means = [[rows.mean(axis=0) for rows in embedder.embed(texts)] for texts in said]
    return [np.array(each, dtype=np.float64).reshape(-1, WIDTH) for each in means]


def _asked(asked: "pd.Series[str]", questions: list[str]) -> Scores:
    """A column for each question, 1 where it was asked."""
    known = {question: at for at, question in enumerate(questions)}
    places = np.array([known.get(question, -1) for question in asked], dtype=np.int64)
    return np.asarray(places[:, None] == np.arange(len(questions)), dtype=np.float64)


def _mean(said: Together) -> Scores:
    """The mean of each text's sentences, of length one."""
    every, starts = said
    if not every.size:
        return np.zeros((len(starts), every.shape[1]))
    lengths = np.diff(starts, append=len(every))
    means = np.add.reduceat(every, starts, axis=0, dtype=np.float64) / lengths[:, None]
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), dtype=np.float64)
