"""Where the answers to a scale or a number lie, as it may be told: means and medians through the noise of their counts.

Both are made of counts with their noise, those under the threshold as well, which is why they stand here and not on
what `disclosure.protect` makes: of many people together they tell of no small figure, and of few they are not told.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from engage.analysis.disclosure import SMALL
from engage.analysis.noisy_cells import CELL, THRESHOLD, cells_of, with_noise, within_base

MEAN_COLUMNS: Final = ["table", "column", "mean", "base", "shown"]
NUMBER_COLUMNS: Final = ["table", "column", "mean", "median", "low", "high"]
# Where counts are exact: a figure drawn from fewer numbers leans on single ones. Ten is the rule of thumb of the
# "Handbook on Statistical Disclosure Control for Outputs" (Safe Data Access Professionals, 2019).
LEAST_FOR_NUMBERS: Final = 10
# The p% rule for sums (Hundepool and others, "Statistical Disclosure Control", 2012): who gave the second largest
# number must not be able to work out the largest to within a tenth.
CLOSEST: Final = 0.1
# Rounded so, a mean does not give back the number of who came last.
FIGURES: Final = 2

Numbers = npt.NDArray[np.float64]


class Lie(NamedTuple):
    """Where the numbers of one column lie; none where it may not be told."""

    mean: float | None
    median: float
    low: float | None
    high: float | None


def protect_means(
    counts: pd.DataFrame,
    values: Mapping[str, Mapping[str, float]],
    *,
    threshold: int | Mapping[str, int] = THRESHOLD,
    secret: str = "",
) -> pd.DataFrame:
    """The mean of each scale for each column: `table`, `column`, `mean`, `base`, `shown`.

    `counts` (with a `table` for each scale), `threshold` and `secret` are as for `disclosure.protect_each`. `values`
    gives the number of each option of each scale; those without one ("don't know") are left out of mean and base.
    It is the mean of the counts with their noise, to one decimal. Missing, and shown as "not shown", where fewer
    than thirty gave a number, for the noise would make it (five, where counts are exact); nobody having answered is
    "no answers".
    """
    moved = _moved(counts[counts["table"].isin(list(values))], threshold, secret)
    numbers = [values[table].get(row) for table, row in zip(moved["table"], moved["row"], strict=True)]
    moved = moved.assign(value=pd.Series(numbers, dtype=float)).dropna(subset="value")
    moved["sum"] = moved["noisy"] * moved["value"]
    sums = moved.groupby(["table", "column"], sort=False).agg({"noisy": "sum", "sum": "sum", "limit": "first"})
    rows = []
    for (table, column), base, total, limit in sums.itertuples(name=None):
        is_told = base == 0 or base >= (SMALL if limit else THRESHOLD)
        mean = total / base if is_told and base else None
        text = ("no answers" if mean is None else f"{mean:.1f}") if is_told else "not shown"
        rows.append((table, column, mean, base if is_told else None, text))
    return pd.DataFrame(rows, columns=MEAN_COLUMNS).astype({"mean": "Float64", "base": "Int64"})


def protect_numbers(
    counts: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    threshold: int | Mapping[str, int] = THRESHOLD,
    secret: str = "",
) -> pd.DataFrame:
    """Where the numbers of each column lie (`table`, `column`, `mean`, `median`, `low`, `high`), to two figures.

    `counts` by band (with a `table` for each question), `threshold` and `secret` are as for `disclosure.protect_each`;
    `answers` has a row for each number: `table`, `column`, `row` (its band), `value`, and how many `people` gave it.
    Nothing is told of fewer than thirty numbers (ten, where counts are exact).

    Each number weighs as much as its band has grown or shrunk by the noise. Were that all, numbers in one band would
    be told as they are; so what the noise adds to all bands together counts as so many people at one standard deviation
    from the mean, and moves the median and the ends by as many places. The mean is left out where one number makes most
    of the sum. From `low` to `high` lie all but the five lowest and the five highest at least, since the least and the
    greatest number are one person's each.
    """
    answers = answers.loc[answers.index.repeat(answers["people"]), [*CELL, "value"]]
    moved = _moved(counts[counts["table"].isin(answers["table"])], threshold, secret)
    weights = moved.merge(answers.groupby(CELL).size().rename("people").reset_index(), on=CELL)
    weights["weight"] = weights["noisy"] / weights["people"]
    weighed = answers.merge(weights[[*CELL, "weight", "limit"]], on=CELL)
    rows = [
        (*names, *_where_numbers_lie(of.sort_values("value")))
        for names, of in weighed.groupby(["table", "column"], sort=False)
        if of["weight"].sum() >= (SMALL if of["limit"].iloc[0] else LEAST_FOR_NUMBERS)
    ]
    return pd.DataFrame(rows, columns=NUMBER_COLUMNS).astype(dict.fromkeys(NUMBER_COLUMNS[2:], "Float64"))


def _moved(counts: pd.DataFrame, threshold: int | Mapping[str, int], secret: str) -> pd.DataFrame:
    grid, _bases = cells_of(counts, threshold, secret)
    return within_base(with_noise(grid))


def _where_numbers_lie(numbers: pd.DataFrame) -> Lie:
    values, weights = (numbers[name].to_numpy(dtype=float) for name in ("value", "weight"))
    total = float(weights.sum())
    noise = total - len(values)
    largest = np.sort(np.abs(values))[::-1]
    is_shared = largest[2:].sum() >= CLOSEST * largest[0]
    mean = float(np.average(values, weights=weights))
    spread = float(np.sqrt(np.average((values - mean) ** 2, weights=weights)))
    backwards = -values[::-1], weights[::-1]
    middle = _quantile(values, weights, (total + noise) / 2) - _quantile(*backwards, (total - noise) / 2)
    ends = THRESHOLD + min(abs(noise), THRESHOLD)
    has_range = total >= LEAST_FOR_NUMBERS + THRESHOLD
    return Lie(
        mean=_roughly(mean + noise / total * spread) if is_shared else None,
        median=_roughly(middle / 2),
        low=_roughly(_quantile(values, weights, ends)) if has_range else None,
        high=-_roughly(_quantile(*backwards, ends)) if has_range else None,
    )


def _quantile(values: Numbers, weights: Numbers, below: float) -> float:
    """The first of the ordered values that has more than this weight up to it."""
    at = int(np.searchsorted(np.cumsum(weights), below, side="right"))
    return float(values[min(at, len(values) - 1)])


def _roughly(number: float) -> float:
    return float(f"{number:.{FIGURES}g}")
