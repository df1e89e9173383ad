"""The cell key method: every count of people is moved a little, always by the same noise for the same people.

Each response has a random record key. The keys of a cell's members are added up; the sum looks up the noise of that
cell in a perturbation table (Thompson, Broadfoot and Elazar 2013). The table is the distribution of greatest entropy
with mean zero and a stated variance, that makes no count negative (Marley and Leaver 2011).
"""

import secrets
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import root

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# So that a database adds up the keys of a billion people in 64 bits.
KEY_BITS: Final = 32
KEY_RANGE: Final = 2**KEY_BITS
# The largest noise, and the variance of the noise of counts that are at least that large.
REACH: Final = 4
VARIANCE: Final = 2.0


def new_record_key() -> int:
    """A random record key for a response, in [0, KEY_RANGE)."""
    return secrets.randbits(KEY_BITS)


def perturb(counts: Integers, cell_keys: Integers, base_keys: Integers) -> Integers:
    """Counts of people with their noise: deterministic, never negative, at most REACH away.

    `counts`: true counts; `cell_keys`: the sum of the record keys of each cell's members, modulo KEY_RANGE;
    `base_keys`: the same of those who were asked. All of one shape, which is returned.
    """
    chances = _mixed(_mixed(cell_keys) ^ base_keys.astype(np.uint64))
    uniform = (chances >> np.uint64(11)).astype(np.float64) * 2.0**-53
    table = np.cumsum(noise_table(), axis=1)[:, :-1]
    noise = (uniform[..., None] >= table[np.minimum(counts, REACH)]).sum(axis=-1) - REACH
    perturbed: Integers = counts + noise
    return perturbed


@cache
def noise_table() -> Floats:
    """The chance of each noise (-REACH to REACH, across) for true counts of 0 to REACH and above (down)."""
    return np.array([_most_entropy(count) for count in range(REACH + 1)])


def _most_entropy(count: int) -> Floats:
    noise = np.arange(-REACH, REACH + 1, dtype=np.float64)
    possible = noise >= -count
    if count == 0:
        return np.where(noise == 0, 1.0, 0.0)

    def chances(powers: Floats) -> Floats:
        weights = np.where(possible, np.exp(powers[0] * noise + powers[1] * noise**2), 0.0)
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    def missed(powers: Floats) -> list[float]:
        given = chances(powers)
        return [float(given @ noise), float(given @ noise**2) - VARIANCE]

    powers: Floats = root(missed, [0.0, -0.25], tol=1e-13).x
    return chances(powers)


def _mixed(keys: npt.NDArray[np.generic]) -> npt.NDArray[np.uint64]:
    """Spread the bits of each key over all 64 (splitmix64: Steele, Lea and Flood 2014)."""
    mixed = np.asarray(keys).astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)
