"""Differencing: what two published tables tell together that neither tells alone.

Two editions of a table tell of the few who came in between; two breakdowns of the same people share totals. A reader
takes equal what can be equal: where both tables have the same row and column, and what the new one would show fits
what the earlier one said. Both tables are then solved as one (see `engage.analysis.suppression`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from engage.analysis.suppression import (
    WITHHELD_AS_SMALL,
    Place,
    Show,
    Shown,
    Table,
    is_wide_enough,
    ladder,
    places_of,
    safe_limit,
    withheld_whole,
    withhold,
)

Bounds = npt.NDArray[np.float64]
Range = tuple[int, int]


@dataclass(frozen=True)
class Seen:
    """What readers know of a table: the range of each figure, its totals in the last column, its bases in the last row.

    `rows` and `columns` name them; `low`, `high` are the ranges; `small` says which were withheld for being small.
    Rows that readers do not see (those who chose nothing) have an empty name. Made by `protect`; plain enough to be
    kept with a published edition (`dataclasses.asdict` and back).
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    low: tuple[tuple[int, ...], ...]
    high: tuple[tuple[int, ...], ...]
    small: tuple[tuple[bool, ...], ...]
    exclusive: bool

    @property
    def places(self) -> dict[tuple[str, str], Place]:
        """Where each figure that has a name stands."""
        named = [(row, at) for at, row in enumerate(self.rows) if row]
        return {(row, column): (at, across) for row, at in named for across, column in enumerate(self.columns)}

    def range_at(self, place: Place) -> Range:
        return self.low[place[0]][place[1]], self.high[place[0]][place[1]]


def see(table: Table, shown: Shown, rows: Sequence[str], columns: Sequence[str]) -> Seen:
    """What readers know of a table when this is shown of it."""
    height, width = table.figures.shape
    ranges = [[table.range_of(row, column, shown) for column in range(width)] for row in range(height)]
    return Seen(
        tuple(rows),
        tuple(columns),
        tuple(tuple(low for low, _ in line) for line in ranges),
        tuple(tuple(high for _, high in line) for line in ranges),
        tuple(tuple(look in WITHHELD_AS_SMALL for look in line) for line in shown),
        table.exclusive,
    )


@dataclass(frozen=True)
class Together:
    """A table about to be published, beside those published before."""

    table: Table
    rows: Sequence[str]
    columns: Sequence[str]
    earlier: Sequence[Seen]

    def hold_back(self, shown: Shown) -> Shown:
        """Show less until no table tells more of a small figure, or of a small difference, than it does alone."""
        shown = [list(line) for line in shown]
        near = list(self._small_differences(shown))
        for place in near:
            if shown[place[0]][place[1]] is Show.EXACT:
                withhold(self.table, shown, place)
        small = [place for place in places_of(self.table) if shown[place[0]][place[1]] in WITHHELD_AS_SMALL]
        is_safe = (
            all(self._make_safe(shown, place) for place in small)
            and all(self._make_wide(shown, place) for place in near)
            and all(
                self._keep(shown, at, place) for at, seen in enumerate(self.earlier) for place in _small_places(seen)
            )
        )
        return shown if is_safe else withheld_whole(self.table)

    def _small_differences(self, shown: Shown) -> Iterator[Place]:
        """Figures that would stand exactly beside an earlier exact one of nearly the same size."""
        mine = see(self.table, shown, self.rows, self.columns)
        for seen in self.earlier:
            for key in mine.places.keys() & seen.places.keys():
                (low, high), (old_low, old_high) = mine.range_at(mine.places[key]), seen.range_at(seen.places[key])
                is_exact = low == high and old_low == old_high
                if is_exact and 0 < abs(low - old_low) < self.table.limits[mine.places[key][1]]:
                    yield mine.places[key]

    def _make_safe(self, shown: Shown, place: Place) -> bool:
        """Withhold more of this table until a small figure of it could be anything under its threshold."""

        def is_safe() -> bool:
            return is_wide_enough(self._solve(shown, 0, place), safe_limit(self.table, shown, place))

        return self._withhold_until(is_safe, shown, ladder(self.table, place))

    def _make_wide(self, shown: Shown, place: Place) -> bool:
        """Withhold more until a figure near an earlier one could be anything within a threshold."""

        def is_wide() -> bool:
            low, high = self._solve(shown, 0, place)
            return bool(high - low >= self.table.limits[place[1]] - 1)

        return self._withhold_until(is_wide, shown, ladder(self.table, place))

    def _keep(self, shown: Shown, number: int, place: Place) -> bool:
        """Withhold more of this table until it tells no more of a small figure of an earlier one than that did."""
        seen = self.earlier[number]
        alone = solve([seen], 0, place)
        shared = see(self.table, shown, self.rows, self.columns).places
        order = sorted((at for key, at in shared.items() if key in seen.places), key=lambda at: (-at[1], at[0]))
        return self._withhold_until(
            lambda: self._solve(shown, 1 + number, place) == alone, shown, (at for at in order for _ in range(2))
        )

    def _withhold_until(self, is_done: Callable[[], bool], shown: Shown, order: Iterable[Place]) -> bool:
        """Withhold one figure after another, a total first to the nearest ten; whether that was enough."""
        if is_done():
            return True
        for place in order:
            withhold(self.table, shown, place)
            if is_done():
                return True
        return False

    def _solve(self, shown: Shown, number: int, place: Place) -> Range:
        mine = see(self.table, shown, self.rows, self.columns)
        return solve([mine, *self.earlier], number, place, figures=self.table)


