"""Embeddings: the meaning of each sentence of an answer as a vector, kept by what the sentence says.

What an embedder has met it does not compute again, in another text either; `stamp`, `stored` and `recall` let a caller
keep vectors beside the texts they are of. Without the package that carries the weights there is no embedder, and the
coder does without.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from engage.analysis.minilm import WIDTH, MiniLM, Vectors, find_weights, open_model

# From where blanks begin only: a long row of them would else be looked through once for each.
BREAK = re.compile(r"[.!?;\n]+\s*|(?<!\s)\s+(?:but|however)\s+", re.IGNORECASE)
LEAST_SENTENCE = 3
# A list pasted into an answer can have thousands of lines; its first say what it is about.
MOST_SENTENCES = 40
AT_ONCE = 2000

# A row for each sentence, and the row at which each text starts.
Together = tuple[Vectors, npt.NDArray[np.int64]]


def sentences_of(text: str) -> list[str]:
    """The sentences of a text (and parts joined by "but"), or the text itself where there is nothing to split."""
    parts = [part.strip() for part in BREAK.split(text)]
    return [part for part in parts if len(part) >= LEAST_SENTENCE][:MOST_SENTENCES] or [text]


class Embedder:
    """Gives each text a matrix of its sentences' vectors; what it gave it keeps for as long as it lives."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model
        self._places: dict[str, int] = {}
        self._rows: dict[str, list[int]] = {}
        self._vectors = np.zeros((0, WIDTH), np.float16)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def embed(self, texts: Sequence[str]) -> list[Vectors]:
        """A matrix for each text, with a row for each of its `sentences_of`."""
        every, starts = self.embed_together(texts)
        return np.split(every, starts[1:]) if len(texts) else []

    def embed_together(self, texts: Sequence[str]) -> Together:
        """The sentences of all texts in one matrix, and where each text starts."""
        new = {text: sentences_of(text) for text in texts if text not in self._rows}
        self._meet([sentence for sentences in new.values() for sentence in sentences])
        self._rows |= {text: [self._places[one] for one in sentences] for text, sentences in new.items()}
        rows = [self._rows[text] for text in texts]
        starts = np.cumsum([0, *map(len, rows)])[:-1]
        return self._vectors[list(chain.from_iterable(rows))].astype(np.float32), starts

    def stamp(self, text: str) -> str:
        """What vectors of a text are known by: another text or model has another stamp."""
        return hashlib.sha256(f"{self.name}\n{text}".encode(errors="replace")).hexdigest()

    def stored(self, text: str) -> bytes | None:
        """The vectors of a text as bytes to keep, for `recall`; None where it was not read here."""
        sentences = sentences_of(text)
        if not all(sentence in self._places for sentence in sentences):
            return None
        return self._vectors[[self._places[sentence] for sentence in sentences]].tobytes()

    def recall(self, text: str, stored: bytes) -> None:
        """Take back what `stored` gave of this text."""
        rows = np.frombuffer(stored, np.float16).reshape(-1, WIDTH)
        self._add(dict(zip(sentences_of(text), rows, strict=True)))

    def __getstate__(self) -> dict[str, object]:
        """For another process or machine: without what was kept."""
        return {**vars(self), "_places": {}, "_rows": {}, "_vectors": self._vectors[:0]}

    def _meet(self, sentences: list[str]) -> None:
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self._places]
        for start in range(0, len(new), AT_ONCE):
            part = new[start : start + AT_ONCE]
            rows = self._model.encode([sentence.encode(errors="replace").decode() for sentence in part])
            # Half the digits take half the room, and differ from the whole ones by less than a thousandth.
            self._add(dict(zip(part, rows.astype(np.float16), strict=True)))

    def _add(self, met: dict[str, npt.NDArray[np.float16]]) -> None:
        new = {sentence: rows for sentence, rows in met.items() if sentence not in self._places}
        first = len(self._places)
        if first + len(new) > len(self._vectors):
            grown = np.zeros((2 * (first + len(new)), WIDTH), np.float16)
            grown[:first] = self._vectors[:first]
            self._vectors = grown
        for at, (sentence, row) in enumerate(new.items(), start=first):
            self._places[sentence], self._vectors[at] = at, row


def open_embedder() -> Embedder | None:
    """An embedder; None without the weights."""
    model = open_model()
    return Embedder(model) if model else None


@cache
def can_embed() -> bool:
    """Whether there are weights to open; looked up once in a process."""
    return find_weights() is not None
