"""Random waves for the simulated reader: people come, and later go, and one of them is the person asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from benchmarks.reader import FEWER, Beliefs, Reader, Series, Truths, sum_up
from engage.analysis import perturbation
from engage.analysis.disclosure import THRESHOLD
from engage.analysis.perturbation import CHANCE_BITS, KEY_BITS, KEY_RANGE, PART_BITS, Integers, keys_of_parts, perturb

Figures = TypeVar("Figures", int, Integers)

EDITIONS: Final = 20
# How many there are at first: all, those of her audience, those of a smaller group in it.
SIZES: Final = (150, 40, 15)
# The wave grows up to this part of its editions, and shrinks from then on.
GROWS: Final = 0.6


@dataclass(frozen=True)
class Wave:
    """Who there is: record keys, first and last edition, whether they are in the cell (by edition), the smallest group
    they are in; and the secret number of each group's cell.

    The first of them is the person asked about.
    """

    keys: Integers
    came: Integers
    went: Integers
    is_in: Integers
    group: Integers
    lasting: Integers

    def series(self, group: int, *, is_in: int, rounded_to: int = 1) -> Series:
        """The figures of one breakdown as they are published if she is in the cell (1), or is not (0)."""
        counts, sums = zip(*(self._counted(group, case) for case in (0, 1)), strict=True)
        lasting = np.full(EDITIONS, self.lasting[group]) if perturbation.PARTS > 1 else None
        shown = perturb(counts[is_in], *sums[is_in], lasting)
        there = self._there(group)
        came, went = (np.diff(there, axis=1, prepend=0)[1:] == step for step in (1, -1))
        return Series(
            shown=np.where(shown < THRESHOLD, FEWER, rounded(shown, rounded_to)),
            others=counts[0],
            there=there[0],
            comers=came.sum(axis=0),
            goers=went.sum(axis=0),
            anew=np.array([_anew(*keys) for keys in sums]),
        )

    def _there(self, group: int) -> Integers:
        edition = np.arange(EDITIONS)
        there = (self.came[:, None] <= edition) & (edition < self.went[:, None])
        return (there & (self.group >= group)[:, None]).astype(np.int64)

    def _counted(self, group: int, case: int) -> tuple[Integers, tuple[Integers, Integers]]:
        asked = self._there(group)
        members = asked * np.vstack([np.full((1, EDITIONS), case), self.is_in[1:]])
        return members.sum(axis=0), (self.keys @ members, self.keys @ asked)


def rounded(figures: Figures, to: int) -> Figures:
    return (figures + to // 2) // to * to


def _anew(cell_keys: Integers, base_keys: Integers) -> Truths:
    """Which parts of the noise are looked up by other keys than in the edition before."""
    keys = [
        np.stack([cell, base]) for cell, base in zip(keys_of_parts(cell_keys), keys_of_parts(base_keys), strict=True)
    ]
    changed = [(np.diff(key.astype(np.int64), axis=1, prepend=-1) != 0).any(axis=0) for key in keys]
    anew = np.array(changed).T
    # The cell's own part lasts, whoever comes and goes.
    anew[1:, -1] &= perturbation.PARTS == 1
    return anew


def make_wave(
    random: np.random.Generator,
    *,
    changes: int,
    stay: tuple[int, int],
    share: float = 0.3,
    sizes: Sequence[int] = SIZES,
) -> Wave:
    """A wave in which `changes` others come or go from each edition to the next, each in the cell with chance `share`;
    she is there from the first edition of her `stay` to before the second."""
    growing = int(EDITIONS * GROWS)
    came = np.repeat([0, *range(1, growing)], [sizes[0], *[changes] * (growing - 1)])
    went = np.full(len(came), EDITIONS)
    leaving = random.permutation(len(came))[: changes * (EDITIONS - growing)]
    went[leaving] = np.repeat(np.arange(growing, EDITIONS), changes)
    people = len(came) + 1
    of_all = [size / sizes[0] for size in sizes[1:]]
    groups = (random.random((people, 1)) < of_all).sum(axis=1)
    groups[0] = len(of_all)
    return Wave(
        record_keys(random, people),
        np.concatenate([[stay[0]], came]),
        np.concatenate([[stay[1]], went]),
        np.repeat((random.random((people, 1)) < share).astype(np.int64), EDITIONS, axis=1),
        groups,
        random.integers(1, KEY_RANGE, len(sizes)),
    )


def churn_wave(random: np.random.Generator, *, changes: int, share: float = 0.3) -> Wave:
    """A wave of which she is one throughout, while from each edition to the next `changes` others come, as many go,
    and as many are coded anew."""
    people = SIZES[0] + changes * (EDITIONS - 1) + 1
    came = np.repeat(np.arange(EDITIONS), [SIZES[0] + 1, *[changes] * (EDITIONS - 1)])
    went = np.full(people, EDITIONS)
    is_in = np.repeat((random.random((people, 1)) < share).astype(np.int64), EDITIONS, axis=1)
    others = np.arange(people) > 0
    for edition in range(1, EDITIONS):
        went[random.permutation(np.flatnonzero(others & (came < edition) & (went == EDITIONS)))[:changes]] = edition
        again = random.permutation(np.flatnonzero(others & (came <= edition) & (went == EDITIONS)))[:changes]
        is_in[again, edition:] = random.random((len(again), 1)) < share
    groups = (random.random((people, 1)) < [size / SIZES[0] for size in SIZES[1:]]).sum(axis=1)
    groups[0] = len(SIZES) - 1
    lasting = random.integers(1, KEY_RANGE, len(SIZES))
    return Wave(record_keys(random, people), came, went, is_in, groups, lasting)


def record_keys(random: np.random.Generator, number: int) -> Integers:
    """Record keys as `new_record_key` makes them, the same each time."""
    parts = np.minimum(random.geometric(1 - 2.0**-CHANCE_BITS, number), perturbation.PARTS)
    empty = (perturbation.PARTS - parts) * PART_BITS
    keys: Integers = (random.integers(0, 2 ** (KEY_BITS - empty)) | 1) << empty
    return keys


def read_waves(
    reader: Reader, *, waves: int, changes: int, stay: tuple[int, int], groups: Sequence[int], seed: int = 1
) -> Beliefs:
    """What the reader believes from all editions of these breakdowns, over as many waves; in half of them she is in."""
    random = np.random.default_rng(seed)
    believed = []
    for number in range(waves):
        is_in = number % 2
        wave = make_wave(random, changes=changes, stay=stay)
        belief = reader.believes([wave.series(group, is_in=is_in, rounded_to=reader.rounded_to) for group in groups])
        believed.append(belief if is_in else 1 - belief)
    return sum_up(believed)


def read_churn(reader: Reader, *, waves: int, changes: int, groups: Sequence[int], seed: int = 1) -> Beliefs:
    """The same of her who is always there, in waves where others come, go and are coded anew all the time."""
    random = np.random.default_rng(seed)
    believed = []
    for number in range(waves):
        is_in = number % 2
        wave = churn_wave(random, changes=changes)
        belief = reader.believes([wave.series(group, is_in=is_in, rounded_to=reader.rounded_to) for group in groups])
        believed.append(belief if is_in else 1 - belief)
    return sum_up(believed)


def read_counts(reader: Reader, *, count: int, waves: int, changes: int, seed: int = 1) -> Beliefs:
    """What the reader believes of a count that is the same in all editions, while others come and go around it."""
    random = np.random.default_rng(seed)
    believed = []
    for _ in range(waves):
        wave = make_wave(random, changes=changes, stay=(0, EDITIONS), share=0.0)
        steady = np.flatnonzero((wave.came == 0) & (wave.went == EDITIONS) & (wave.group >= 1))[1 : count + 1]
        wave.is_in[steady] = 1
        believed.append(reader.believes_count(wave.series(1, is_in=0), count))
    return sum_up(believed)
