"""Suppression: which figures of a table may stand, so that none of the withheld ones can be worked out.

A table is a grid of whole numbers with its totals in the last column and, in its last row, the bases. What is shown
of each figure is a range a reader can be sure of: from and to the figure itself where it is shown exactly. A reader
who knows all ranges and that rows (and, for either-or answers, columns) add up can narrow a range down; the linear
programme below does exactly that, and more is withheld until no small figure can be narrowed at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

Grid = npt.NDArray[np.int64]

# Totals that would give a figure away are shown to the nearest ten: wide enough to hide one to four people, near
# enough to be read as the same number. A judgement that no safety hangs on: where ten hides too little in a table, the
# solving below finds it and the total is withheld.
ROUND_TO = 10


class Show(Enum):
    """How much of a figure is shown."""

    EXACT = "exact"
    ABOUT = "about"
    NEAR = "near"
    FEWER = "fewer"
    FEW_OR_NONE = "few or none"
    NOTHING = "nothing"
    NO_TABLE = "no table"


Shown = list[list[Show]]
Place = tuple[int, int]
WITHHELD_AS_SMALL = (Show.FEWER, Show.FEW_OR_NONE)
# Withheld for their own sake, not for another's.
WITHHELD = (*WITHHELD_AS_SMALL, Show.NEAR)


@dataclass(frozen=True)
class Table:
    """Figures with totals in the last column and bases in the last row; `limits` is the threshold of each column.

    With `exclusive`, each person is in one row only, so the rows add up to the base. `near` are figures published
    before that those here differ from by less than the threshold.
    """

    figures: Grid
    limits: Grid
    exclusive: bool
    near: Mapping[Place, int] = field(default_factory=dict)

    def is_small(self, row: int, column: int) -> bool:
        """Whether a figure stands for at least one person and for fewer than its threshold."""
        return bool(0 < self.figures[row, column] < self.limits[column])

    def before(self, row: int, column: int) -> int:
        """The earlier figure that this one is near, or the figure itself; a row may be counted from the end."""
        return self.near.get((row % len(self.figures), column), int(self.figures[row, column]))

    def range_of(self, row: int, column: int, shown: "Shown") -> tuple[int, int]:
        """The lowest and highest figure that what is shown leaves possible."""
        figure, limit = int(self.figures[row, column]), int(self.limits[column])
        is_base_known = row < len(self.figures) - 1 and shown[-1][column] is Show.EXACT
        most = int(self.figures[-1, column]) if is_base_known else int(self.figures.sum())
        nearest, before = rounded(figure), self.before(row, column)
        ranges = {
            Show.EXACT: (figure, figure),
            # A reader who knows this method knows that a figure not called small is not small.
            Show.ABOUT: (max(nearest - ROUND_TO // 2, min(figure, limit)), nearest + ROUND_TO // 2 - 1),
            # Within a threshold of what was published before, and so not to be told from it.
            Show.NEAR: (max(before - limit + 1, min(figure, limit)), before + limit - 1),
            Show.NOTHING: (min(figure, limit), max(most, limit)),
            Show.NO_TABLE: (0, int(self.figures.sum())),
            Show.FEWER: (1, limit - 1),
            Show.FEW_OR_NONE: (0, max(limit, int(self.limits[-1])) - 1),
        }
        return ranges[shown[row][column]]


def rounded(figure: int) -> int:
    """To the nearest ten, halves up."""
    return (figure + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def suppress(table: Table) -> Shown:
    """What to show of each figure: small ones withheld, then as many others as it takes to keep them so.

    Showing less of one figure never narrows another, so each small one is made safe once and stays safe. A table of
    so few people that even saying which figures are small gives some away is withheld whole.
    """
    shown = _first_look(table)
    for place in places_of(table):
        is_withheld = shown[place[0]][place[1]] in WITHHELD_AS_SMALL
        if is_withheld and not _can_be_made_safe(table, shown, place):
            return withheld_whole(table)
    return shown


def withheld_whole(table: Table) -> Shown:
    """Nothing of the table."""
    return [[Show.NO_TABLE] * table.figures.shape[1] for _ in table.figures]


def _can_be_made_safe(table: Table, shown: Shown, place: Place) -> bool:
    """Withhold more, step by step, until the small figure at this place is safe."""
    for further in ladder(table, place):
        if is_safe(table, shown, place):
            return True
        withhold(table, shown, further)
    return is_safe(table, shown, place)


def is_safe(table: Table, shown: Shown, place: Place) -> bool:
    """Whether all that is shown together still allows every figure from one up to the threshold at this place.

    Under a total that is itself said to be small, up to the total's threshold.
    """
    return is_wide_enough(narrowed(table, shown, place), safe_limit(table, shown, place))


def is_wide_enough(possible: tuple[int, int], limit: int) -> bool:
    """Whether a small figure can be anything from one up to the threshold, for all a reader can tell."""
    return limit == 0 or (possible[0] <= 1 and possible[1] >= limit - 1)


def safe_limit(table: Table, shown: Shown, place: Place) -> int:
    """The threshold up to which a small figure at this place must stay possible."""
    limits = [table.limits[place[1]]]
    if Show.FEWER in (shown[place[0]][-1], shown[-1][-1]):
        limits.append(table.limits[-1])
    return int(min(limits))


def narrowed(table: Table, shown: Shown, place: Place) -> tuple[int, int]:
    """The range a reader can narrow a figure down to, by solving for its least and its greatest value.

    Rows and columns that add up make a network, whose extreme solutions are whole numbers (Hoffman and Kruskal
    1956), so the linear programme's answer is exact.
    """
    rows = range(len(table.figures)) if table.exclusive else [place[0]]
    places = [(row, column) for row in rows for column in range(table.figures.shape[1])]
    bounds = [table.range_of(row, column, shown) for row, column in places]
    equations = _equations(table, places)
    aim = np.array([float(one == place) for one in places])
    least, greatest = (
        linprog(sign * aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=bounds) for sign in (1, -1)
    )
    return round(least.fun), round(-greatest.fun)


def _equations(table: Table, places: list[Place]) -> npt.NDArray[np.float64]:
    """Each row less its total is nothing, and each column less its base where answers are either-or."""
    last_row, last_column = len(table.figures) - 1, table.figures.shape[1] - 1
    rows = sorted({row for row, _ in places})
    lines = [[(-1.0 if c == last_column else 1.0) * (r == row) for r, c in places] for row in rows]
    if table.exclusive:
        columns = range(last_column + 1)
        lines += [[(-1.0 if r == last_row else 1.0) * (c == column) for r, c in places] for column in columns]
    return np.array(lines)


def places_of(table: Table) -> list[Place]:
    """Every figure of the table, row by row."""
    return [(row, column) for row in range(len(table.figures)) for column in range(table.figures.shape[1])]


def _first_look(table: Table) -> Shown:
    """Small figures, whatever stands in a column with a small base, and the breakdown of a small total."""
    shown = [[Show.EXACT] * table.figures.shape[1] for _ in table.figures]
    last_row, last_column = len(table.figures) - 1, table.figures.shape[1] - 1
    for row, column in places_of(table):
        in_few = table.is_small(last_row, column) and row != last_row
        in_small_total = table.is_small(row, last_column) and column != last_column
        if in_few or in_small_total:
            shown[row][column] = Show.FEW_OR_NONE
        elif table.is_small(row, column):
            shown[row][column] = Show.FEWER
    return shown


def ladder(table: Table, place: Place) -> Iterator[Place]:
    """Figures to withhold next, the least missed first: the row's total (rounded, then not at all), figures of the
    same column, of the same row, the others; bases last, that of all together first; of equals the smallest that is
    not nought."""
    last_row, last_column = len(table.figures) - 1, table.figures.shape[1] - 1

    def cost(other: Place) -> tuple[bool, bool, bool, bool, bool, bool, int, Place]:
        row, column = other
        figure = int(table.figures[other])
        is_own_total = row == place[0] and column == last_column
        is_base = row == last_row
        beside = (column != place[1], row != place[0])
        return (not is_own_total, is_base, is_base and column != last_column, *beside, figure == 0, figure, other)

    for other in sorted(places_of(table), key=cost):
        if table.exclusive or other[0] in (place[0], last_row):
            yield other
            yield other


def withhold(table: Table, shown: Shown, place: Place) -> None:
    """Show less of a figure: a total first to the nearest ten; a figure's total with it, or it could be worked out."""
    row, column = place
    last_column = table.figures.shape[1] - 1
    before = shown[row][column]
    if before in WITHHELD_AS_SMALL:
        return
    can_be_rounded = column == last_column and table.figures[place] >= ROUND_TO // 2
    shown[row][column] = Show.ABOUT if can_be_rounded and before is Show.EXACT else Show.NOTHING
    if column != last_column and shown[row][last_column] is Show.EXACT:
        withhold(table, shown, (row, last_column))
