"""FrameCoder: the coding frame and the answers themselves first, and what people confirmed the more there is of it."""

from collections.abc import Hashable
from typing import Self

import numpy as np
import numpy.typing as npt
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
# Beyond these a score hangs on the order in which a processor adds, and so on what is read together.
DIGITS = 4


class FrameCoder:
    """A coder that works from the frame and the uncoded answers, and learns from people's verdicts (see `Coder`).

    Until twenty excerpts are reviewed it has the frame's words, the likeness of sentences to what the frame says, and
    what it taught itself from them. From there on kernel machines learn each code, and one judge over all codes weighs
    them against the frame. Without the package of the embeddings it reads words only, and its method says so.

    Of an excerpt it learnt from it says what it would have said without having seen people's verdict on it (five
    folds), so that what it says there can be held against theirs.
    """

    version = "4"

    def __init__(self, seed: int = 1, embedder: Embedder | None = None) -> None:
        self._seed = seed
        self._embedder = embedder or open_embedder()
        self._prior = Prior((), [], np.zeros((0, 0)))
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
        width = len(self._prior.codes)
        scores, evidence = np.zeros((len(tidy), width)), np.full((len(tidy), width), "", dtype=object)
        for start in range(0, len(tidy), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            texts = self._reading.read(tidy[part])
            scores[part] = self._judged(tidy[part], texts)
            self._explain(texts, self._applies(scores[part]), evidence[part])
        return pd.DataFrame(
            {
                "excerpt_id": np.repeat(tidy["excerpt_id"].to_numpy(), width),
                "code": np.tile(np.array(self._prior.codes, dtype=object), len(tidy)),
                "score": scores.ravel(),
                "applies": self._applies(scores).ravel(),
                "evidence": evidence.ravel(),
            },
            columns=SUGGESTION_COLUMNS,
        )

    def score(self, excerpts: pd.DataFrame) -> Scores:
        """The scores alone, an excerpt a row and a code a column: several times as fast as `suggest`."""
        tidy = _tidy(excerpts)
        parts = [tidy[start : start + AT_ONCE] for start in range(0, len(tidy), AT_ONCE)]
        judged = [self._judged(part, self._reading.read(part)) for part in parts]
        return np.vstack([np.zeros((0, len(self._prior.codes))), *judged])

    def _applies(self, scores: Scores) -> Marks:
        return np.asarray((scores >= self._cutoffs) & (scores > 0), dtype=bool)

    def _explain(self, texts: Texts, applies: Marks, evidence: npt.NDArray[np.object_]) -> None:
        """Fill in the evidence of the codes that apply."""
        for row in np.flatnonzero(applies.any(axis=1)):
            codes = np.flatnonzero(applies[row]).tolist()
            evidence[row, codes] = self._evidence.find(texts.texts[row], texts.cut.words[row], codes)

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
        unseen = np.round(unseen, DIGITS)
        self._unseen = dict(zip(zip(reviewed["excerpt_id"], texts.texts, strict=True), unseen, strict=True))
        self._cutoffs = choose_cutoffs(unseen, marks)
        self._evidence = learn_evidence(self._reading, texts, marks, self._seed)

    def _judged(self, tidy: pd.DataFrame, texts: Texts) -> Scores:
        """Scores, of excerpts that were learnt from those of a machine that had not seen them."""
        scores = self._score(texts)
        if self._unseen:
            for row, key in enumerate(zip(tidy["excerpt_id"].tolist(), texts.texts, strict=True)):
                scores[row] = self._unseen.get(key, scores[row])
        return scores

    def _score(self, texts: Texts) -> Scores:
        untaught = self._untaught.score(texts)
        scores = self._untaught.probable(untaught)
        if self._learner:
            scores = trusted(self._learner.score(texts, untaught), scores, self._learner.positives)
        scores[texts.empty] = 0.0
        return np.round(scores, DIGITS)


def _tidy(excerpts: pd.DataFrame) -> pd.DataFrame:
    """A copy whose texts and questions are strings, whatever was missing."""
    tidy = excerpts[["excerpt_id", "text"]].reset_index(drop=True)
    tidy["text"] = tidy["text"].fillna("").astype(str)
    asked = excerpts["question"] if "question" in excerpts else pd.Series("", index=excerpts.index)
    return tidy.assign(question=asked.fillna("").astype(str).to_numpy())


def _marks(reviewed: pd.DataFrame, codings: pd.DataFrame, codes: tuple[str, ...]) -> Marks:
    confirmed = codings[codings["applies"].astype(bool)]
    pairs = set(zip(confirmed["excerpt_id"], confirmed["code"], strict=True))
    marked = [[(excerpt, code) in pairs for code in codes] for excerpt in reviewed["excerpt_id"]]
    return np.array(marked, dtype=bool).reshape(len(reviewed), len(codes))
