"""Cells of a table with the noise of the people in them: what no reader may see, since small counts are in it.

For `disclosure` and `middles` alone, which make of it what may be told (a test holds that nothing else reads it).
"""

import hmac
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from engage.analysis.perturbation import KEY_RANGE, Integers, perturb

# Statistical agencies ask for three people in a cell at least, or for five (Glossary of Statistical Disclosure Control,
# 2005, "threshold rule": https://stats.oecd.org/glossary/detail.asp?ID=7010). Here it is children, of whom a school
# knows much: five. A programme whose council's rules are stricter passes its own.
THRESHOLD: Final = 5
# The lesser of the two; and up to two, "fewer than" says exactly how many there are.
LEAST_THRESHOLD: Final = 3

CELL: Final = ["table", "row", "column"]
FIGURES: Final = ["count", "key", "base", "base_key", "coded_key", "lasting_key"]
# Odd, so that it moves no bit of a sum of keys out of its place; not one, so that those who are in the base and coded
# do not count as those who are in it twice.
CODED: Final = 3


def cells_of(
    counts: pd.DataFrame, threshold: int | Mapping[str, int], secret: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`counts` as `disclosure.protect` takes them -> every cell, and every column's base, with `limit` (its threshold),
    not moved yet. Several tables at once have their names in `table`. Raises ValueError as `protect` does."""
    counts = counts if "table" in counts else counts.assign(table="")
    bases = _bases(counts)
    bases["limit"] = limits_of(bases["column"], threshold)
    grid = with_lasting_key(_grid(counts, bases), CELL, secret)
    bases = with_lasting_key(bases, ["table", "column"], secret)
    if ((grid["count"] < 0) | (grid["count"] > grid["base"])).any():
        raise ValueError("Counts lie between nought and their base")
    return grid, bases


def _bases(counts: pd.DataFrame) -> pd.DataFrame:
    """Each column of a table once, in the order met: `table`, `column`, `base`, `base_key`, `coded_key`."""
    bases = with_coded_key(counts)[["table", "column", "base", "base_key", "coded_key"]].drop_duplicates()
    bases = bases.reset_index(drop=True)
    if bases[["table", "column"]].duplicated().any():
        raise ValueError("A column has one base: rows that were asked of different people need tables of their own")
    return bases.astype({"base": np.int64, "base_key": np.int64, "coded_key": np.int64})


def with_lasting_key(cells: pd.DataFrame, names: list[str], secret: str) -> pd.DataFrame:
    """`lasting_key` beside what a cell is called: the same whoever is in it, and only to be worked out with the secret;
    nought without one."""
    called = zip(*(cells[name].astype(str) for name in names), strict=True)
    keys = [_lasting_key(each, secret) if secret else 0 for each in called]
    return cells.assign(lasting_key=np.array(keys, dtype=np.int64))


def _lasting_key(names: tuple[str, ...], secret: str) -> int:
    digest = hmac.digest(secret.encode(), "\x1f".join(names).encode(errors="surrogatepass"), "sha256")
    return int.from_bytes(digest[:8]) % KEY_RANGE


def with_coded_key(counts: pd.DataFrame) -> pd.DataFrame:
    return counts if "coded_key" in counts else counts.assign(coded_key=0)


def limits_of(columns: pd.Series, threshold: int | Mapping[str, int]) -> Integers:
    """The threshold of each column."""
    named = {} if isinstance(threshold, int) else threshold
    default = threshold if isinstance(threshold, int) else THRESHOLD
    if any(limit != 0 and limit < LEAST_THRESHOLD for limit in (default, *named.values())):
        raise ValueError(f"A threshold is 0 (none) or at least {LEAST_THRESHOLD}")
    return np.array([named.get(str(column), default) for column in columns], dtype=np.int64)


def _grid(counts: pd.DataFrame, bases: pd.DataFrame) -> pd.DataFrame:
    """Every row of a table with each of its columns: `table`, `row`, `column`, `count`, `key`, `base`, `base_key`,
    `coded_key`, `limit`."""
    grid = counts[["table", "row"]].drop_duplicates().merge(bases, on="table")
    sums = counts.groupby(CELL, sort=False)[["count", "key"]].sum()
    # Filled in without becoming fractions, which do not hold a sum of keys.
    sums = sums.reindex(pd.MultiIndex.from_frame(grid[CELL]), fill_value=0).astype(np.int64)
    return grid.assign(count=sums["count"].to_numpy(), key=sums["key"].to_numpy())


def with_noise(grid: pd.DataFrame) -> pd.DataFrame:
    """`noisy` and `noisy_base` beside `count` and `base`; the same where a column has no threshold."""
    coded = grid["base_key"] + CODED * grid["coded_key"]
    return grid.assign(
        noisy=_moved(grid, "count", "key", coded), noisy_base=_moved(grid, "base", "base_key", grid["base_key"])
    )


def _moved(grid: pd.DataFrame, figure: str, key: str, asked: pd.Series) -> Integers:
    counts = grid[figure].to_numpy(dtype=np.int64)
    keys, base_keys = (sums.to_numpy(dtype=np.int64) % KEY_RANGE for sums in (grid[key], asked))
    lasting = grid["lasting_key"].to_numpy(dtype=np.int64) % KEY_RANGE
    moved: Integers = np.where(
        grid["limit"] == 0, counts, perturb(counts, keys, base_keys, lasting if lasting.any() else None)
    )
    return moved


def totals_of(grid: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Over the columns: those that are exact as they are, and all others moved together, as one cell."""
    keys = [grid[name] for name in by]
    is_moved = grid["limit"] > 0
    moved = grid[FIGURES].mul(is_moved.astype(int), axis=0).groupby(keys, sort=False).sum()
    exact = grid[["count", "base"]].mul((~is_moved).astype(int), axis=0).groupby(keys, sort=False).sum()
    limits = grid["limit"].where(is_moved).groupby(keys, sort=False).min().fillna(0).astype(np.int64)
    totals = with_noise(moved.assign(limit=limits).reset_index())
    counts, bases = (exact[name].to_numpy() for name in ("count", "base"))
    return totals.assign(
        noisy=totals["noisy"] + counts, noisy_base=totals["noisy_base"] + bases, base=totals["base"] + bases
    )


def within_base(cells: pd.DataFrame) -> pd.DataFrame:
    """No more people than there are."""
    return cells.assign(noisy=cells[["noisy", "noisy_base"]].min(axis=1))
