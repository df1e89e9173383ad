"""Feelings: three classes of feeling learnt by several machines, and a judge who weighs what each of them tells."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from engage.analysis.embeddings import sentences_of
from engage.analysis.learner import Space
from engage.analysis.prior import Scores
from engage.analysis.reading import Reading, Texts
from engage.analysis.sentiment import ASKS_WHAT_IS_GOOD, ASKS_WHAT_IS_WRONG, score_sentiment

Classes = npt.NDArray[np.int_]
Kernel = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

# Positive, neutral or mixed, negative, as signs of the five steps less three.
CLASSES = (-1, 0, 1)
FOLDS = 5
# What the rarest class, commonly the middle, is favoured by; chosen by cross-validation.
FAVOURS = (1.0, 1.3, 1.6, 2.0, 2.5)
# Costs and strengths of smoothing: the first two as before the judge came, the others the only ones tried.
MACHINE_COST, LINEAR_COST, STEP_RIDGE, JUDGE_COST = 2.0, 1.0, 0.5, 0.3
LEAST_CHANCE = 1e-4
# The judge and the machines alone count alike at this many told feelings.
EVEN_TOLD = 400.0


@dataclass(frozen=True)
class Felt:
    """Excerpts and their sentences as numbers; `starts` says at which sentence each excerpt begins."""

    space: Space
    features: csr_matrix
    asked: Scores
    sentences: csr_matrix
    starts: Rows
    scored: pd.DataFrame

    @classmethod
    def of(cls, reading: Reading, excerpts: pd.DataFrame) -> Self:
        """Of excerpts (`excerpt_id`, `text`, `question`); `scored` is what the word lists say of them."""
        split = [sentences_of(text) for text in excerpts["text"]]
        lengths = [len(each) for each in split]
        asked = np.repeat(excerpts["question"].to_numpy(), lengths)
        alone = pd.DataFrame({"text": [one for each in split for one in each], "question": asked})
        # At once, since an answer of one sentence is scored once then.
        both = score_sentiment(pd.concat([excerpts, alone], ignore_index=True))
        scored, told = both[: len(excerpts)], _word_lists(alone, both[len(excerpts) :])
        texts, lists = reading.read(excerpts), _word_lists(excerpts, scored)
        return cls(
            Space.of(texts, lists),
            _beside(texts, lists),
            np.hstack([lists, texts.asked]),
            _beside(reading.read(alone), told),
            np.cumsum([0, *lengths])[:-1],
            scored,
        )

    def __len__(self) -> int:
        return len(self.starts)

    def sentences_at(self, rows: Rows) -> tuple[csr_matrix, Rows]:
        """The sentences of these excerpts, and where each excerpt begins among them."""
        ends = np.append(self.starts[1:], self.sentences.shape[0])
        places = [np.arange(self.starts[row], ends[row]) for row in rows]
        return self.sentences[np.concatenate(places)], np.cumsum([0, *map(len, places)])[:-1]


@dataclass(frozen=True)
class Machines:
    """A kernel machine and a linear model of the three classes, and a kernel ridge of the five steps."""

    machine: SVC
    linear: OneVsRestClassifier
    ridge: KernelRidge
    middle: float

    @classmethod
    def learnt(cls, kernel: Kernel, felt: Felt, rows: Rows, steps: Scores, seed: int) -> Self:
        """From some of the excerpts: their kernel, and the steps people gave them."""
        classes, middle = _classes(steps), float(steps.mean())
        linear = OneVsRestClassifier(LogisticRegression(C=LINEAR_COST, solver="liblinear", random_state=seed))
        return cls(
            SVC(kernel="precomputed", C=MACHINE_COST, random_state=seed).fit(kernel, classes),
            linear.fit(felt.features[rows], classes),
            KernelRidge(alpha=STEP_RIDGE, kernel="precomputed").fit(kernel, (steps - middle) / 2.0),
            middle,
        )

    def tell(self, kernel: Kernel, felt: Felt, rows: Rows) -> tuple[Scores, Scores]:
        """The mean chance of each class, and all that speaks for one, by excerpt."""
        told, chances = self.machine.decision_function(kernel), self.linear.predict_proba(felt.features[rows])
        step = self.ridge.predict(kernel) + (self.middle - 3.0) / 2.0
        raised = np.exp(2.0 * told)
        signs = [told, np.log(np.maximum(chances, LEAST_CHANCE)), step[:, None], np.abs(step)[:, None]]
        signs += [felt.asked[rows], self._sentences(felt, rows)]
        return (raised / raised.sum(axis=1, keepdims=True) + chances) / 2.0, np.hstack(signs)

    def _sentences(self, felt: Felt, rows: Rows) -> Scores:
        """How the sentences of an excerpt feel, one by one: the worst, the best, the last, the least felt."""
        sentences, starts = felt.sentences_at(rows)
        chances = self.linear.predict_proba(sentences)
        lean = chances[:, -1] - chances[:, 0]
        last = lean[np.append(starts[1:], len(lean)) - 1]
        worst, best = np.maximum.reduceat(lean, starts), np.minimum.reduceat(lean, starts)
        return np.stack([worst, best, last, np.maximum.reduceat(chances[:, 1], starts)], axis=1)


@dataclass(frozen=True)
class Feelings:
    """The machines, the judge over what they tell, and what the middle class is favoured by."""

    reading: Reading
    learnt: Space
    machines: Machines
    judge: Pipeline
    favour: float

    def foretell(self, excerpts: pd.DataFrame) -> tuple[pd.DataFrame, Classes]:
        """What the word lists say of each excerpt (`excerpt_id`, `text`, `question`), and its class."""
        felt = Felt.of(self.reading, excerpts)
        chances, signs = self.machines.tell(felt.space.kernel(self.learnt), felt, np.arange(len(felt)))
        return felt.scored, _choose(_heard(chances, self.judge.predict_proba(signs), len(self.learnt)), self.favour)


def learn_feelings(reading: Reading, excerpts: pd.DataFrame, steps: Scores, seed: int) -> Feelings:
    """From excerpts (`excerpt_id`, `text`, `question`) and the step (1 to 5) people gave each."""
    felt, classes = Felt.of(reading, excerpts), _classes(steps)
    kernel, every = felt.space.kernel(felt.space), np.arange(len(felt))
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(classes, classes))
    told = [
        Machines.learnt(kernel[np.ix_(train, train)], felt, train, steps[train], seed).tell(
            kernel[np.ix_(held, train)], felt, held
        )
        for train, held in folds
    ]
    back = np.argsort(np.concatenate([held for _, held in folds]))
    chances, signs = (np.concatenate(part)[back] for part in zip(*told, strict=True))
    unseen = np.zeros_like(chances)
    for train, held in folds:
        unseen[held] = _judge().fit(signs[train], classes[train]).predict_proba(signs[held])
    heard = _heard(chances, unseen, len(felt))
    favour = max(FAVOURS, key=lambda favour: _worth(classes, _choose(heard, favour)))
    machines = Machines.learnt(kernel, felt, every, steps, seed)
    return Feelings(reading, felt.space, machines, _judge().fit(signs, classes), favour)


def _heard(chances: Scores, judged: Scores, told: int) -> Scores:
    """The machines alone and the judge; the more people told, the more the judge."""
    share = told / (told + EVEN_TOLD)
    return np.asarray((1.0 - share) * chances + share * judged, dtype=np.float64)


def _judge() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=JUDGE_COST, max_iter=500))


def _classes(steps: Scores) -> Classes:
    classes: Classes = np.sign(steps - 3).astype(int)
    return classes


def _worth(classes: Classes, chosen: Classes) -> float:
    return float(accuracy_score(classes, chosen) + f1_score(classes, chosen, average="macro", zero_division=0))


def _choose(chances: Scores, favour: float) -> Classes:
    favoured = chances * np.array([1.0, favour, 1.0])
    chosen: Classes = np.array(CLASSES)[favoured.argmax(axis=1)]
    return chosen


def _beside(texts: Texts, lists: Scores) -> csr_matrix:
    return csr_matrix(hstack([texts.features(), csr_matrix(2.0 * lists)]))


def _word_lists(excerpts: pd.DataFrame, scored: pd.DataFrame) -> Scores:
    """What the word lists say, and whether the question asks for praise or for blame."""
    asked = excerpts["question"]
    wrong = asked.str.contains(ASKS_WHAT_IS_WRONG).to_numpy(dtype=float)
    good = asked.str.contains(ASKS_WHAT_IS_GOOD).to_numpy(dtype=float)
    polarity, mixed = scored["polarity"].to_numpy(dtype=float), scored["mixed"].to_numpy(dtype=float)
    columns = [polarity, np.abs(polarity), mixed, wrong, good, polarity * wrong]
    return np.asarray(np.stack(columns, axis=1) / 2.0, dtype=np.float64)
