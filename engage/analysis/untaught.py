"""Untaught: what can be said before anybody has coded, from the frame and the answers themselves.

The frame's words find some answers for each code; a linear model learns from these how else people say it, twice over
(self-training: Yarowsky 1995, https://aclanthology.org/P95-1026). No verdict of a person is used.
"""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression

from engage.analysis.cutoffs import UNTAUGHT, Marks
from engage.analysis.prior import Scores
from engage.analysis.reading import FEW, Texts

FOLDS = 3
ROUNDS = 2
LEAST_FOUND = 3
# Surest pairs learnt from, as codes an answer; of 1.1 and 1.3 neither was better on the public NHS comments.
CODES_LEARNT = 1.1
# A short open answer is given one or two codes (1.35 in the public NHS comments; 1.2, 1.4 and 1.6 were tried there).
CODES_AN_ANSWER = 1.4
# A logistic curve turns the sum of frame and model into a probability. Set by judgement, not fitted: without verdicts
# there is nothing to fit it to, and on those comments it claims too much above .7 (docs/analysis.md).
STEEPNESS, MIDDLE = 2.9, 1.05


@dataclass(frozen=True)
class Untaught:
    """Linear models learnt from the frame's own finds, one for each fold; a text is scored by one that never saw it."""

    models: list[Scores]
    cutoff: float

    def score(self, texts: Texts) -> Scores:
        """What frame and model say together; no probability yet, see `probable`."""
        ground = texts.ground
        return ground + _foretell(texts, self.models) if self.models else ground

    def probable(self, scores: Scores) -> Scores:
        """Scores from 0 to 1."""
        if not self.models:
            return np.clip(scores, 0.0, 1.0)
        return np.asarray(1.0 / (1.0 + np.exp(-STEEPNESS * (scores - MIDDLE))), dtype=np.float64)


def learn_untaught(texts: Texts, seed: int) -> Untaught:
    """Models from texts nobody need have coded; with few texts there are none, and the frame's words stand alone."""
    if len(texts) < FEW:
        return Untaught([], UNTAUGHT)
    scores, models = texts.ground, list[Scores]()
    for _ in range(ROUNDS):
        models = _train(texts, scores >= _reached_by(scores, CODES_LEARNT), seed)
        scores = texts.ground + _foretell(texts, models)
    untaught = Untaught(models, 0.0)
    codes = min(CODES_AN_ANSWER, float((texts.prior >= UNTAUGHT).sum()) / len(texts))
    return Untaught(models, float(untaught.probable(np.array(_reached_by(scores, codes)))))


def _reached_by(scores: Scores, codes: float) -> float:
    """The score that so many codes an answer reach."""
    ranked = np.sort(scores.ravel())[::-1]
    return float(ranked[min(len(ranked) - 1, int(codes * len(scores)))])


def _folds(texts: Texts) -> Scores:
    """The fold of a text hangs on its words alone, so that it is the same wherever and whenever it is read."""
    return np.array([crc32(text.encode(errors="replace")) % FOLDS for text in texts.texts])


def _train(texts: Texts, found: Marks, seed: int) -> list[Scores]:
    features, folds = texts.features(), _folds(texts)
    return [_fit(features[folds != fold], found[folds != fold], seed) for fold in range(FOLDS)]


def _fit(features: Scores, found: Marks, seed: int) -> Scores:
    """Weights of the features for each code, the constant last; a code hardly found gets a constant only."""
    weights = np.zeros((features.shape[1] + 1, found.shape[1]))
    weights[-1] = -20.0
    for code, column in enumerate(found.T):
        if LEAST_FOUND <= column.sum() < len(column):
            model = LogisticRegression(C=1.0, solver="liblinear", random_state=seed).fit(features, column)
            weights[:-1, code], weights[-1, code] = model.coef_[0], model.intercept_[0]
    return weights


def _foretell(texts: Texts, models: list[Scores]) -> Scores:
    features, folds = texts.features(), _folds(texts)
    out = np.zeros((len(texts), models[0].shape[1]))
    for fold, weights in enumerate(models):
        mine = np.flatnonzero(folds == fold)
        out[mine] = 1.0 / (1.0 + np.exp(-(features[mine] @ weights[:-1] + weights[-1])))
    out[texts.empty] = 0.0
    return out
