"""Disclosure control: counts of people leave for readers through here alone, each moved a little, none of them small.

The cell key method (Thompson, Broadfoot and Elazar 2013; see `engage.analysis.perturbation`): each figure is told with
a noise that the people in it, and those who were asked, decide. So no table has to know any other, and a difference of
one person between two of them cannot be told from noise.
"""

from collections.abc import Hashable, Mapping
from dataclasses import InitVar, dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from engage.analysis.noisy_cells import (
    LEAST_THRESHOLD,
    THRESHOLD,
    cells_of,
    limits_of,
    totals_of,
    with_coded_key,
    with_lasting_key,
    with_noise,
    within_base,
)
from engage.analysis.perturbation import likely_noise

__all__ = ["ALL", "LEAST_THRESHOLD", "NOT_SHOWN", "SMALL", "THRESHOLD", "TOO_FEW", "Published", "PublishedSplit",
           "could_be", "is_small", "protect", "protect_each", "protect_split", "range_words"]  # fmt: skip

# A figure of fewer people than this is told as a range, and of fewer a share is not told. Of 25, one published share in
# 13 was more than 15 points off the true one, of 15 one in three; of 30 fewer than one in twenty
# (docs/decisions/0013-the-cell-key-method.md).
SMALL: Final = 30

ALL: Final = "All"
NOT_SHOWN: Final = "not shown"
TOO_FEW: Final = "too few to show"

SHOWN: Final = ["count", "base", "share", "likely", "shown"]
PART: Final = ["part", "count", "share", "shown"]

_SEAL: Final = object()


@dataclass(frozen=True)
class Published:
    """Tables that are safe to show; only `protect` makes one.

    * `cells`: `row`, `column`, `count`, `base`, `share`, `likely`, `shown`.
    * `totals`: the same without `column`, over all columns.
    * `bases`: `column`, `base`, `shown`; its last column is "All".

    `count`, `base` and `share` are missing where they are not told; `likely` is by how many people the noise moves such
    a figure at most, 19 times in 20 (0 where it is exact); `shown` is the text to print. Nothing else can be got out of
    it: what was moved and is still too small is not kept.
    """

    cells: pd.DataFrame
    totals: pd.DataFrame
    bases: pd.DataFrame
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


def protect(counts: pd.DataFrame, *, threshold: int | Mapping[str, int] = THRESHOLD, secret: str = "") -> Published:
    """Counts of people made safe to publish.

    `counts`: `row`, `column` (groups without overlap), `count`, `key` (the sum of the record keys of the people
    counted), `base` and `base_key` (the same of all who were asked, one a column). A cell that is missing is nought.
    `coded_key`, where it is there, is the sum over those whose words have been coded so far, one a column: a figure
    that stays as it was when somebody is coded would else tell that they are not in it.
    `secret` is the programme's, with the name of the table: with it a part of each figure's noise is the cell's own,
    whoever is in it, so that no number of editions can be averaged.
    A threshold applies to all columns or column by column: 0 for organisations that agreed to be counted, whose
    figures are exact; a column not named has the default.

    Each count and each base has its noise, and no count is told above its base. What is then under the threshold is
    "fewer than 5", nought as well; where nobody was asked, nought tells nothing and stands. In a column whose base is
    under the threshold no figure is told. A figure of fewer than thirty people is told as what it could be ("4 to 12
    of 79"), and of fewer than thirty no share is told. Totals are cells of their own: the exact columns as they are
    and all others by their keys together, so that they need not add up. Raises ValueError where a count is not
    between nought and its base, a column has several bases, or a threshold hides nothing.
    """
    cells, totals, bases = (part.drop(columns="table") for part in _protect(counts, threshold, secret))
    return Published(cells, totals, bases, _SEAL)


def protect_each(
    counts: pd.DataFrame, *, threshold: int | Mapping[str, int] = THRESHOLD, secret: str = ""
) -> dict[Hashable, Published]:
    """Several tables at once, by the name in `table`: each as `protect` makes it alone, in a fraction of the time."""
    cells, totals, bases = (_apart(part) for part in _protect(counts, threshold, secret))
    return {name: Published(cells[name], totals[name], bases[name], _SEAL) for name in pd.unique(counts["table"])}


def _apart(tables: pd.DataFrame) -> dict[Hashable, pd.DataFrame]:
    groups = tables.groupby("table", sort=False)
    return {name: table.drop(columns="table").reset_index(drop=True) for name, table in groups}


