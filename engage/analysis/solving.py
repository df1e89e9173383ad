"""The figures of several tables as one system: which of them add up, and which are the same."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from engage.analysis.seen import Range, Seen
from engage.analysis.suppression import Grid, Place

# Figures are whole: what differs by less is the same, with ten times the solver's own tolerance (HiGHS: 1e-7).
SAME = 1e-6
# The unknowns of an equation, with what each is multiplied by; together they are nought.
Equation = list[tuple[int, float]]


class Web:
    """The unknowns are the figures of `tables`, one after the other; the equations say what every reader knows.

    Where `figures` (those of the first table) are given, a figure of the first table is taken to be the same as one
    of the same people in another wherever all of them together fit what the other says. Readers who take more as the
    same contradict what is printed, or mislead themselves: what they find is not so.
    """

    def __init__(self, tables: Sequence[Seen], figures: Grid | None = None) -> None:
        self.widths = [seen.shape[1] for seen in tables]
        sizes = [height * width for height, width in (seen.shape for seen in tables)]
        self.starts = [0, *np.cumsum(sizes).tolist()]
        equations = [line for at, seen in enumerate(tables) for line in _sums(seen, self.starts[at])]
        if figures is not None:
            equations += [line for at in range(1, len(tables)) for line in self._links(tables, at, figures)]
        self.equations = _matrix(equations, self.starts[-1])

    def solve(self, tables: Sequence[Seen], number: int, place: Place) -> Range:
        """The least and the greatest that one figure of one table can be, when `tables` are what is shown of them.

        Of one table the extremes are whole numbers; of several they may be halves: inwards is the careful side.
        """
        aim = self._at(number, place)
        beside = np.flatnonzero(self._parts == self._parts[aim])
        equations = self.equations[:, beside]
        equations = equations[np.diff(equations.indptr) > 0]
        bounds = np.concatenate([_bounds(seen) for seen in tables])[beside]
        target = (beside == aim).astype(float)
        zeros = np.zeros(equations.shape[0])
        ends = [linprog(sign * target, A_eq=equations, b_eq=zeros, bounds=bounds) for sign in (1, -1)]
        return int(np.ceil(ends[0].fun - SAME)), int(np.floor(-ends[1].fun + SAME))

    def part(self, number: int, place: Place) -> int:
        """Which part a figure is in: figures of different parts tell nothing of each other."""
        return int(self._parts[self._at(number, place)])

    def _at(self, number: int, place: Place) -> int:
        return int(self.starts[number] + place[0] * self.widths[number] + place[1])

    @cached_property
    def _parts(self) -> npt.NDArray[np.int32]:
        """Which figures hang together: all others are left out of what is solved."""
        touching = abs(self.equations)
        _count, parts = connected_components(touching.T @ touching, directed=False)
        return np.asarray(parts, dtype=np.int32)

    def _links(self, tables: Sequence[Seen], number: int, figures: Grid) -> Iterator[Equation]:
        mine, seen = tables[0], tables[number]
        shared = [(here, seen.places[key]) for key, here in mine.places.items() if key in seen.places]
        known = {there: int(figures[here]) for here, there in shared}
        fitting = _fitting(seen, known)
        for here, there in shared:
            if there in fitting:
                yield [(self._at(0, here), 1.0), (self._at(number, there), -1.0)]


def _fitting(seen: Seen, known: Mapping[Place, int]) -> set[Place]:
    """Where a table can hold these figures, all at once: as many of them as fit what is shown of it.

    Found by holding what differs as small as it can be in all (the least sum of differences, which puts them on few).
    """
    size, width = seen.shape[0] * seen.shape[1], seen.shape[1]
    held = [row * width + column for row, column in known]
    sums = list(_sums(seen, 0))
    # Each known figure is the table's, and so much more or less.
    more = [[(at, 1.0), (size + 2 * place, 1.0), (size + 2 * place + 1, -1.0)] for place, at in enumerate(held)]
    equations = _matrix([*sums, *more], size + 2 * len(held))
    equal_to = [*[0] * len(sums), *known.values()]
    bounds = np.concatenate([_bounds(seen), np.tile([0.0, np.inf], (2 * len(held), 1))])
    cost = np.concatenate([np.zeros(size), np.ones(2 * len(held))])
    off = linprog(cost, A_eq=equations, b_eq=equal_to, bounds=bounds).x[size:]
    return {place for place, differs in zip(known, off.reshape(-1, 2).sum(axis=1), strict=True) if differs < SAME}


def _sums(seen: Seen, start: int) -> Iterator[Equation]:
    """Each row less its total is nothing, and each column less its base where answers are either-or."""
    height, width = seen.shape
    at = start + np.arange(height * width).reshape(height, width)
    for line in [*at, *(at.T if seen.exclusive else ())]:
        yield [*((int(place), 1.0) for place in line[:-1]), (int(line[-1]), -1.0)]


def _matrix(equations: Sequence[Equation], width: int) -> Any:
    rows = [row for row, line in enumerate(equations) for _ in line]
    places = [place for line in equations for place, _ in line]
    weights = [weight for line in equations for _, weight in line]
    return csr_array((weights, (rows, places)), shape=(len(equations), width))


def _bounds(seen: Seen) -> npt.NDArray[np.float64]:
    return np.stack([np.ravel(seen.low), np.ravel(seen.high)], axis=1).astype(float)
