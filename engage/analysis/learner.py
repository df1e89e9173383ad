"""Learner: a linear model for each code, trained on what people confirmed, beside what the frame's words say."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from engage.analysis.prior import Prior, Scores
from engage.analysis.words import is_common, stem, words_of

Marks = npt.NDArray[np.bool_]

# A code needs this many people's confirmations before a line can be drawn through them at all.
LEAST_POSITIVES = 3
# With this many confirmations the model and the frame's words count alike; with more, the model counts for more.
# Of 10 and 25, the only two tried (one split of the public NHS comments), neither was better throughout.
EVEN_POSITIVES = 10
FOLDS = 5
FRAME_WEIGHT = 3.0


def analyse(text: str) -> list[str]:
    """Features of a text: stems and pairs of neighbouring stems, common words kept ("not enough" is a theme)."""
    stems = [stem(word) for word in words_of(text)]
    return stems + [f"{left} {right}" for left, right in pairwise(stems)]


@dataclass
class Reading:
    """Turns excerpts into numbers: words, the question asked, and the frame's own scores."""

    prior: Prior
    words: TfidfVectorizer
    questions: list[str]

    @classmethod
    def of(cls, prior: Prior, excerpts: pd.DataFrame) -> Self:
        """Learn the vocabulary and the questions of these excerpts."""
        words = TfidfVectorizer(analyzer=analyse, sublinear_tf=True, min_df=1 if len(excerpts) < 200 else 2)
        words.fit(list(excerpts["text"]) + ["answer"] * 2)
        return cls(prior, words, sorted(set(excerpts["question"])))

    def features(self, excerpts: pd.DataFrame, prior_scores: Scores) -> csr_matrix:
        """One row for each excerpt."""
        asked = np.array([[question == known for known in self.questions] for question in excerpts["question"]])
        beside = csr_matrix(np.hstack([0.5 * asked.astype(float), FRAME_WEIGHT * prior_scores]))
        return csr_matrix(hstack([self.words.transform(excerpts["text"]), beside]))


@dataclass(frozen=True)
class Learner:
    """The models of the codes that have enough confirmations, and how far to trust each."""

    reading: Reading
    models: dict[int, LogisticRegression]
    trust: Scores

    def score(self, excerpts: pd.DataFrame, prior_scores: Scores) -> Scores:
        """The frame's scores and the models' probabilities, blended by how much each code was taught."""
        features = self.reading.features(excerpts, prior_scores)
        return _blend(features, prior_scores, self.models, self.trust)

    def words_for(self, text: str, code: int) -> list[str]:
        """The words of a text that raised a code's score, strongest first."""
        if code not in self.models:
            return []
        vocabulary, weights = self.reading.words.vocabulary_, self.models[code].coef_[0]
        known = [word for word in dict.fromkeys(words_of(text)) if stem(word) in vocabulary]
        raised = {word: float(weights[vocabulary[stem(word)]]) for word in known}
        # Common words and those that hardly count (under a third of the strongest) explain nothing to a person.
        telling = {word: weight for word, weight in raised.items() if weight > 0 and not is_common(word)}
        floor = max(telling.values(), default=0.0) / 3
        return sorted((word for word in telling if telling[word] >= floor), key=lambda word: -telling[word])


def learn(reading: Reading, excerpts: pd.DataFrame, marks: Marks, seed: int) -> tuple[Learner, Scores]:
    """A learner from reviewed excerpts and their marks, and the scores it gives each excerpt unseen.

    The unseen scores come from models trained without that excerpt (five folds), so that cut-offs chosen on them
    hold for new answers.
    """
    prior_scores = reading.prior.score(excerpts["text"])
    features = reading.features(excerpts, prior_scores)
    unseen = np.zeros_like(prior_scores)
    for train, held in KFold(FOLDS, shuffle=True, random_state=seed).split(features):
        models = _train(features[train], marks[train], seed)
        trust = _trust(marks[train], models)
        unseen[held] = _blend(features[held], prior_scores[held], models, trust)
    models = _train(features, marks, seed)
    return Learner(reading, models, _trust(marks, models)), unseen


def _train(features: csr_matrix, marks: Marks, seed: int) -> dict[int, LogisticRegression]:
    models = {}
    for code, column in enumerate(marks.T):
        if LEAST_POSITIVES <= column.sum() < len(column):
            model = LogisticRegression(C=10.0, solver="liblinear", random_state=seed)
            models[code] = model.fit(features, column)
    return models


def _trust(marks: Marks, models: dict[int, LogisticRegression]) -> Scores:
    positives = marks.sum(axis=0)
    taught = np.array([code in models for code in range(marks.shape[1])])
    return np.asarray(taught * positives / (positives + EVEN_POSITIVES), dtype=np.float64)


def _blend(features: csr_matrix, prior_scores: Scores, models: dict[int, LogisticRegression], trust: Scores) -> Scores:
    blended = prior_scores.copy()
    for code, model in models.items():
        learnt = model.predict_proba(features)[:, 1]
        blended[:, code] = trust[code] * learnt + (1 - trust[code]) * prior_scores[:, code]
    return blended