def _protect(
    counts: pd.DataFrame, threshold: int | Mapping[str, int], secret: str
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The parts of `Published`, of several tables under one another; each has a `table` more."""
    grid, bases = cells_of(counts, threshold, secret)
    asked = bases.assign(row="", count=bases["base"], key=bases["base_key"])
    whole = totals_of(asked, ["table", "row"]).assign(column=ALL)
    return (
        _tell(within_base(with_noise(grid)))[["table", "row", "column", *SHOWN]],
        _tell(within_base(totals_of(grid, ["table", "row"])))[["table", "row", *SHOWN]],
        _tell_bases(pd.concat([with_noise(asked), whole], ignore_index=True)),
    )


def protect_split(
    published: Published,
    split: pd.DataFrame,
    *,
    threshold: int | Mapping[str, int] = THRESHOLD,
    secret: str = "",
) -> PublishedSplit:
    """Parts of published counts (`row`, `column`, `part`, `count`, `key`, `base_key`): each is a cell of its own.

    `key`, `base_key`, `coded_key` (where it is there), the threshold and the secret are as for `protect`. No part is
    told above its count, nor where that is not told; under the threshold it is "fewer than 5", and the parts need not
    add up to their count.
    """
    grid = with_coded_key(split).assign(limit=limits_of(split["column"], threshold), base=split["count"])
    grid = with_lasting_key(grid, ["row", "column", "part"], secret)
    cells = with_noise(grid).merge(_wholes(published.cells), on=["row", "column"], how="left")
    totals = totals_of(grid, ["row", "part"]).merge(_wholes(published.totals), on="row", how="left")
    return PublishedSplit(
        _tell_parts(cells)[["row", "column", *PART]],
        _tell_parts(totals)[["row", *PART]],
        _SEAL,
    )


def _tell(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with `count`, `base`, `share` and `shown`."""
    nobody = cells["base"] == 0
    has_base = nobody | (cells["noisy_base"] >= cells["limit"])
    has_count = has_base & (nobody | (cells["noisy"] >= cells["limit"]))
    count = cells["noisy"].astype("Int64").where(has_count)
    base = cells["noisy_base"].astype("Int64").where(has_base)
    likely = pd.Series(np.where(cells["limit"] > 0, likely_noise(), 0), index=cells.index)
    told = zip(count, base, cells["limit"], likely, strict=True)
    shown = [_words(*each, otherwise=TOO_FEW) for each in told]
    has_share = (base > 0) & ((likely == 0) | (base >= SMALL))
    share = (count / base.where(has_share.fillna(False))).astype("Float64")
    return cells.assign(count=count, base=base, share=share, likely=likely, shown=pd.Series(shown, dtype=object))


def _tell_bases(bases: pd.DataFrame) -> pd.DataFrame:
    is_told = (bases["base"] == 0) | (bases["noisy_base"] >= bases["limit"])
    base = bases["noisy_base"].astype("Int64").where(is_told)
    few = [f"fewer than {limit}" for limit in bases["limit"]]
    shown = base.astype(object).where(is_told, pd.Series(few, dtype=object)).astype(str)
    return bases[["table", "column"]].assign(base=base, shown=shown.astype(object))


def _wholes(published: pd.DataFrame) -> pd.DataFrame:
    return published.drop(columns=["base", "share", "shown"]).rename(columns={"count": "whole"})


def _tell_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """The parts with `count`, `share` and `shown`; `whole` is the published count they are of."""
    noisy = parts["noisy"].astype("Int64")
    noisy = noisy.where((noisy <= parts["whole"]).fillna(False), parts["whole"])
    count = noisy.where((noisy >= parts["limit"]).fillna(False))
    likely = np.where(parts["limit"] > 0, likely_noise(), 0)
    told = zip(count, parts["whole"], parts["limit"], likely, strict=True)
    shown = [_words(*each, otherwise=NOT_SHOWN) for each in told]
    has_share = (parts["whole"] > 0) & ((likely == 0) | (parts["whole"] >= SMALL))
    share = (count / parts["whole"].where(has_share.fillna(False))).astype("Float64")
    return parts.assign(count=count, share=share, shown=pd.Series(shown, dtype=object))


def _words(count: Any, whole: Any, limit: Any, likely: Any, *, otherwise: str) -> str:
    """What is told of a count; `otherwise` where not even that of which it is one is."""
    if whole is pd.NA:
        return otherwise
    if count is pd.NA:
        return f"fewer than {limit}"
    about = "about " if is_small(whole, likely) else ""
    return f"{range_words(count, likely, of=whole)} of {about}{whole}"


def is_small(figure: int, likely: int) -> bool:
    """Whether noise is a large part of a figure of so many: it is told as a range, and no share is told of it."""
    return 0 < figure < SMALL and likely > 0


def range_words(count: int, likely: int, *, of: int | None = None) -> str:
    """A count as it is told: a small one as what it could be ("4 to 12"), any other as a number."""
    least, most = could_be(count, likely, of=of)
    return f"{least} to {most}" if is_small(count, likely) else str(count)


def could_be(count: int, likely: int, *, of: int | None = None) -> tuple[int, int]:
    """What a count that was moved could truly be, 19 times in 20: at least and at most."""
    most = count + likely
    return max(count - likely, 0), most if of is None else min(most, of)
