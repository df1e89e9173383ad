"""Disclosure control: counts of people leave for readers through here alone, each moved a little, none of them small.

The cell key method (Thompson, Broadfoot and Elazar 2013; see `engage.analysis.perturbation`): each figure is told with
a noise that the people in it, and those who were asked, decide. So no table has to know any other, and a difference of
one person between two of them cannot be told from noise.
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
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

ALL: Final = "All"
NOT_SHOWN: Final = "not shown"
TOO_FEW: Final = "too few to show"

FIGURES: Final = ["count", "key", "base", "base_key", "coded_key"]
# Odd, so that it moves no bit of a sum of keys out of its place; not one, so that those who are in the base and coded
# do not count as those who are in it twice.
CODED: Final = 3
SHOWN: Final = ["count", "base", "share", "shown"]
PART: Final = ["part", "count", "share", "shown"]

_SEAL: Final = object()


@dataclass(frozen=True)
class Published:
    """Tables that are safe to show; only `protect` makes one.

    * `cells`: `row`, `column`, `count`, `base`, `share`, `shown`.
    * `totals`: the same without `column`, over all columns.
    * `bases`: `column`, `base`, `shown`; its last column is "All".
    * `perturbed`: `row`, `column`, `count`: every count with its noise, also where it is under the threshold. For
      estimates that many cells make together, such as a mean; never shown by itself.

    `count`, `base` and `share` are missing where they are not told; `shown` is the text to print.
    """

    cells: pd.DataFrame
    totals: pd.DataFrame
    bases: pd.DataFrame
    perturbed: pd.DataFrame
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse tables that did not come through disclosure control."""
        if seal is not _SEAL:
            raise TypeError("Published tables are made by protect() only")


@dataclass(frozen=True)
class PublishedSplit:
    """How published counts split into parts; only `protect_split` makes one.

    * `cells`: `row`, `column`, `part`, `count`, `share` (of the published count), `shown`.
    * `totals`: the same without `column`, over all columns.
    """

    cells: pd.DataFrame
    totals: pd.DataFrame
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse splits that did not come through disclosure control."""
        if seal is not _SEAL:
            raise TypeError("Published splits are made by protect_split() only")


def protect(counts: pd.DataFrame, *, threshold: int | Mapping[str, int] = THRESHOLD) -> Published:
    """Counts of people made safe to publish.

    `counts`: `row`, `column` (groups without overlap), `count`, `key` (the sum of the record keys of the people
    counted), `base` and `base_key` (the same of all who were asked, one a column). A cell that is missing is nought.
    `coded_key`, where it is there, is the sum over those whose words have been coded so far, one a column: a figure
    that stays as it was when somebody is coded would else tell that they are not in it.
    A threshold applies to all columns or column by column: 0 for organisations that agreed to be counted, whose
    figures are exact; a column not named has the default.

    Each count and each base has its noise, and no count is told above its base. What is then under the threshold is
    "fewer than 5", nought as well; where nobody was asked, nought tells nothing and stands. In a column whose base is
    under the threshold no figure is told. Totals are cells of their own: the exact columns as they are and all others
    by their keys together, so that they need not add up. Raises ValueError where a count is not between nought and
    its base, a column has several bases, or a threshold hides nothing.
    """
    bases = _bases(counts)
    bases["limit"] = _limits(bases["column"], threshold)
    grid = _grid(counts, bases)
    if ((grid["count"] < 0) | (grid["count"] > grid["base"])).any():
        raise ValueError("Counts lie between nought and their base")
    asked = bases.assign(row="", count=bases["base"], key=bases["base_key"])
    cells = _within_base(_with_noise(grid))
    return Published(
        _tell(cells)[["row", "column", *SHOWN]],
        _tell(_within_base(_totals(grid, ["row"])))[["row", *SHOWN]],
        _tell_bases(pd.concat([_with_noise(asked), _totals(asked, ["row"]).assign(column=ALL)], ignore_index=True)),
        cells[["row", "column", "noisy"]].rename(columns={"noisy": "count"}),
        _SEAL,
    )


def protect_split(
    published: Published, split: pd.DataFrame, *, threshold: int | Mapping[str, int] = THRESHOLD
) -> PublishedSplit:
    """Parts of published counts (`row`, `column`, `part`, `count`, `key`, `base_key`): each is a cell of its own.

    `key`, `base_key`, `coded_key` (where it is there) and the threshold are as for `protect`. No part is told above its
    count, nor where that is not told; under the threshold it is "fewer than 5", and the parts need not add up to their
    count.
    """
    grid = _with_coded_key(split).assign(limit=_limits(split["column"], threshold), base=split["count"])
    cells = _with_noise(grid).merge(_wholes(published.cells), on=["row", "column"], how="left")
    totals = _totals(grid, ["row", "part"]).merge(_wholes(published.totals), on="row", how="left")
    return PublishedSplit(
        _tell_parts(cells)[["row", "column", *PART]],
        _tell_parts(totals)[["row", *PART]],
        _SEAL,
    )


def _bases(counts: pd.DataFrame) -> pd.DataFrame:
    """Each column once, in the order met: `column`, `base`, `base_key`, `coded_key`."""
    bases = (
        _with_coded_key(counts)[["column", "base", "base_key", "coded_key"]].drop_duplicates().reset_index(drop=True)
    )
    if bases["column"].duplicated().any():
        raise ValueError("A column has one base: rows that were asked of different people need tables of their own")
    return bases.astype({"base": np.int64, "base_key": np.int64, "coded_key": np.int64})


def _with_coded_key(counts: pd.DataFrame) -> pd.DataFrame:
    return counts if "coded_key" in counts else counts.assign(coded_key=0)


def _limits(columns: pd.Series, threshold: int | Mapping[str, int]) -> Integers:
    """The threshold of each column."""
    named = {} if isinstance(threshold, int) else threshold
    default = threshold if isinstance(threshold, int) else THRESHOLD
    if any(limit != 0 and limit < LEAST_THRESHOLD for limit in (default, *named.values())):
        raise ValueError(f"A threshold is 0 (none) or at least {LEAST_THRESHOLD}")
    return np.array([named.get(str(column), default) for column in columns], dtype=np.int64)


def _grid(counts: pd.DataFrame, bases: pd.DataFrame) -> pd.DataFrame:
    """Every row with every column: `row`, `column`, `count`, `key`, `base`, `base_key`, `coded_key`, `limit`."""
    every = pd.MultiIndex.from_product([pd.unique(counts["row"]), bases["column"]], names=["row", "column"])
    sums = counts.groupby(["row", "column"], sort=False)[["count", "key"]].sum()
    return sums.reindex(every, fill_value=0).astype(np.int64).reset_index().merge(bases, on="column", how="left")


def _with_noise(grid: pd.DataFrame) -> pd.DataFrame:
    """`noisy` and `noisy_base` beside `count` and `base`; the same where a column has no threshold."""
    coded = grid["base_key"] + CODED * grid["coded_key"]
    return grid.assign(
        noisy=_moved(grid, "count", "key", coded), noisy_base=_moved(grid, "base", "base_key", grid["base_key"])
    )


def _moved(grid: pd.DataFrame, figure: str, key: str, asked: pd.Series) -> Integers:
    counts = grid[figure].to_numpy(dtype=np.int64)
    keys, base_keys = (sums.to_numpy(dtype=np.int64) % KEY_RANGE for sums in (grid[key], asked))
    moved: Integers = np.where(grid["limit"] == 0, counts, perturb(counts, keys, base_keys))
    return moved


def _totals(grid: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Over the columns: those that are exact as they are, and all others moved together, as one cell."""
    keys = [grid[name] for name in by]
    is_moved = grid["limit"] > 0
    moved = grid[FIGURES].mul(is_moved.astype(int), axis=0).groupby(keys, sort=False).sum()
    exact = grid[["count", "base"]].mul((~is_moved).astype(int), axis=0).groupby(keys, sort=False).sum()
    limits = grid["limit"].where(is_moved).groupby(keys, sort=False).min().fillna(0).astype(np.int64)
    totals = _with_noise(moved.assign(limit=limits).reset_index())
    counts, bases = (exact[name].to_numpy() for name in ("count", "base"))
    return totals.assign(
        noisy=totals["noisy"] + counts, noisy_base=totals["noisy_base"] + bases, base=totals["base"] + bases
    )


