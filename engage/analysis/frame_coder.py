"""FrameCoder: the coding frame and the answers themselves first, and what people confirmed the more there is of it."""

from collections.abc import Hashable, Iterator
from typing import Self

import numpy as np
import pandas as pd

from engage.analysis.coder import SUGGESTION_COLUMNS
from engage.analysis.cutoffs import choose_cutoffs
from engage.analysis.embeddings import Embedder, open_embedder
from engage.analysis.evidence import Evidence, learn_evidence
from engage.analysis.learner import MOST_LEARNT, Learner, Marks, learn, trusted
from engage.analysis.prior import Prior, Scores, read_frame
from engage.analysis.reading import FEW, Reading, Texts
from engage.analysis.untaught import Untaught, learn_untaught

# Fewer reviewed excerpts than this split into folds of two or three, on which no cut-off can be chosen; and as long as
# fewer than half as many have a code (or every code), most folds would have nothing to tell apart.
LEAST_REVIEWED = 20
LEAST_DIFFERENT = 10
# Enough uncoded answers to learn from how people say things; more take longer and hardly tell more.
MOST_UNCODED = 3000
AT_ONCE = 1000


class FrameCoder:
    """A coder that works from the frame and the uncoded answers, and learns from people's verdicts (see `Coder`).

    Until twenty excerpts are reviewed it has the frame's words, the likeness of sentences to what the frame says, and
    what it taught itself from them. From there on kernel machines learn each code, and one judge over all codes weighs
    them against the frame. Without the package of the embeddings it reads words only, and its method says so.

    Of an excerpt it learnt from it says what it would have said without having seen people's verdict on it (five
    folds), so that what it says there can be held against theirs.
    """

    version = "3"

    def __init__(self, seed: int = 1, embedder: Embedder | None = None) -> None:
        self._seed = seed
        self._embedder = embedder or open_embedder()
        self._prior = Prior((), {})
        self._reading: Reading
        self._untaught: Untaught
        self._learner: Learner | None = None
        self._unseen: dict[tuple[Hashable, str], Scores] = {}
        self._cutoffs: Scores = np.zeros(0)
        self._evidence: Evidence

    @property
    def method(self) -> str:
        """What the coder reads."""
        if self._embedder is None:
            return "frame, words and kernel machines, no sentence embeddings"
        return "frame, words, sentence embeddings and kernel machines"

    def fit(self, frame: pd.DataFrame, excerpts: pd.DataFrame, codings: pd.DataFrame) -> Self:
        """Learn the frame and the excerpts, and people's codings where at least twenty excerpts were reviewed."""
        tidy = _tidy(excerpts)
        self._prior = read_frame(frame)
        self._reading = Reading.of(self._prior, frame, tidy, self._embedder)
        uncoded = tidy.sample(min(len(tidy), MOST_UNCODED), random_state=self._seed).sort_index()
        if len(uncoded) >= FEW:
            self._reading.settle(list(uncoded["text"]))
        texts = self._reading.read(uncoded)
        self._untaught = learn_untaught(texts, self._seed)
        self._cutoffs = np.full(len(self._prior.codes), self._untaught.cutoff)
        self._learner, self._unseen = None, {}
        found = self._untaught.probable(self._untaught.score(texts)) >= self._cutoffs
        self._evidence = learn_evidence(self._reading, texts, found & (texts.prior > 0), self._seed)
        self._learn(tidy[tidy["excerpt_id"].isin(codings["excerpt_id"])], codings)
        return self

    def suggest(self, excerpts: pd.DataFrame) -> pd.DataFrame:
        """Scores, verdicts and evidence for each excerpt and code; an answer that says nothing scores 0."""
        tidy = _tidy(excerpts)
        scores = np.vstack([np.zeros((0, len(self._prior.codes))), *self._scores(tidy)])
        applies = (scores >= self._cutoffs) & (scores > 0)
        evidence = np.full(scores.shape, "", dtype=object)
        texts = list(tidy["text"])
        for row, code in np.argwhere(applies):
            evidence[row, code] = self._evidence.find(texts[row], int(code))
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

    def _learn(self, reviewed: pd.DataFrame, codings: pd.DataFrame) -> None:
        if len(reviewed) > MOST_LEARNT:
            reviewed = reviewed.sample(MOST_LEARNT, random_state=self._seed).sort_index()
        marks = _marks(reviewed, codings, self._prior.codes)
        different = min(marks.any(axis=1).sum(), (~marks).any(axis=1).sum())
        if len(reviewed) < LEAST_REVIEWED or different < LEAST_DIFFERENT:
            return
        texts = self._reading.read(reviewed)
        untaught = self._untaught.score(texts)
        self._learner, unseen = learn(texts, untaught, marks, self._seed)
        unseen = trusted(unseen, self._untaught.probable(untaught), self._learner.positives)
        unseen[texts.empty] = 0.0
        self._unseen = dict(zip(_keys(reviewed), unseen, strict=True))
        self._cutoffs = choose_cutoffs(unseen, marks)
        self._evidence = learn_evidence(self._reading, texts, marks, self._seed)

    def _scores(self, tidy: pd.DataFrame) -> Iterator[Scores]:
        """Some at a time, so that memory stays the same however many there are."""
        for start in range(0, len(tidy), AT_ONCE):
            part = tidy.iloc[start : start + AT_ONCE]
            scores = zip(_keys(part), self._score(self._reading.read(part)), strict=True)
            yield np.array([self._unseen.get(key, row) for key, row in scores])

    def _score(self, texts: Texts) -> Scores:
        untaught = self._untaught.score(texts)
        scores = self._untaught.probable(untaught)
        if self._learner:
            scores = trusted(self._learner.score(texts, untaught), scores, self._learner.positives)
        scores[texts.empty] = 0.0
        return scores


def _tidy(excerpts: pd.DataFrame) -> pd.DataFrame:
    """A copy whose texts and questions are strings, whatever was missing."""
    tidy = excerpts[["excerpt_id", "text"]].reset_index(drop=True)
    tidy["text"] = tidy["text"].fillna("").astype(str)
    asked = excerpts["question"] if "question" in excerpts else pd.Series("", index=excerpts.index)
    return tidy.assign(question=asked.fillna("").astype(str).to_numpy())


def _keys(tidy: pd.DataFrame) -> Iterator[tuple[Hashable, str]]:
    """What tells an excerpt that was learnt from, as it was then."""
    return zip(tidy["excerpt_id"], tidy["text"], strict=True)


def _marks(reviewed: pd.DataFrame, codings: pd.DataFrame, codes: tuple[str, ...]) -> Marks:
    confirmed = codings[codings["applies"].astype(bool)]
    pairs = set(zip(confirmed["excerpt_id"], confirmed["code"], strict=True))
    marked = [[(excerpt, code) in pairs for code in codes] for excerpt in reviewed["excerpt_id"]]
    return np.array(marked, dtype=bool).reshape(len(reviewed), len(codes))
