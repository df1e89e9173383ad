"""What readers know of a published table: kept with what was published, to hold later tables against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from engage.analysis.suppression import WITHHELD, Place, Shown, Table

Range = tuple[int, int]

ALL: Final = "All"
# How the row of bases is called; no row of a table is called so.
BASE: Final = "(base)"

# Of whom a figure tells: the row and column it stands in, and the group that the whole table is of.
Key = frozenset[str]


class Names(NamedTuple):
    """What the rows and the columns of a table are, so that figures of the same people are known in another table.

    `rows` and `columns` are ids of questions, or "voice" for the groups that answered; `within` is the one group that
    the whole table is of ("voice=parents"), or nothing. A table and the same with rows and columns changed over are of
    the same people.
    """

    rows: str = "row"
    columns: str = "column"
    within: str = ""

    def key(self, row: str, column: str) -> Key:
        """The people in a row and a column. The bases of one question are not those of another; within a group they
        are those who chose the column's option."""
        of_row = f"{self.rows}={row}" if row != BASE else "" if self.within else f"answered {self.rows}"
        of_column = f"{self.columns}={column}" if column != ALL else ""
        return frozenset({of_row, of_column, self.within}) - {""}

    @property
    def subject(self) -> Key:
        """What the table is about, whichever way round."""
        return frozenset(self)


@dataclass(frozen=True)
class Seen:
    """What readers know of a table: the range of each figure, its totals in the last column, its bases in the last row.

    `rows` and `columns` name them, `names` says what they are; `low`, `high` are the ranges; `kept` says which figures
    were withheld for their own sake: small ones, and those nearly the same as one published before. Rows that readers
    do not see (those who chose nothing) have an empty name. Made by `protect`; plain enough to be kept with what was
    published (`dataclasses.asdict`, and `seen_from` back).
    """

    names: Names
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    low: tuple[tuple[int, ...], ...]
    high: tuple[tuple[int, ...], ...]
    kept: tuple[tuple[bool, ...], ...]
    exclusive: bool

    @cached_property
    def places(self) -> dict[Key, Place]:
        """Where each figure that has a name stands."""
        named = [(row, at) for at, row in enumerate(self.rows) if row]
        return {
            self.names.key(row, column): (at, across) for row, at in named for across, column in enumerate(self.columns)
        }

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.columns)

    @property
    def lines(self) -> list[tuple[object, ...]]:
        """Each row with all that is known of it."""
        return list(zip(self.rows, self.low, self.high, self.kept, strict=True))

    def range_at(self, place: Place) -> Range:
        return self.low[place[0]][place[1]], self.high[place[0]][place[1]]

    def is_exact(self, place: Place) -> bool:
        low, high = self.range_at(place)
        return low == high

    def kept_places(self) -> list[Place]:
        return [(row, column) for row, line in enumerate(self.kept) for column, kept in enumerate(line) if kept]


def seen_from(stored: Mapping[str, Any]) -> Seen:
    """What `dataclasses.asdict` made of it, read back, also by way of JSON (where tuples are lists)."""
    plain = {name: _tuples(value) for name, value in stored.items()}
    return Seen(**{**plain, "names": Names(*plain["names"])})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list | tuple) else value


def see(table: Table, shown: Shown, rows: Sequence[str], columns: Sequence[str], names: Names) -> Seen:
    """What readers know of a table when this is shown of it."""
    height, width = table.figures.shape
    ranges = [[table.range_of(row, column, shown) for column in range(width)] for row in range(height)]
    return Seen(
        names,
        tuple(rows),
        tuple(columns),
        tuple(tuple(low for low, _ in line) for line in ranges),
        tuple(tuple(high for _, high in line) for line in ranges),
        tuple(tuple(look in WITHHELD for look in line) for line in shown),
        table.exclusive,
    )
