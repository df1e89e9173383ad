"""The simulated reader: has every edition and breakdown, knows the method but not the keys, and asks about one person.

The reader knows when she came and went, and holds it as likely as not that she is in a cell. Reading is exact: the
chance of every figure is followed through the editions over all that the lasting parts of the noise can be, each on a
grid of equal chances. The reader is even told which parts were drawn anew, which in truth depends on keys that nobody
knows, so what is found here is never less than what could be found. Breakdowns are read as if their noise had nothing
in common.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri
from scipy.stats import binom

from engage.analysis import perturbation
from engage.analysis.disclosure import THRESHOLD
from engage.analysis.perturbation import CHANCE_BITS, Floats, Integers, noise_table

# How many values each lasting part of the noise is followed over.
GRID: Final = 7
FEWER: Final = -1
LEAST_CHANCE: Final = 1e-300
EVEN: Final = 0.5
# What may be believed from any two figures, and from all.
BARS: Final = (2 / 3, 4 / 5)

Truths = npt.NDArray[np.bool_]


class Beliefs(NamedTuple):
    """What readers believed of the truth, having begun with one half: on average, of one reader in twenty at least,
    and how many believed it more than two thirds and four fifths; and how many would have guessed right."""

    mean: float
    p95: float
    over_two_thirds: float
    over_four_fifths: float
    right: float


def sum_up(beliefs: npt.ArrayLike, chances: npt.ArrayLike | None = None) -> Beliefs:
    """From beliefs in the truth, of equal chance unless chances are given."""
    believed = np.asarray(beliefs, dtype=np.float64)
    weights = np.full(len(believed), 1.0) if chances is None else np.asarray(chances, dtype=np.float64)
    weights, order = weights / weights.sum(), np.argsort(believed)
    p95 = believed[order][np.searchsorted(np.cumsum(weights[order]), 0.95 - 1e-9)]
    right = weights @ ((believed > EVEN) + EVEN * (believed == EVEN))
    over_two_thirds, over_four_fifths = (float(weights @ (believed > bar)) for bar in BARS)
    return Beliefs(float(weights @ believed), float(p95), over_two_thirds, over_four_fifths, float(right))


@dataclass(frozen=True)
class Series:
    """One figure over the editions, and what else there is to know of it.

    * `shown`: (editions,), FEWER where it is "fewer than 5".
    * `others`: (editions,), how many others are in the cell.
    * `there`: (editions,), 1 while she has answered.
    * `comers`, `goers`: (editions,), how many others answered since the edition before, or withdrew.
    * `anew`: (2, editions, parts), which parts of the noise were drawn anew: if she is not in the cell, if she is.
    """

    shown: Integers
    others: Integers
    there: Integers
    comers: Integers
    goers: Integers
    anew: Truths


@dataclass(frozen=True)
class Reader:
    """Knows everybody else's answers; or else that each of the others is in the cell with chance `share`, and that
    the first edition counted anything from nobody to `most`."""

    knows_others: bool
    share: float = 0.3
    most: int = 40
    rounded_to: int = 1

    def believes(self, series: Sequence[Series]) -> float:
        """The chance of her being in the cell, from all figures together."""
        odds = sum(self._log_chance(each, 1) - self._log_chance(each, 0) for each in series)
        return float(1 / (1 + np.exp(-np.clip(odds, -500, 500))))

    def believes_count(self, series: Series, count: int) -> float:
        """The chance of this being how many others the last edition counts."""
        *_, last = self._follow(series, 0)
        return float(last[count].sum() / last.sum())

    def _log_chance(self, series: Series, is_in: int) -> float:
        return sum(float(np.log(max(chances.sum(), LEAST_CHANCE))) for chances in self._follow(series, is_in))

    def _follow(self, series: Series, is_in: int) -> Iterator[Floats]:
        """After each edition, the chance of its figure: by how many others there are, and by each lasting part."""
        chances = np.full((1 if self.knows_others else self.most + 1, *[GRID] * (perturbation.PARTS - 1)), 1.0)
        for edition, anew in enumerate(series.anew[is_in]):
            chances = chances / max(chances.sum(), LEAST_CHANCE)
            if edition and not anew[0]:  # nobody came or went, and the figure is what it was
                yield chances * (series.shown[edition] == series.shown[edition - 1])
                continue
            if edition:
                chances = _redrawn(self._came_and_went(chances, series, edition), anew)
            here = series.others[edition : edition + 1] if self.knows_others else np.arange(self.most + 1)
            chances = chances * self._chance_of(int(series.shown[edition]), here + is_in * series.there[edition])
            yield chances

    def _chance_of(self, shown: int, counts: Integers) -> Floats:
        if shown == FEWER or self.rounded_to == 1:
            return chance_of(shown, counts)
        near = range(max(THRESHOLD, shown - self.rounded_to // 2), shown + self.rounded_to // 2 + 1)
        return np.asarray(np.sum([chance_of(figure, counts) for figure in near], axis=0), dtype=np.float64)

    def _came_and_went(self, chances: Floats, series: Series, edition: int) -> Floats:
        if self.knows_others:
            return chances
        steps = _steps(self.most, int(series.comers[edition]), int(series.goers[edition]), self.share)
        return np.tensordot(steps, chances, axes=1)


def _redrawn(chances: Floats, anew: Truths) -> Floats:
    lasting = tuple(part for part in range(1, perturbation.PARTS) if anew[part])
    return np.broadcast_to(chances.mean(axis=lasting, keepdims=True), chances.shape) if lasting else chances


@cache
def _steps(most: int, comers: int, goers: int, share: float) -> Floats:
    """From how many (across) to how many (down), where each who comes or goes is one of them with this chance."""
    counts = np.arange(most + 1)
    change = counts[:, None] - counts[None, :]
    gone = np.arange(goers + 1)
    came = binom.pmf(change[..., None] + gone, comers, share)
    return np.asarray((came * binom.pmf(gone, goers, share)).sum(axis=-1), dtype=np.float64)


def chance_of(shown: int, counts: Integers) -> Floats:
    """The chance of a figure for each true count (down), and for each value of the lasting parts."""
    rows = np.minimum(counts, perturbation.REACH)
    if shown == FEWER:
        return _chances()[1][rows, np.clip(THRESHOLD - counts + perturbation.REACH, 0, 2 * perturbation.REACH + 1)]
    noise = shown - counts
    chances = _chances()[0][rows, np.clip(noise + perturbation.REACH, 0, 2 * perturbation.REACH)]
    return chances * (np.abs(noise) <= perturbation.REACH).reshape(-1, *[1] * (perturbation.PARTS - 1))


def read_before_and_after(*, knows_others: bool, count: int = 20, few: bool = False) -> Beliefs:
    """From a figure before she came and one after, nobody else having come or gone; exactly, over all that they can be.

    `count` is how many others are in the cell. With `few` none of them counts for a lasting part, so that all parts are
    drawn anew if she is in it, and if she is not those for which she counts.
    """
    drawn = max(perturbation.PARTS - 1, 1)
    her_parts = -np.diff([2.0 ** (-CHANCE_BITS * part) for part in range(drawn)], append=0)
    out = sum(chance * _pairs(count, count, part) for part, chance in enumerate(her_parts, 1))
    is_in = sum(chance * _pairs(count, count + 1, drawn if few else part) for part, chance in enumerate(her_parts, 1))
    out, is_in = np.pad(out, ((0, 0), (0, 1))), np.pad(is_in, ((0, 0), (1, 0)))
    if not knows_others:
        out, is_in = (_differences(pairs) for pairs in (out, is_in))
    return _compare(out.ravel(), is_in.ravel())


def read_two_breakdowns(count: int = 20) -> Beliefs:
    """From two figures of different people, both of which she is in or neither, where everybody else is known."""
    both = _pairs(count, count, perturbation.PARTS)
    return _compare(np.pad(both, ((0, 1), (0, 1))).ravel(), np.pad(both, ((1, 0), (1, 0))).ravel())


def _pairs(first: int, second: int, anew: int) -> Floats:
    """The chance of each pair of noises of two counts between which the first parts, so many, were drawn anew."""
    lasting = tuple(range(1, anew))
    noises = [_chances()[0][min(count, perturbation.REACH)].mean(axis=lasting) for count in (first, second)]
    cells = [noise.reshape(len(noise), -1) for noise in noises]
    return np.asarray(cells[0] @ cells[1].T / cells[0].shape[1], dtype=np.float64)


def _differences(pairs: Floats) -> Floats:
    """All that is left of two figures where nobody knows how many others there are: by how much they differ."""
    offsets = range(-pairs.shape[0] + 1, pairs.shape[1])
    return np.array([np.trace(pairs, offset) for offset in offsets])


def _compare(out: Floats, is_in: Floats) -> Beliefs:
    total = out + is_in
    happens = total > 0
    beliefs = [case[happens] / total[happens] for case in (out, is_in)]
    return sum_up(np.concatenate(beliefs), np.concatenate([out[happens], is_in[happens]]))


@cache
def _chances() -> tuple[Floats, Floats]:
    """The chance of each noise, by true count (up to the reach) and lasting parts; and of less than each noise."""
    values = ndtri((np.arange(GRID) + 0.5) / GRID)
    values /= values.std()
    lasting = sum(np.ix_(*[values] * (perturbation.PARTS - 1)))
    ends = np.cumsum(noise_table(), axis=1)[:, :-1].clip(0, 1)
    limits = np.pad(ndtri(ends), ((0, 0), (1, 1)), constant_values=((0, 0), (-np.inf, np.inf)))
    below = ndtr(np.sqrt(perturbation.PARTS) * limits[(..., *[None] * (perturbation.PARTS - 1))] - lasting)
    return np.diff(below, axis=1), below