def _within_base(cells: pd.DataFrame) -> pd.DataFrame:
    """No more people than there are."""
    return cells.assign(noisy=cells[["noisy", "noisy_base"]].min(axis=1))


def _tell(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with `count`, `base`, `share` and `shown`."""
    nobody = cells["base"] == 0
    has_base = nobody | (cells["noisy_base"] >= cells["limit"])
    has_count = has_base & (nobody | (cells["noisy"] >= cells["limit"]))
    count = cells["noisy"].astype("Int64").where(has_count)
    base = cells["noisy_base"].astype("Int64").where(has_base)
    told = zip(count, base, cells["limit"], strict=True)
    shown = [_words(each, of, limit, otherwise=TOO_FEW) for each, of, limit in told]
    share = (count / base.where(base > 0)).astype("Float64")
    return cells.assign(count=count, base=base, share=share, shown=pd.Series(shown, dtype=object))


def _tell_bases(bases: pd.DataFrame) -> pd.DataFrame:
    is_told = (bases["base"] == 0) | (bases["noisy_base"] >= bases["limit"])
    base = bases["noisy_base"].astype("Int64").where(is_told)
    few = [f"fewer than {limit}" for limit in bases["limit"]]
    shown = base.astype(object).where(is_told, pd.Series(few, dtype=object)).astype(str)
    return pd.DataFrame({"column": bases["column"], "base": base, "shown": shown.astype(object)})


def _wholes(published: pd.DataFrame) -> pd.DataFrame:
    return published.drop(columns=["base", "share", "shown"]).rename(columns={"count": "whole"})


def _tell_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """The parts with `count`, `share` and `shown`; `whole` is the published count they are of."""
    noisy = parts["noisy"].astype("Int64")
    noisy = noisy.where((noisy <= parts["whole"]).fillna(False), parts["whole"])
    count = noisy.where((noisy >= parts["limit"]).fillna(False))
    told = zip(count, parts["whole"], parts["limit"], strict=True)
    shown = [_words(each, whole, limit, otherwise=NOT_SHOWN) for each, whole, limit in told]
    share = (count / parts["whole"].where(parts["whole"] > 0)).astype("Float64")
    return parts.assign(count=count, share=share, shown=pd.Series(shown, dtype=object))


def _words(count: object, whole: object, limit: int, *, otherwise: str) -> str:
    """What is told of a count; `otherwise` where not even that of which it is one is."""
    if whole is pd.NA:
        return otherwise
    return f"fewer than {limit}" if count is pd.NA else f"{count} of {whole}"