def solve(tables: Sequence[Seen], number: int, place: Place, figures: Table | None = None) -> Range:
    """The range that readers of all tables can narrow one figure of one of them down to.

    The first table is linked to the others wherever the figure it holds (`figures`) fits what they said. Where tables
    taken as equal contradict each other, they are of different people and the figure's own table alone counts.
    """
    sizes = [len(seen.rows) * len(seen.columns) for seen in tables]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    bounds = np.concatenate([_bounds(seen) for seen in tables])
    equations = [line for at, seen in enumerate(tables) for line in _sums(seen, starts[at], starts[-1])]
    if figures is not None:
        equations += list(_links(tables, starts, figures))
    aim = np.zeros(starts[-1])
    aim[starts[number] + place[0] * len(tables[number].columns) + place[1]] = 1.0
    ends = [
        linprog(sign * aim, A_eq=np.array(equations), b_eq=np.zeros(len(equations)), bounds=bounds) for sign in (1, -1)
    ]
    if any(end.fun is None for end in ends):
        return solve([tables[number]], 0, place)
    # Of one table the extremes are whole numbers; of several they may be halves: inwards is the careful side.
    return int(np.ceil(ends[0].fun - 1e-6)), int(np.floor(-ends[1].fun + 1e-6))


def _bounds(seen: Seen) -> Bounds:
    return np.stack([np.ravel(seen.low), np.ravel(seen.high)], axis=1).astype(float)


def _sums(seen: Seen, start: int, size: int) -> Iterator[Bounds]:
    """Each row less its total is nothing, and each column less its base where answers are either-or."""
    at = start + np.arange(len(seen.rows) * len(seen.columns)).reshape(len(seen.rows), len(seen.columns))
    for places in [*at, *(at.T if seen.exclusive else ())]:
        line = np.zeros(size)
        line[places[:-1]], line[places[-1]] = 1.0, -1.0
        yield line


def _links(tables: Sequence[Seen], starts: npt.NDArray[np.int64], figures: Table) -> Iterator[Bounds]:
    """The same row and column of the first table and another is the same figure, where it can be."""
    mine = tables[0]
    for start, seen in zip(starts[1:], tables[1:], strict=False):
        for key in mine.places.keys() & seen.places.keys():
            here, there = mine.places[key], seen.places[key]
            low, high = seen.range_at(there)
            if low <= figures.figures[here] <= high:
                line = np.zeros(starts[-1])
                line[here[0] * len(mine.columns) + here[1]] = 1.0
                line[start + there[0] * len(seen.columns) + there[1]] = -1.0
                yield line


def _small_places(seen: Seen) -> list[Place]:
    return [(row, column) for row, line in enumerate(seen.small) for column, small in enumerate(line) if small]
