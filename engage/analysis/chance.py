"""What chance alone would bring: intervals for shares, tests for differences, corrections for many of them."""

from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.stats import fisher_exact, norm

# One chance in twenty, over all comparisons made together: the convention of official surveys.
SIGNIFICANCE: Final = 0.05
# The normal deviate of a 95 per cent interval.
DEVIATE: Final = float(norm.ppf(1 - SIGNIFICANCE / 2))
# Below this many expected in a cell, the normal approximation is not to be trusted (Cochran 1954).
LEAST_EXPECTED: Final = 5

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)


def wilson(people: Floats, base: Floats) -> tuple[Floats, Floats]:
    """The low and high end of a share at 95 per cent (Wilson 1927), which holds for few people and for 0 and 100%.

    Missing where the base is nought.
    """
    known = base > 0
    bases = np.where(known, base, 1.0)
    share, square = people / bases, DEVIATE**2
    middle = (share + square / (2 * bases)) / (1 + square / bases)
    spread = DEVIATE / (1 + square / bases) * np.sqrt(share * (1 - share) / bases + square / (4 * bases**2))
    low, high = np.maximum(middle - spread, 0.0), np.minimum(middle + spread, 1.0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def wilson_around(people: Floats, base: Floats, *, noise: Floats) -> tuple[Floats, Floats]:
    """The 95 per cent interval of a share whose count and base were each moved by a noise of this standard deviation.

    `noise` is in people. Wilson's around the share, its arms lengthened by the noise as by an error of its own (in
    quadrature), so that none is shorter than what the noise alone would bring. The interval of a published share is
    made so from the published figures, and so moves with them: one made from the true answers would tell by its length
    what the noise hides.
    Missing where the base is nought.
    """
    low, high = wilson(people, base)
    bases = np.where(base > 0, base, np.nan)
    share = people / bases
    further = DEVIATE * np.sqrt(_noise_of_share(share, bases, noise**2))
    below, above = np.hypot(share - low, further), np.hypot(high - share, further)
    return np.maximum(share - below, 0.0), np.minimum(share + above, 1.0)


def compare_shares(
    people: int, base: int, others: int, others_base: int, *, noise: float = 0.0, others_noise: float = 0.0
) -> float:
    """The chance of two shares this far apart if they were the same.

    `noise` and `others_noise`: the variance of the noise by which each count was moved, and its base as well (0 where
    they are exact). The two-proportion z-test with the pooled share, the noise added to its variance; where fewer than
    five are expected anywhere, the greater of its chance and that of Fisher's exact test. 1.0 where one of the groups
    is empty, or nothing could differ.
    """
    if not base or not others_base:
        return 1.0
    pooled = (people + others) / (base + others_base)
    if pooled in (0, 1):
        return 1.0
    share, share_of_others = people / base, others / others_base
    moved = _noise_of_share(share, base, noise) + _noise_of_share(share_of_others, others_base, others_noise)
    error = np.sqrt(pooled * (1 - pooled) * (1 / base + 1 / others_base) + moved)
    chance = float(2 * norm.sf(abs(share - share_of_others) / error))
    is_few = min(pooled, 1 - pooled) * min(base, others_base) < LEAST_EXPECTED
    return max(chance, fisher(people, base, others, others_base)) if is_few else chance


def _noise_of_share(share: Number, base: Number, variance: Number) -> Number:
    """The variance of a share whose count and base were moved by noise of this variance, each by its own."""
    return (1 + share**2) * variance / base**2


def fisher(people: int, base: int, others: int, others_base: int) -> float:
    """The same chance by Fisher's exact test, which holds for few people too."""
    return float(fisher_exact([[people, base - people], [others, others_base - others]]).pvalue)


def holm(chances: Floats) -> Floats:
    """Holm's (1979) correction: the smallest chance times their number, the next times one less, and so on."""
    order = np.argsort(chances, kind="stable")
    stepped = chances[order] * np.arange(len(chances), 0, -1)
    adjusted = np.empty(len(chances), dtype=np.float64)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(stepped))
    return adjusted
