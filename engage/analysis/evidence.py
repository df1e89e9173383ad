"""Evidence: the words of an answer that speak for a code, or else its sentence nearest to it."""

from dataclasses import dataclass, field
from operator import itemgetter

import numpy as np
from sklearn.linear_model import LogisticRegression

from engage.analysis.embeddings import sentences_of
from engage.analysis.learner import LEAST_POSITIVES, Marks
from engage.analysis.prior import Scores
from engage.analysis.reading import Reading, Texts
from engage.analysis.words import is_common

MOST_WORDS = 5
MOST_CHARACTERS = 200
# Words that count under a third of the strongest explain nothing to a person.
LEAST_PART = 3.0

Rows = list[list[float]]


@dataclass
class Evidence:
    """What each stem is worth for each code, by a linear model on words alone, beside the frame's words."""

    reading: Reading
    weights: Scores
    _framing: Rows = field(init=False, repr=False)
    _telling: Rows = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Lists are read faster than arrays one number at a time.
        self._framing = self.reading.prior.weights.tolist()
        self._telling = self.weights.tolist()

    def find(self, text: str, words: list[str], codes: list[int]) -> list[str]:
        """For each code up to five words of a text that drove it, joined by ", ", the frame's first; where there is
        none, a sentence. `words` are the words of the text."""
        numbers = self.reading.vocabulary.numbers(words)
        framed, learnt = self._framed(words, numbers, codes), self._learnt(words, numbers, codes)
        found = [dict.fromkeys([*first, *then]) for first, then in zip(framed, learnt, strict=True)]
        joined = [", ".join(list(each)[:MOST_WORDS]) for each in found]
        return [told or self._sentence(text, code) for told, code in zip(joined, codes, strict=True)]

    def _framed(self, words: list[str], numbers: list[int], codes: list[int]) -> list[list[str]]:
        """By code: the words and phrases of the text that the frame has, shorter ones first."""
        found = [
            (" ".join(words[start:end]), self._framing[at]) for start, end, at in self.reading.phrases.find(numbers)
        ]
        return [[phrase for phrase, weights in found if weights[code] > 0] for code in codes]

    def _learnt(self, words: list[str], numbers: list[int], codes: list[int]) -> list[list[str]]:
        """By code: the words of the text that were learnt to speak for it, the strongest first."""
        known = dict(zip(words, numbers, strict=True)).items()
        rows = [(word, self._telling[at]) for word, at in known if 0 <= at < len(self._telling) and not is_common(word)]
        return [_strongest([(weights[code], word) for word, weights in rows if weights[code] > 0]) for code in codes]

    def _sentence(self, text: str, code: int) -> str:
        return sentences_of(text)[self.reading.nearest_sentence(text, code)][:MOST_CHARACTERS]


def _strongest(weighed: list[tuple[float, str]]) -> list[str]:
    ordered = sorted(weighed, key=itemgetter(0), reverse=True)
    return [word for weight, word in ordered if weight >= ordered[0][0] / LEAST_PART]


def learn_evidence(reading: Reading, texts: Texts, marks: Marks, seed: int) -> Evidence:
    """Evidence learnt from texts and the codes that apply to them, said by people or, before that, by the machine."""
    size = reading.vocabulary.alone
    words, weights = texts.words[:, :size], np.zeros((size, marks.shape[1]))
    for code, column in enumerate(marks.T):
        if size and LEAST_POSITIVES <= column.sum() < len(column):
            model = LogisticRegression(C=10.0, solver="liblinear", random_state=seed).fit(words, column)
            weights[:, code] = model.coef_[0]
    return Evidence(reading, weights)
