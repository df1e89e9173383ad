"""Disclosure control: the one door through which counts of people leave for readers."""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Final

import numpy as np
import pandas as pd

from engage.analysis.differencing import Together, related
from engage.analysis.seen import ALL, BASE, Names, Seen, see
from engage.analysis.suppression import Grid, Show, Shown, Table, rounded, suppress

# Statistical agencies ask for three people in a cell at least, or for five (Glossary of Statistical Disclosure Control,
# 2005, "threshold rule": https://stats.oecd.org/glossary/detail.asp?ID=7010). Here it is children, of whom a school
# knows much: five. A programme whose council's rules are stricter passes its own.
THRESHOLD: Final = 5
# The lesser of the two; and up to two, "fewer than" says exactly how many there are.
LEAST_THRESHOLD: Final = 3

__all__ = ["ALL", "THRESHOLD", "Names", "Published", "PublishedSplit", "Seen", "protect", "protect_split"]

UNNAMED: Final = Names()

_SEAL: Final = object()


@dataclass(frozen=True)
class Published:
    """Tables that are safe to show; only `protect` and `protect_split` make one.

    * `cells`: `row`, `column`, `count`, `base`, `share`, `shown`.
    * `totals`: the same without `column`, over all columns.
    * `bases`: `column`, `base`, `shown`; its last column is "All".

    `count`, `base` and `share` are missing where they are withheld; `shown` is the text to print. `seen` is what
    readers know of it, to hold later tables against. `held_back` names the rows of which less is told than could be,
    had nothing been published before; bases are "(base)".
    """

    cells: pd.DataFrame
    totals: pd.DataFrame
    bases: pd.DataFrame
    seen: Seen
    held_back: tuple[str, ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse tables that did not come through disclosure control."""
        if seal is not _SEAL:
            raise TypeError("Published tables are made by protect() only")


@dataclass(frozen=True)
class PublishedSplit:
    """How each published count splits into parts (`row`, `column`, `part`, `count`, `share`, `shown`), where safe."""

    cells: pd.DataFrame
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse splits that did not come through disclosure control."""
        if seal is not _SEAL:
            raise TypeError("Published splits are made by protect_split() only")


def protect(
    counts: pd.DataFrame,
    *,
    threshold: int | Mapping[str, int] = THRESHOLD,
    exclusive: bool = False,
    against: Sequence[Seen] = (),
    names: Names = UNNAMED,
) -> Published:
    """Counts of people made safe to publish (`row`, `column`, `count`, `base`; columns are groups without overlap).

    A threshold applies to all columns or column by column (0 for organisations that agreed to be counted; a column
    not named has the default). One to threshold less one are withheld. Nought is shown, since it tells of nobody, but
    not in a column whose base is itself under the threshold, where it would tell of each of a handful. A row whose
    total is small is shown without breakdown. Totals and further figures are rounded or withheld until no small
    figure can be narrowed down (see `engage.analysis.suppression`). `exclusive` says that each person stands in one
    row only, as with a question of one choice.

    `against` are tables published before (`Published.seen`), the earliest first: earlier editions, or other
    breakdowns of the same people, which `names` makes known. A figure that differs from an earlier one of the same
    table by less than the threshold is told as "about" that earlier one, for the difference would tell of those few;
    and nothing is shown that would let readers of all narrow down a small figure of any (see
    `engage.analysis.differencing`).
    """
    figures = counts.pivot_table(index="row", columns="column", values="count", aggfunc="sum", sort=False, fill_value=0)
    figures = figures.reindex(index=pd.unique(counts["row"]), columns=pd.unique(counts["column"]))
    bases = _bases(counts).reindex(figures.columns)
    grid = np.vstack([figures.to_numpy(dtype=np.int64), bases.to_numpy(dtype=np.int64)[None, :]])
    grid = np.hstack([grid, grid.sum(axis=1, keepdims=True)])
    _refuse_impossible(grid, exclusive)
    table = Table(grid, _limits([str(column) for column in figures.columns], threshold), exclusive)
    return _suppressed(table, list(figures.index), list(figures.columns), against, names)


def protect_split(
    published: Published, split: pd.DataFrame, *, threshold: int | Mapping[str, int] = THRESHOLD
) -> PublishedSplit:
    """Parts of each published count (`row`, `column`, `part`, `count`), all of them or none.

    The parts of a count are withheld where the count itself is, and where any part stands for one to threshold less
    one: with one part withheld alone, the others would give it away. Parts of totals are never shown, for the same
    reason.
    """
    known = published.cells[["row", "column", "count"]].rename(columns={"count": "whole"})
    parts = split[["row", "column", "part", "count"]].merge(known, on=["row", "column"], how="left")
    limits = dict(zip(parts["column"].astype(str), _limits(list(parts["column"].astype(str)), threshold), strict=False))
    small = (parts["count"] > 0) & (parts["count"] < parts["column"].astype(str).map(limits))
    unsafe = (small | parts["whole"].isna()).groupby([parts["row"], parts["column"]]).transform("any")
    parts["count"] = parts["count"].astype("Int64").mask(unsafe)
    parts["share"] = (parts["count"] / parts["whole"].where(parts["whole"] > 0)).astype("Float64")
    parts["shown"] = [_of(count, whole) for count, whole in zip(parts["count"], parts["whole"], strict=True)]
    return PublishedSplit(parts.drop(columns="whole"), _SEAL)


def _of(count: object, whole: object) -> str:
    return "not shown" if count is pd.NA else f"{count} of {whole}"


def _bases(counts: pd.DataFrame) -> pd.Series:
    bases = counts.groupby("column", sort=False)["base"].agg(["min", "max"])
    if (bases["min"] != bases["max"]).any():
        raise ValueError("A column has one base: rows that were asked of different people need tables of their own")
    return bases["max"]


def _refuse_impossible(grid: Grid, exclusive: bool) -> None:
    counts, bases = grid[:-1], grid[-1]
    if (grid < 0).any() or (counts > bases).any() or (exclusive and (counts.sum(axis=0) > bases).any()):
        raise ValueError("Counts lie between nought and their base, and those of one choice add up to it at most")


def _limits(columns: list[str], threshold: int | Mapping[str, int]) -> Grid:
    """The threshold of each column, and of the totals: the least of them that is one."""
    each = [threshold if isinstance(threshold, int) else threshold.get(column, THRESHOLD) for column in columns]
    if any(0 < limit < LEAST_THRESHOLD or limit < 0 for limit in each):
        raise ValueError(f"A threshold is 0 (none) or at least {LEAST_THRESHOLD}")
    return np.array([*each, min((limit for limit in each if limit), default=0)], dtype=np.int64)


def _suppressed(
    table: Table, rows: list[object], columns: list[object], against: Sequence[Seen], names: Names
) -> Published:
    """Suppress and publish; people who chose nothing in a question of one choice are a row that readers never see."""
    rest = table.figures[-1] - table.figures[:-1].sum(axis=0)
    has_rest = table.exclusive and bool(rest.any())
    whole = table
    if has_rest:
        whole = Table(np.vstack([table.figures[:-1], rest, table.figures[-1]]), table.limits, exclusive=True)
    called = [*map(str, rows), *([""] if has_rest else []), BASE], [*map(str, columns), ALL]
    alone = suppress(whole)
    seen = see(whole, alone, *called, names)
    shown = alone
    earlier = related(seen, against)
    if earlier and seen not in earlier:  # what was published before tells nothing new
        whole, shown = Together(whole, seen, earlier).hold_back(alone)
        seen = see(whole, shown, *called, names)
    held_back = tuple(name for name, before, now in zip(called[0], alone, shown, strict=True) if before != now and name)
    return _published(whole, shown, rows, columns, seen, held_back)


def _published(
    table: Table, shown: Shown, rows: list[object], columns: list[object], seen: Seen, held_back: tuple[str, ...]
) -> Published:
    places = [
        {"row": row, "column": column, **_cell(table, shown, at, across)}
        for at, row in enumerate(rows)
        for across, column in enumerate([*columns, ALL])
    ]
    cells = _typed(pd.DataFrame(places, columns=["row", "column", "count", "base", "share", "shown"]))
    bases = [
        {"column": column, "base": _figure(table, shown, -1, across), "shown": _text(table, shown, -1, across)}
        for across, column in enumerate([*columns, ALL])
    ]
    is_total = cells["column"] == ALL
    return Published(
        cells[~is_total].reset_index(drop=True),
        cells[is_total].drop(columns="column").reset_index(drop=True),
        pd.DataFrame(bases, columns=["column", "base", "shown"]).astype({"base": "Int64"}),
        seen,
        held_back,
        _SEAL,
    )


def _cell(table: Table, shown: Shown, row: int, column: int) -> dict[str, object]:
    count, base = _figure(table, shown, row, column), _figure(table, shown, -1, column)
    text = _text(table, shown, row, column)
    known = count is not None and base is not None
    share = count / base if count is not None and base else None
    return {"count": count, "base": base, "share": share, "shown": f"{text} of {base}" if known else text}


def _figure(table: Table, shown: Shown, row: int, column: int) -> int | None:
    return int(table.figures[row, column]) if shown[row][column] is Show.EXACT else None


def _text(table: Table, shown: Shown, row: int, column: int) -> str:
    figure = int(table.figures[row, column])
    texts = {
        Show.EXACT: str(figure),
        Show.ABOUT: f"about {rounded(figure)}",
        Show.NEAR: f"about {table.before(row, column)}",
        Show.FEWER: f"fewer than {table.limits[column]}",
        Show.FEW_OR_NONE: "too few to show",
        Show.NOTHING: "not shown",
        Show.NO_TABLE: "not shown",
    }
    return texts[shown[row][column]]


def _typed(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.astype({"count": "Int64", "base": "Int64", "share": "Float64"})
