"""Felt: sentiment learnt from what people said of answers, on top of the word lists of `sentiment`.

Where nobody has said anything yet, or too little, the word lists stand alone.
"""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pandas as pd

from engage.analysis.embeddings import Embedder, open_embedder
from engage.analysis.feelings import CLASSES, Feelings, learn_feelings
from engage.analysis.learner import MOST_LEARNT
from engage.analysis.prior import Prior
from engage.analysis.reading import Reading
from engage.analysis.sentiment import score_sentiment

# With fewer, or with a class hardly seen, the word lists are the surer guide.
LEAST_TOLD, LEAST_OF_EACH = 60, 10
NO_CODES = pd.DataFrame({"code": pd.Series([], dtype=str)})


@dataclass
class FeltCoder:
    """Learns three classes from people's five steps; how strong a feeling is stays with the word lists."""

    seed: int = 1
    embedder: Embedder | None = field(default_factory=open_embedder)
    _model: Feelings | None = None

    def fit(self, excerpts: pd.DataFrame, sentiments: pd.DataFrame) -> Self:
        """Learn from `sentiments` (`excerpt_id`, `sentiment` 1 to 5) of these excerpts; a missing one is left out."""
        told = excerpts.merge(sentiments.dropna(subset=["sentiment"]), on="excerpt_id")
        told = told.head(MOST_LEARNT).reset_index(drop=True)
        classes = np.sign(told["sentiment"].to_numpy(dtype=float) - 3).astype(int)
        seen = min((classes == each).sum() for each in CLASSES)
        self._model = None
        if len(told) >= LEAST_TOLD and seen >= LEAST_OF_EACH:
            self._model = _learn(told, self.embedder, self.seed)
        return self

    def score(self, excerpts: pd.DataFrame) -> pd.DataFrame:
        """As `score_sentiment`, its steps moved to the side that was learnt."""
        if self._model is None or excerpts.empty:
            return score_sentiment(excerpts)
        scored, learnt = self._model.foretell(_tidy(excerpts))
        steps = scored["sentiment"].to_numpy()
        # An answer whose words point the other way, or nowhere, is felt mildly.
        moved = np.where(np.sign(steps - 3) == learnt, steps, 3 + learnt)
        return scored.assign(sentiment=moved, mixed=scored["mixed"] & (moved == 3))


def _learn(told: pd.DataFrame, embedder: Embedder | None, seed: int) -> Feelings:
    tidy = _tidy(told)
    reading = Reading.of(Prior((), [], np.zeros((0, 0))), NO_CODES, tidy, embedder)
    return learn_feelings(reading, tidy, told["sentiment"].to_numpy(dtype=float), seed)


def _tidy(excerpts: pd.DataFrame) -> pd.DataFrame:
    asked = excerpts["question"] if "question" in excerpts else pd.Series("", index=excerpts.index)
    texts = {"text": excerpts["text"].fillna("").astype(str), "question": asked.fillna("").astype(str)}
    return excerpts[["excerpt_id"]].assign(**texts).reset_index(drop=True)
