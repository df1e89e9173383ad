"""Vocabulary: texts as numbers of their stems, cut once, and all that is counted from these numbers at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from engage.analysis.words import stem, words_of

Numbers = npt.NDArray[np.int64]
UNKNOWN = -1
LONGEST_PHRASE = 3
# Of the public NHS comments' words and pairs these stand in one answer of forty or more.
MOST_COMMON = 100


class _Known(dict[str, int]):
    """The number of each word met, by its stem."""

    def __init__(self, stems: dict[str, int]) -> None:
        super().__init__()
        self.stems = stems

    def __missing__(self, word: str) -> int:
        self[word] = number = self.stems.get(stem(word), UNKNOWN)
        return number


@dataclass(frozen=True)
class Cut:
    """Texts as stems: the numbers of all of them in a row, and which text each is from."""

    words: list[list[str]]
    stems: Numbers
    rows: Numbers

    @classmethod
    def of(cls, words: list[list[str]], known: _Known) -> Self:
        """The words of each text, numbered."""
        lengths = [len(each) for each in words]
        numbers = map(known.__getitem__, chain.from_iterable(words))
        return cls(words, np.fromiter(numbers, np.int64, sum(lengths)), np.repeat(np.arange(len(words)), lengths))

    def __len__(self) -> int:
        return len(self.words)

    def runs(self, size: int, base: int) -> tuple[Numbers, Numbers]:
        """Text and key of every run of so many neighbouring stems that are all known."""
        starts = max(0, len(self.stems) - size + 1)
        keys, whole = np.zeros(starts, np.int64), np.ones(starts, bool)
        for place in range(size):
            part = self.stems[place : starts + place]
            keys = keys * base + part
            whole &= (part != UNKNOWN) & (self.rows[place : starts + place] == self.rows[:starts])
        return self.rows[:starts][whole], keys[whole]


@dataclass(frozen=True)
class Phrases:
    """Runs of one, two or three stems that something is known of, in the order they were given."""

    keys: tuple[Numbers, ...]
    places: tuple[Numbers, ...]
    by_stems: dict[tuple[int, ...], int]
    heads: frozenset[int]
    base: int

    @classmethod
    def of(cls, phrases: Sequence[tuple[str, ...]], stems: dict[str, int]) -> Self:
        """Phrases of stems that all have a number; longer ones are never found."""
        base = len(stems) + 1
        by_stems = {tuple(stems[one] for one in phrase): at for at, phrase in enumerate(phrases)}
        keys, places = [], []
        for size in range(1, LONGEST_PHRASE + 1):
            mine = sorted((_key(phrase, base), at) for phrase, at in by_stems.items() if len(phrase) == size)
            keys.append(np.array([key for key, _ in mine], np.int64))
            places.append(np.array([at for _, at in mine], np.int64))
        return cls(tuple(keys), tuple(places), by_stems, frozenset(phrase[0] for phrase in by_stems), base)

    def count(self, cut: Cut) -> csr_matrix:
        """How often each phrase (column) stands in each text (row)."""
        found = [self._find(cut, size) for size in range(1, LONGEST_PHRASE + 1)]
        rows, places = (np.concatenate(part) for part in zip(*found, strict=True))
        counts = csr_matrix((np.ones(len(rows)), (rows, places)), shape=(len(cut), len(self.by_stems)))
        counts.sort_indices()
        return counts

    def find(self, numbers: list[int]) -> list[tuple[int, int, int]]:
        """Start, end and place of each phrase that stands in one text, given by the numbers of its stems."""
        sizes = [size for size, keys in enumerate(self.keys, start=1) if len(keys)]
        starts = [start for start, number in enumerate(numbers) if number in self.heads]
        runs = [(start, start + size) for size in sizes for start in starts if start + size <= len(numbers)]
        known = [(start, end, self.by_stems.get(tuple(numbers[start:end]))) for start, end in runs]
        return [(start, end, place) for start, end, place in known if place is not None]

    def _find(self, cut: Cut, size: int) -> tuple[Numbers, Numbers]:
        known = self.keys[size - 1]
        if not len(known):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        rows, keys = cut.runs(size, self.base)
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        is_known = known[at] == keys
        return rows[is_known], self.places[size - 1][at[is_known]]


@dataclass
class Vocabulary:
    """Stems and pairs of neighbouring stems of texts that were read, weighed by how rare they are.

    `features` are the first `len(features)` phrases; common words are kept ("not enough" is a theme). Stems of the
    frame have a number too, whether or not any text was read that has them.
    """

    stems: dict[str, int]
    features: list[tuple[str, ...]]
    rarity: npt.NDArray[np.float64]
    _known: _Known = field(init=False, repr=False)
    _phrases: Phrases = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._known = _Known(self.stems)
        self._phrases = Phrases.of(self.features, self.stems)

    @classmethod
    def of(cls, texts: Iterable[str], others: Iterable[str], least: int) -> Self:
        """What stands in at least so many of the texts; `others` are stems that are to be known besides."""
        stood = Counter[tuple[str, ...]]()
        read = 0
        for text in texts:
            said = [stem(word) for word in words_of(text)]
            stood.update({(one,) for one in said} | set(pairwise(said)))
            read += 1
        features = sorted((each for each in stood if stood[each] >= least), key=lambda each: (len(each), each))
        alone = [each[0] for each in features if len(each) == 1]
        stems = {one: at for at, one in enumerate(dict.fromkeys([*alone, *sorted(set(others))]))}
        # As scikit-learn weighs them: as if one text more had every feature.
        rarity = np.log((1 + read) / (1 + np.array([stood[each] for each in features], dtype=float))) + 1.0
        return cls(stems, features, rarity)

    def __getstate__(self) -> dict[str, object]:
        # What was met on the way is quickly met again, and is not to travel.
        return {"stems": self.stems, "features": self.features, "rarity": self.rarity}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self.__post_init__()

    @property
    def alone(self) -> int:
        """How many features are single stems; they come first, numbered like the stems."""
        return sum(len(each) == 1 for each in self.features)

    @cached_property
    def common(self) -> Numbers:
        """The features that stand in most texts."""
        return np.sort(np.argsort(self.rarity, kind="stable")[:MOST_COMMON])

    def cut(self, texts: Iterable[str]) -> Cut:
        """The texts as numbers of stems."""
        return Cut.of([words_of(text) for text in texts], self._known)

    def numbers(self, words: list[str]) -> list[int]:
        """The number of each word's stem; UNKNOWN where it has none."""
        return [self._known[word] for word in words]

    def weigh(self, cut: Cut) -> csr_matrix:
        """A row for each text: its features by how often (logarithm) and how rare, of length one."""
        counts = self._phrases.count(cut)
        counts.data = (1.0 + np.log(counts.data)) * self.rarity[counts.indices]
        squares = np.add.reduceat(np.append(counts.data**2, 0.0), counts.indptr[:-1]) if len(cut) else np.zeros(0)
        lengths = np.sqrt(np.where(np.diff(counts.indptr) > 0, squares, 1.0))
        counts.data /= np.repeat(lengths, np.diff(counts.indptr))
        return counts


def _key(numbers: Sequence[int], base: int) -> int:
    key = 0
    for number in numbers:
        key = key * base + number
    return key
