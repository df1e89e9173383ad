"""Evidence: the words of an answer that speak for a code, or else its sentence nearest to it."""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from engage.analysis.embeddings import sentences_of
from engage.analysis.learner import LEAST_POSITIVES, Marks
from engage.analysis.prior import Scores
from engage.analysis.reading import Reading, Texts
from engage.analysis.words import is_common, stem, words_of

MOST_WORDS = 5
MOST_CHARACTERS = 200
# Words that count under a third of the strongest explain nothing to a person.
LEAST_PART = 3.0


@dataclass(frozen=True)
class Evidence:
    """What each stem is worth for each code, by a linear model on words alone, beside the frame's words."""

    reading: Reading
    weights: Scores

    def find(self, text: str, code: int) -> str:
        """Up to five words that drove a code, joined by ", ", the frame's first; where there is none, a sentence."""
        words = self.reading.prior.words_for(text, code) + self._learnt(text, code)
        if words:
            return ", ".join(list(dict.fromkeys(words))[:MOST_WORDS])
        return sentences_of(text)[self.reading.nearest_sentence(text, code)][:MOST_CHARACTERS]

    def _learnt(self, text: str, code: int) -> list[str]:
        known = self.reading.vocabulary[0].vocabulary_
        worth = {}
        for word in words_of(text):
            place = known.get(stem(word))
            if place is not None and self.weights[place, code] > 0 and not is_common(word):
                worth[word] = float(self.weights[place, code])
        floor = max(worth.values(), default=0.0) / LEAST_PART
        return sorted((word for word in worth if worth[word] >= floor), key=lambda word: -worth[word])


def learn_evidence(reading: Reading, texts: Texts, marks: Marks, seed: int) -> Evidence:
    """Evidence learnt from texts and the codes that apply to them, said by people or, before that, by the machine."""
    size = len(reading.vocabulary[0].vocabulary_)
    words, weights = texts.words[:, :size], np.zeros((size, marks.shape[1]))
    for code, column in enumerate(marks.T):
        if LEAST_POSITIVES <= column.sum() < len(column):
            model = LogisticRegression(C=10.0, solver="liblinear", random_state=seed).fit(words, column)
            weights[:, code] = model.coef_[0]
    return Evidence(reading, weights)
