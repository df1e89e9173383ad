"""Felt: sentiment learnt from what people said of answers, on top of the word lists of `sentiment`.

Where nobody has said anything yet, or too little, the word lists stand alone.
"""

from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import SVC

from engage.analysis.embeddings import Embedder, open_embedder
from engage.analysis.learner import MOST_LEARNT, Space
from engage.analysis.prior import Prior, Scores
from engage.analysis.reading import Reading, Texts
from engage.analysis.sentiment import ASKS_WHAT_IS_GOOD, ASKS_WHAT_IS_WRONG, score_sentiment

Classes = npt.NDArray[np.int_]

# Positive, neutral or mixed, negative, as signs of the five steps less three.
CLASSES: Final = (-1, 0, 1)
# With fewer, or with a class hardly seen, the word lists are the surer guide.
LEAST_TOLD, LEAST_OF_EACH = 60, 10
FOLDS = 5
# What the rarest class, commonly the middle, is favoured by; chosen by cross-validation.
FAVOURS = (1.0, 1.3, 1.6, 2.0, 2.5)
NO_CODES = pd.DataFrame({"code": pd.Series([], dtype=str)})


@dataclass
class FeltCoder:
    """Learns three classes from people's five steps; how strong a feeling is stays with the word lists."""

    seed: int = 1
    embedder: Embedder | None = field(default_factory=open_embedder)
    _model: "_Model | None" = None

    def fit(self, excerpts: pd.DataFrame, sentiments: pd.DataFrame) -> Self:
        """Learn from `sentiments` (`excerpt_id`, `sentiment` 1 to 5) of these excerpts; a missing one is left out."""
        told = excerpts.merge(sentiments.dropna(subset=["sentiment"]), on="excerpt_id")
        told = told.head(MOST_LEARNT).reset_index(drop=True)
        classes = np.sign(told["sentiment"].to_numpy(dtype=float) - 3).astype(int)
        seen = min((classes == each).sum() for each in CLASSES)
        self._model = None
        if len(told) >= LEAST_TOLD and seen >= LEAST_OF_EACH:
            self._model = _learn(told, classes, self.embedder, self.seed)
        return self

    def score(self, excerpts: pd.DataFrame) -> pd.DataFrame:
        """As `score_sentiment`, its steps moved to the side that was learnt."""
        scored = score_sentiment(excerpts)
        if self._model is None or excerpts.empty:
            return scored
        learnt = self._model.foretell(excerpts.reset_index(drop=True), scored)
        steps = scored["sentiment"].to_numpy()
        # An answer whose words point the other way, or nowhere, is felt mildly.
        moved = np.where(np.sign(steps - 3) == learnt, steps, 3 + learnt)
        return scored.assign(sentiment=moved, mixed=scored["mixed"] & (moved == 3))


@dataclass
class _Model:
    reading: Reading
    learnt: Space
    machine: SVC
    linear: OneVsRestClassifier
    favour: float = 1.0

    def foretell(self, excerpts: pd.DataFrame, scored: pd.DataFrame) -> Classes:
        texts, lists = self.reading.read(_tidy(excerpts)), _lists(excerpts, scored)
        return _choose(_blend(self.machine, self.linear, texts, lists, self.learnt), self.favour)


def _learn(told: pd.DataFrame, classes: Classes, embedder: Embedder | None, seed: int) -> _Model:
    tidy = _tidy(told)
    reading = Reading.of(Prior((), [], np.zeros((0, 0))), NO_CODES, tidy, embedder)
    texts, lists = reading.read(tidy), _lists(told, score_sentiment(told))
    space, features = Space.of(texts, lists), _features(texts, lists)
    kernel, chances = space.kernel(space), np.zeros((len(told), len(CLASSES)))
    for train, held in KFold(FOLDS, shuffle=True, random_state=seed).split(classes):
        machine, linear = _train(kernel[np.ix_(train, train)], features[train], classes[train], seed)
        chances[held] = _chances(machine, linear, kernel[np.ix_(held, train)], features[held])
    favour = max(FAVOURS, key=lambda favour: _worth(classes, _choose(chances, favour)))
    return _Model(reading, space, *_train(kernel, features, classes, seed), favour)


def _worth(classes: Classes, chosen: Classes) -> float:
    return float(accuracy_score(classes, chosen) + f1_score(classes, chosen, average="macro", zero_division=0))


def _train(
    kernel: npt.NDArray[np.float32], features: csr_matrix, classes: Classes, seed: int
) -> tuple[SVC, OneVsRestClassifier]:
    machine = SVC(kernel="precomputed", C=2.0, random_state=seed).fit(kernel, classes)
    linear = OneVsRestClassifier(LogisticRegression(C=1.0, solver="liblinear", random_state=seed))
    return machine, linear.fit(features, classes)


def _blend(machine: SVC, linear: OneVsRestClassifier, texts: Texts, lists: Scores, learnt: Space) -> Scores:
    return _chances(machine, linear, Space.of(texts, lists).kernel(learnt), _features(texts, lists))


def _chances(
    machine: SVC, linear: OneVsRestClassifier, kernel: npt.NDArray[np.float32], features: csr_matrix
) -> Scores:
    """The mean of both models, column by column as in CLASSES."""
    raised = np.exp(2.0 * machine.decision_function(kernel))
    chances = (raised / raised.sum(axis=1, keepdims=True) + linear.predict_proba(features)) / 2.0
    return np.asarray(chances, dtype=np.float64)


def _choose(chances: Scores, favour: float) -> Classes:
    favoured = chances * np.array([1.0, favour, 1.0])
    chosen: Classes = np.array(CLASSES)[favoured.argmax(axis=1)]
    return chosen


def _features(texts: Texts, lists: Scores) -> csr_matrix:
    return csr_matrix(hstack([texts.features(), csr_matrix(2.0 * lists)]))


def _lists(excerpts: pd.DataFrame, scored: pd.DataFrame) -> Scores:
    """What the word lists say, and whether the question asks for praise or for blame."""
    asked = _tidy(excerpts)["question"]
    wrong = asked.str.contains(ASKS_WHAT_IS_WRONG).to_numpy(dtype=float)
    good = asked.str.contains(ASKS_WHAT_IS_GOOD).to_numpy(dtype=float)
    polarity, mixed = scored["polarity"].to_numpy(dtype=float), scored["mixed"].to_numpy(dtype=float)
    columns = [polarity, np.abs(polarity), mixed, wrong, good, polarity * wrong]
    return np.asarray(np.stack(columns, axis=1) / 2.0, dtype=np.float64)


def _tidy(excerpts: pd.DataFrame) -> pd.DataFrame:
    asked = excerpts["question"] if "question" in excerpts else pd.Series("", index=excerpts.index)
    texts = {"text": excerpts["text"].fillna("").astype(str), "question": asked.fillna("").astype(str)}
    return pd.DataFrame(texts).reset_index(drop=True)
