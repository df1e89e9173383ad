"""Embeddings: the meaning of each sentence of an answer as a vector, kept by what the sentence says.

A vector is found again by the hash of its text and the model, so that a second run computes nothing; `forget` removes
what was kept of a text that was withdrawn. Without the package that carries the weights there is no embedder, and the
coder does without.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex

import numpy as np
import numpy.typing as npt

from engage.analysis.minilm import WIDTH, MiniLM, Vectors, open_model

BREAK = re.compile(r"[.!?;\n]+\s*|\s+(?:but|however)\s+", re.IGNORECASE)
LEAST_SENTENCE = 3
# A list pasted into an answer can have thousands of lines; its first say what it is about.
MOST_SENTENCES = 40
AT_ONCE = 2000


def sentences_of(text: str) -> list[str]:
    """The sentences of a text (and parts joined by "but"), or the text itself where there is nothing to split."""
    parts = [part.strip() for part in BREAK.split(text)]
    return [part for part in parts if len(part) >= LEAST_SENTENCE][:MOST_SENTENCES] or [text]


class Embedder:
    """Gives each text a matrix of its sentences' vectors; what it gave is kept, in a folder where one is given."""

    def __init__(self, model: MiniLM, folder: Path | None = None) -> None:
        self._model = model
        self._kept: dict[str, npt.NDArray[np.float16]] = {}
        self._folder = folder / model.name.replace(" ", "-") if folder else None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def embed(self, texts: Sequence[str]) -> list[Vectors]:
        """A matrix for each text, with a row for each of its `sentences_of`."""
        keys = [self._key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if not self._has(key)}
        pending = list(new.items())
        for start in range(0, len(pending), AT_ONCE):
            self._compute(pending[start : start + AT_ONCE])
        return [self._kept[key].astype(np.float32) for key in keys]

    def forget(self, texts: Sequence[str]) -> int:
        """Remove what is kept of these texts, in memory and in the folder; how many there were."""
        keys = {self._key(text) for text in texts}
        found = {key for key in keys if self._has(key)}
        for key in found:
            del self._kept[key]
            if self._folder:
                self._path(self._folder, key).unlink(missing_ok=True)
        return len(found)

    def __getstate__(self) -> dict[str, object]:
        """For another process or machine: without what was kept, and nothing is kept on its disk."""
        return {**vars(self), "_kept": {}, "_folder": None}

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._model.name}\n{text}".encode(errors="replace")).hexdigest()

    def _has(self, key: str) -> bool:
        if key not in self._kept and self._folder and (path := self._path(self._folder, key)).is_file():
            self._kept[key] = np.frombuffer(path.read_bytes(), np.float16).reshape(-1, WIDTH)
        return key in self._kept

    def _compute(self, pending: list[tuple[str, str]]) -> None:
        split = [sentences_of(text.encode(errors="replace").decode()) for _, text in pending]
        vectors = self._model.encode([sentence for sentences in split for sentence in sentences])
        ends = np.cumsum([len(sentences) for sentences in split])[:-1]
        # Half the digits take half the room, and differ from the whole ones by less than a thousandth.
        for (key, _), rows in zip(pending, np.split(vectors.astype(np.float16), ends), strict=True):
            self._kept[key] = rows
            if self._folder:
                _write(self._path(self._folder, key), rows.tobytes())

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key


def open_embedder(folder: Path | None = None) -> Embedder | None:
    """An embedder whose vectors are kept in a folder (or for as long as it lives); None without the weights."""
    model = open_model()
    return Embedder(model, folder) if model else None


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, so that another process never reads half a vector."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{token_hex(4)}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
