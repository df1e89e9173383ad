"""FrameCoder: the coding frame's words first, and more of what people confirmed the more they have."""

from typing import Self

import numpy as np
import pandas as pd

from engage.analysis.coder import SUGGESTION_COLUMNS
from engage.analysis.cutoffs import UNTAUGHT, Marks, Scores, choose_cutoffs
from engage.analysis.learner import Learner, Reading, learn
from engage.analysis.prior import Prior, read_frame
from engage.analysis.words import is_empty_answer

# Fewer reviewed excerpts than this split into folds of two or three, on which no cut-off can be chosen.
LEAST_REVIEWED = 20
EVIDENCE_WORDS = 5


class FrameCoder:
    """A coder that works from the frame alone and learns from people's verdicts (see `Coder`).

    Below twenty reviewed excerpts it counts the frame's words, common to all codes ones less. From there on a linear
    model on words, word pairs and the question asked is blended in, code by code, the more positives a code has.
    """

    method = "frame words, TF-IDF and logistic regression"
    version = "1"

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        self._prior = Prior((), {})
        self._learner: Learner | None = None
        self._cutoffs: Scores = np.zeros(0)

    def fit(self, frame: pd.DataFrame, excerpts: pd.DataFrame, codings: pd.DataFrame) -> Self:
        """Learn the frame, and people's codings where at least twenty excerpts were reviewed."""
        self._prior = read_frame(frame)
        self._learner = None
        self._cutoffs = np.full(len(self._prior.codes), UNTAUGHT)
        reviewed = _tidy(excerpts[excerpts["excerpt_id"].isin(codings["excerpt_id"])])
        if len(reviewed) >= LEAST_REVIEWED:
            marks = _marks(reviewed, codings, self._prior.codes)
            reading = Reading.of(self._prior, _tidy(excerpts))
            self._learner, unseen = learn(reading, reviewed, marks, self._seed)
            self._cutoffs = choose_cutoffs(unseen, marks)
        return self

    def suggest(self, excerpts: pd.DataFrame) -> pd.DataFrame:
        """Scores, verdicts and evidence for each excerpt and code; an answer that says nothing scores 0."""
        tidy = _tidy(excerpts)
        scores = self._score(tidy)
        applies = (scores >= self._cutoffs) & (scores > 0)
        evidence = np.full(scores.shape, "", dtype=object)
        for row, code in np.argwhere(applies):
            evidence[row, code] = self._evidence(tidy["text"].iloc[row], int(code))
        return pd.DataFrame(
            {
                "excerpt_id": np.repeat(tidy["excerpt_id"].to_numpy(), scores.shape[1]),
                "code": np.tile(np.array(self._prior.codes, dtype=object), len(tidy)),
                "score": scores.ravel(),
                "applies": applies.ravel(),
                "evidence": evidence.ravel(),
            },
            columns=SUGGESTION_COLUMNS,
        )

    def _score(self, tidy: pd.DataFrame) -> Scores:
        scores = self._prior.score(tidy["text"])
        if self._learner is not None and len(tidy):
            scores = self._learner.score(tidy, scores)
        scores[tidy["text"].map(is_empty_answer).to_numpy(dtype=bool)] = 0.0
        return scores

    def _evidence(self, text: str, code: int) -> str:
        words = self._prior.words_for(text, code)
        if self._learner is not None:
            words += self._learner.words_for(text, code)
        return ", ".join(list(dict.fromkeys(words))[:EVIDENCE_WORDS])


def _tidy(excerpts: pd.DataFrame) -> pd.DataFrame:
    """A copy whose texts and questions are strings, whatever was missing."""
    tidy = excerpts[["excerpt_id", "text"]].copy()
    tidy["text"] = tidy["text"].fillna("").astype(str)
    asked = excerpts["question"] if "question" in excerpts else pd.Series("", index=excerpts.index)
    return tidy.assign(question=asked.fillna("").astype(str))


def _marks(reviewed: pd.DataFrame, codings: pd.DataFrame, codes: tuple[str, ...]) -> Marks:
    confirmed = codings[codings["applies"].astype(bool)]
    pairs = set(zip(confirmed["excerpt_id"], confirmed["code"], strict=True))
    return np.array([[(excerpt, code) in pairs for code in codes] for excerpt in reviewed["excerpt_id"]], dtype=bool)
