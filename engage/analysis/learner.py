"""Learner: what people confirmed, learnt by a kernel machine for each code and weighed against the frame."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.svm import SVC

from engage.analysis.prior import Scores
from engage.analysis.reading import Texts

Marks = npt.NDArray[np.bool_]

# A code needs this many people's confirmations before a line can be drawn through them at all.
LEAST_POSITIVES = 2
FOLDS = 5
# Of .3, .5 and .8 the best width of the kernel on three splits of the public NHS comments; costs of 1 to 8 were alike.
WIDTH, COST = 0.3, 2.0
# Of .5 and 2 the steadier over 100 to 1,828 labels, on three splits there.
RIDGE = 0.5
# What each part counts in the distance between two answers (squared). Set by judgement; there, twice the frame, twice
# the question or other shares of words and letters changed micro-F1 by .005 at most. PIECES was not compared.
MEANING, ASKED, FRAME, WORDS, PIECES = 2.0, 0.16, 0.5, 1.0, 3.0
# Beyond this many verdicts a kernel costs more than it learns; which are kept hangs on the seed.
MOST_LEARNT = 5000
UNTOLD = -1.0
# Places lie on a grid of 2 to the -10, so that products and their sums up to 16 are exact in 24 bits: what a processor
# rounds hangs on how many answers it multiplies at once, and the same answer must not change with its neighbours.
GRID = 2.0**10
# The judge and the frame alone count alike for a code with this many confirmations. Of 0.3, 1 and 3 tried on the public
# NHS comments none differed by more than .004; one keeps a code that nobody has confirmed yet in sight.
EVEN_POSITIVES = 1.0


@dataclass(frozen=True)
class Space:
    """Where answers lie: near each other when they mean, say and are asked the like."""

    dense: npt.NDArray[np.float32]
    words: csr_matrix

    @classmethod
    def of(cls, texts: Texts, untaught: Scores) -> "Space":
        """The place of each text, given also what was said of it untaught."""
        # Without embeddings words and pieces of words have to bear all the meaning.
        words = texts.words * (WORDS if texts.meaning.shape[1] else PIECES) ** 0.5
        # What stands in most answers is multiplied faster when every place is written out.
        parts = [words[:, texts.common].toarray(), MEANING**0.5 * texts.narrow, ASKED**0.5 * texts.asked]
        parts += [FRAME**0.5 * texts.prior, FRAME**0.5 * untaught]
        rare = np.ones(words.shape[1])
        rare[texts.common] = 0.0
        words = csr_matrix(words.multiply(rare[None, :]), dtype=np.float32)
        words.eliminate_zeros()
        return cls((np.rint(np.hstack(parts) * GRID) / GRID).astype(np.float32), words)

    def __len__(self) -> int:
        return len(self.dense)

    def kernel(self, other: "Space") -> npt.NDArray[np.float32]:
        """How near each of these answers is to each of those: 1 where they are alike, towards 0 the further."""
        near = np.asarray(self.dense @ other.dense.T, dtype=np.float32)
        near += (self.words @ other.columns).toarray()
        # In place: minus WIDTH times the squared distance, then its exponential.
        near *= np.float32(2.0 * WIDTH)
        near -= np.float32(WIDTH) * self.lengths[:, None]
        near -= np.float32(WIDTH) * other.lengths[None, :]
        return np.asarray(np.exp(near, out=near))

    @cached_property
    def columns(self) -> csr_matrix:
        """The words turned over, to be multiplied with."""
        return csr_matrix(self.words.T)

    @cached_property
    def lengths(self) -> npt.NDArray[np.float32]:
        """The squared length of each place."""
        squares = np.asarray(self.words.multiply(self.words).sum(axis=1)).ravel()
        return np.asarray((self.dense**2).sum(axis=1) + squares, dtype=np.float32)


@dataclass(frozen=True)
class Machines:
    """A kernel machine for each code that was confirmed often enough; the others say "not told"."""

    weights: Scores
    constants: Scores

    def score(self, kernel: npt.NDArray[np.float32]) -> Scores:
        """Above 0 where a code is more likely than not to apply, were it as common as not."""
        return np.asarray(kernel @ self.weights + self.constants, dtype=np.float64)


@dataclass(frozen=True)
class Ridge:
    """What each word alone is worth for each code, by ridge regression: steadier than a kernel where words decide."""

    weights: Scores
    constants: Scores

    @classmethod
    def learnt(cls, words: csr_matrix, alike: Scores, marks: Marks) -> Self:
        """From the words of texts, how alike the texts are by them, and people's marks."""
        constants = (2.0 * marks - 1.0).mean(axis=0)
        fitted = KernelRidge(alpha=RIDGE, kernel="precomputed").fit(alike, 2.0 * marks - 1.0 - constants)
        return cls(np.asarray(words.T @ fitted.dual_coef_, dtype=np.float64), constants)

    def score(self, words: csr_matrix) -> Scores:
        """About 1 where a code applies and -1 where it does not."""
        return np.asarray(words @ self.weights + self.constants, dtype=np.float64)


