"""The cell key method: every count of people is moved a little, always by the same noise for the same people.

Each response has a random record key. The keys of a cell's members are added up, and the sum looks up the noise of that
cell in a perturbation table (Thompson, Broadfoot and Elazar 2013). The table is the distribution of greatest entropy
with mean zero and a stated variance that makes no count negative (Marley and Leaver 2011).

Figures are published again and again while people come and go, so the noise has parts of equal weight that last
differently long. The first is drawn anew with every change among a cell's members or among those who were asked, so
that an unchanged figure tells of nobody; each further one only if one of the few records that count for it changed, and
the last one never, so that twenty editions cannot be averaged. Which is measured in `benchmarks.editions`, and weighed
in docs/decisions/0013-the-cell-key-method.md.
"""

import secrets
from collections.abc import Iterator
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]

# The largest noise, and the variance of the noise of counts of two and more (see `noise_table`).
REACH: Final = 7
VARIANCE: Final = 4.0

# The convention of official surveys.
LIKELY: Final = 0.95

# So that a database adds up the keys of eight million people in its signed 64 bits.
KEY_BITS: Final = 40
KEY_RANGE: Final = 2**KEY_BITS
PARTS: Final = 4
# A record counts for the first part, and for each further one with one chance in four if it does for the one before.
CHANCE_BITS: Final = 2
# The bits of a key that belong to each part but the first. The longest lasting are the lowest, and zero where a record
# does not count for that part: a sum carries upwards only, so its low bits change with those few records alone.
PART_BITS: Final = 6


def new_record_key() -> int:
    """A random record key for a response, in [0, KEY_RANGE). It tells nothing of the response."""
    empty_bits = (PARTS - 1) * PART_BITS
    while empty_bits and not secrets.randbits(CHANCE_BITS):
        empty_bits -= PART_BITS
    return (secrets.randbits(KEY_BITS - empty_bits) | 1) << empty_bits


def perturb(
    counts: Integers, cell_keys: Integers, base_keys: Integers, lasting_keys: Integers | None = None
) -> Integers:
    """Counts of people with their noise: deterministic, never negative, at most REACH away.

    `counts`: true counts; `cell_keys`: the sum of the record keys of each cell's members (modulo KEY_RANGE or more);
    `base_keys`: the same of those who were asked; `lasting_keys`: a secret number of each cell, whoever is in it, which
    the last part of its noise is looked up by (where there is none, that is looked up as the others). All of one
    shape, which is returned.
    """
    parts = list(zip(keys_of_parts(cell_keys), keys_of_parts(base_keys), strict=True))
    if lasting_keys is not None:
        parts[-1] = (lasting_keys.astype(np.uint64), np.zeros_like(lasting_keys, dtype=np.uint64))
    deviates = [ndtri(_uniform(cell, base, part)) for part, (cell, base) in enumerate(parts)]
    chances = ndtr(np.sum(deviates, axis=0) / np.sqrt(PARTS))
    below = np.cumsum(noise_table(), axis=1)[np.minimum(counts, REACH), :-1]
    moved: Integers = counts - REACH + (chances[..., None] >= below).sum(axis=-1)
    return np.maximum(moved, 0)


@cache
def noise_table() -> Floats:
    """The chance of each noise (across: -REACH to REACH) for true counts of 0 to REACH and more (down)."""
    return np.array([_most_entropy(count) for count in range(REACH + 1)])


@cache
def likely_noise() -> int:
    """By how many people a figure is moved at most, 19 times in 20."""
    within = [noise_table()[REACH, REACH - noise : REACH + noise + 1].sum() for noise in range(REACH + 1)]
    return int(np.argmax(np.array(within) >= LIKELY))


def _most_entropy(count: int) -> Floats:
    """Chances proportional to exp(a d + b d^2) over the noise d that leaves no count negative; zero stays zero.

    `b` is zero at most, so that small noise stays likelier than large: a count of one would else be six more as often
    as three more. Its variance is then what can be reached.
    """
    noise = np.arange(-REACH, REACH + 1, dtype=np.float64)
    if count == 0:
        return np.where(noise == 0, 1.0, 0.0)

    def chances(slope: float, bend: float) -> Floats:
        weights = np.where(noise >= -count, np.exp(slope * noise + bend * noise**2), 0.0)
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    def unbiased(bend: float) -> Floats:
        return chances(brentq(lambda slope: float(chances(slope, bend) @ noise), -10, 10, xtol=1e-14), bend)

    def excess(bend: float) -> float:
        return float(unbiased(bend) @ noise**2) - VARIANCE

    return unbiased(0.0 if excess(0.0) <= 0 else brentq(excess, -1.0, 0.0, xtol=1e-14))


def keys_of_parts(sums: Integers) -> Iterator[Bits]:
    """What each part of the noise is looked up by; where nobody counts for a part, that is as for the one before."""
    key = sums.astype(np.uint64) & np.uint64(KEY_RANGE - 1)
    yield key
    for part in range(1, PARTS):
        own = key & np.uint64(2 ** ((PARTS - part) * PART_BITS) - 1)
        key = np.where(own == 0, key, own)
        yield key


def _uniform(cell: Bits, base: Bits, part: int) -> Floats:
    """A number between 0 and 1 for each pair of keys, the same each time."""
    mixed = _mix(_mix(cell + np.uint64(part)) ^ base)
    return (np.asarray(mixed >> np.uint64(11), dtype=np.float64) + 0.5) * 2.0**-53


def _mix(keys: Bits) -> Bits:
    """Spread each bit of the keys over all 64 (the mixer of SplitMix64: Steele, Lea and Flood 2014)."""
    mixed = keys + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)