@dataclass(frozen=True)
class Learner:
    """Machines, and how far to believe them, the frame and the commonness of each code."""

    learnt: Space
    machines: Machines
    ridge: Ridge
    positives: Scores
    centre: Scores
    spread: Scores
    judge: LogisticRegression

    def score(self, texts: Texts, untaught: Scores) -> Scores:
        """The probability of each code."""
        told = self.machines.score(Space.of(texts, untaught).kernel(self.learnt))
        told = np.stack([told, self.ridge.score(texts.words)], axis=2)
        signs = (_signs(told, texts, untaught, self.positives, len(self.learnt)) - self.centre) / self.spread
        return _ask(self.judge, signs)


def trusted(judged: Scores, probable: Scores, positives: Scores) -> Scores:
    """What the judge says and what is probable untaught, code by code; with confirmations the judge takes over."""
    trust = positives / (positives + EVEN_POSITIVES)
    return np.asarray(trust * judged + (1.0 - trust) * probable, dtype=np.float64)


def learn(texts: Texts, untaught: Scores, marks: Marks, seed: int) -> tuple[Learner, Scores]:
    """A learner from reviewed texts, what was said of them untaught, and people's marks; and its unseen scores.

    The unseen scores come from machines and a judge that had not seen the text (five folds), so that cut-offs chosen
    on them hold for new answers.
    """
    space, positives = Space.of(texts, untaught), marks.sum(axis=0).astype(np.float64)
    kernel, alike = space.kernel(space), (texts.words @ texts.words.T).toarray()
    told = np.zeros((*marks.shape, 2))
    folds = list(KFold(FOLDS, shuffle=True, random_state=seed).split(marks))
    for train, held in folds:
        inner = np.ix_(train, train)
        told[held, :, 0] = _train(kernel[inner], marks[train], seed).score(kernel[np.ix_(held, train)])
        told[held, :, 1] = Ridge.learnt(texts.words[train], alike[inner], marks[train]).score(texts.words[held])
    signs = _signs(told, texts, untaught, positives, len(marks))
    centre, spread = signs.mean(axis=(0, 1)), np.maximum(signs.std(axis=(0, 1)), 1e-6)
    signs = (signs - centre) / spread
    unseen = np.zeros(marks.shape)
    for train, held in folds:
        unseen[held] = _ask(_judge(signs[train], marks[train]), signs[held])
    machines, ridge = _train(kernel, marks, seed), Ridge.learnt(texts.words, alike, marks)
    return Learner(space, machines, ridge, positives, centre, spread, _judge(signs, marks)), unseen


def _train(kernel: npt.NDArray[np.floating], marks: Marks, seed: int) -> Machines:
    weights, constants = np.zeros(marks.shape), np.full(marks.shape[1], UNTOLD)
    # In the width that each machine works in: it would copy the kernel otherwise, once for each code.
    kernel = kernel.astype(np.float64)
    for code, column in enumerate(marks.T):
        if LEAST_POSITIVES <= column.sum() < len(column):
            machine = SVC(kernel="precomputed", C=COST, class_weight="balanced", random_state=seed)
            machine.fit(kernel, column)
            weights[machine.support_, code], constants[code] = machine.dual_coef_[0], machine.intercept_[0]
    return Machines(weights, constants)


def _signs(told: Scores, texts: Texts, untaught: Scores, positives: Scores, read: int) -> Scores:
    """All that speaks for a code, by text, code and sign; what counts for more with more confirmations stands twice."""
    often = np.broadcast_to(np.log1p(positives) / 4.0, untaught.shape)
    common = np.broadcast_to(np.log((positives + 1.0) / (read + 2.0)), untaught.shape)
    ahead = untaught - untaught.max(axis=1, keepdims=True)
    doubled = [sign for each in (*np.moveaxis(told, 2, 0), texts.prior, untaught) for sign in (each, each * often)]
    return np.stack([*doubled, texts.likeness, often, common, ahead], axis=2)


def _judge(signs: Scores, marks: Marks) -> LogisticRegression:
    """One logistic regression over all codes: what a sign is worth can be learnt from few answers when shared."""
    return LogisticRegression(C=1.0, max_iter=500).fit(signs.reshape(-1, signs.shape[2]), marks.ravel())


def _ask(judge: LogisticRegression, signs: Scores) -> Scores:
    asked = judge.predict_proba(signs.reshape(-1, signs.shape[2]))[:, -1]
    return np.asarray(asked.reshape(signs.shape[:2]), dtype=np.float64)
