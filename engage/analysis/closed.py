"""Closed answers: counts, shares and means of choices and scales, by item and audience, and crossed with each other.

What counts gives exact figures, to be published by `disclosure.protect` only; what publishes goes through the
noise that the counts of the same people have.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from engage.analysis.disclosure import THRESHOLD, Published

COUNT_COLUMNS: Final = ["item_id", "option_id", "audience", "count", "key", "base", "base_key", "share"]
MEAN_COLUMNS: Final = ["column", "mean", "base", "shown"]
NUMBER_COLUMNS: Final = ["column", "mean", "median", "low", "high"]
CELL_COLUMNS: Final = ["row", "column", "count", "key", "base", "base_key"]
# A figure drawn from fewer numbers leans on single ones: ten is the rule of thumb of the "Handbook on Statistical
# Disclosure Control for Outputs" (Safe Data Access Professionals, 2019).
LEAST_FOR_NUMBERS: Final = 10
# The p% rule for sums (Hundepool and others, "Statistical Disclosure Control", 2012): who gave the second largest
# number must not be able to work out the largest to within a tenth.
CLOSEST: Final = 0.1
# Rounded so, a mean does not give back the number of who came last.
FIGURES: Final = 2

Numbers = npt.NDArray[np.float64]


class Options(NamedTuple):
    """An item, and its options in the order to be shown."""

    item_id: str
    option_ids: Sequence[str]


def count_choices(answers: pd.DataFrame, options: pd.DataFrame) -> pd.DataFrame:
    """How many people chose each option, by audience.

    `answers`: `response_id`, `audience`, `key` (the record key), `item_id`, `option_id`, one row for each option
    chosen. `options`: `item_id`, `option_id`, in the order to be shown. The base is those of the audience who answered
    the item; options nobody chose are there with nought. The same option twice by one person counts once. `key` and
    `base_key` are the sums of the record keys of those counted.
    """
    chosen = answers.drop_duplicates(["response_id", "item_id", "option_id"])
    keys = ["item_id", "option_id", "audience"]
    counts = chosen.groupby(keys)["key"].agg(count="size", key="sum").astype("Int64").reset_index()
    people = answers.drop_duplicates(["response_id", "item_id", "audience"])
    bases = people.groupby(["item_id", "audience"], sort=False)["key"].agg(base="size", base_key="sum").reset_index()
    table = options[["item_id", "option_id"]].merge(bases, on="item_id").merge(counts, on=keys, how="left")
    table[["count", "key"]] = table[["count", "key"]].fillna(0).astype(np.int64)
    table["share"] = table["count"] / table["base"]
    return table[COUNT_COLUMNS]


def publish_means(published: Published, values: Mapping[str, float]) -> pd.DataFrame:
    """The mean of a scale for each column of its published counts: `column`, `mean`, `base`, `shown`.

    `values` gives the number of each option; those without one ("don't know") are left out of mean and base. It is the
    mean of the counts with their noise, those under the threshold as well, to one decimal: of many people together it
    tells of no small figure. Missing, and shown as "not shown", where a column's base is not told, or so few gave a
    number that they are under the threshold; nobody having answered is "no answers".
    """
    moved = published.perturbed[published.perturbed["row"].isin(list(values))]
    is_told = published.bases.set_index("column")["base"].notna()
    rows = []
    for column, of in moved.groupby("column", sort=False):
        base = int(of["count"].sum())
        known = bool(is_told[column]) and (base == 0 or base >= THRESHOLD)
        mean = float((of["count"] * of["row"].map(values)).sum()) / base if known and base else None
        text = ("no answers" if mean is None else f"{mean:.1f}") if known else "not shown"
        rows.append((column, mean, base if known else None, text))
    return pd.DataFrame(rows, columns=MEAN_COLUMNS).astype({"mean": "Float64", "base": "Int64"})


def publish_numbers(published: Published, answers: pd.DataFrame) -> pd.DataFrame:
    """Where the numbers of each column lie (`column`, `mean`, `median`, `low`, `high`), to two figures.

    `published` are its counts by band; `answers` has a row for each number: `column`, `row` (its band), `value`. Each
    number weighs as much as its band has grown or shrunk by the noise. A column whose base is not told has none of
    these, nor one of fewer than ten numbers. The mean is left out where one number makes most of the sum. From `low`
    to `high` lie all but the five lowest and the five highest, since the least and the greatest number are one
    person's each; for that it takes fifteen.
    """
    told = published.bases.loc[published.bases["base"].notna(), "column"]
    sizes = answers.groupby(["column", "row"]).size().rename("people").reset_index()
    weights = published.perturbed.merge(sizes, on=["column", "row"])
    weights["weight"] = weights["count"] / weights["people"]
    weighed = answers.merge(weights[["column", "row", "weight"]], on=["column", "row"])
    rows = [
        (column, *_where_numbers_lie(of.sort_values("value")))
        for column, of in weighed[weighed["column"].isin(told)].groupby("column", sort=False)
        if of["weight"].sum() >= LEAST_FOR_NUMBERS
    ]
    return pd.DataFrame(rows, columns=NUMBER_COLUMNS).astype(dict.fromkeys(NUMBER_COLUMNS[1:], "Float64"))


def _where_numbers_lie(numbers: pd.DataFrame) -> tuple[float | None, float, float | None, float | None]:
    values, weights = (numbers[name].to_numpy(dtype=float) for name in ("value", "weight"))
    largest = np.sort(np.abs(values))[::-1]
    is_shared = largest[2:].sum() >= CLOSEST * largest[0]
    has_range = weights.sum() >= LEAST_FOR_NUMBERS + THRESHOLD
    backwards = -values[::-1], weights[::-1]
    middle = (_quantile(values, weights, weights.sum() / 2) - _quantile(*backwards, weights.sum() / 2)) / 2
    return (
        _roughly(np.average(values, weights=weights)) if is_shared else None,
        _roughly(middle),
        _roughly(_quantile(values, weights, THRESHOLD)) if has_range else None,
        -_roughly(_quantile(*backwards, THRESHOLD)) if has_range else None,
    )


def _quantile(values: Numbers, weights: Numbers, below: float) -> float:
    """The first of the ordered values that has more than this weight up to it."""
    at = int(np.searchsorted(np.cumsum(weights), below, side="right"))
    return float(values[min(at, len(values) - 1)])


def _roughly(number: float) -> float:
    return float(f"{number:.{FIGURES}g}")


def cross_items(answers: pd.DataFrame, rows: Options, columns: Options) -> pd.DataFrame:
    """Options of one item (rows) by options of another (columns), among those who answered both.

    `answers` as for `count_choices`; out as `disclosure.protect` takes it. The columns are groups without overlap, so
    the second item must be a question of one choice: a person with two options of it is refused with ValueError.
    """
    along = answers[answers["item_id"] == rows.item_id]
    across = answers[(answers["item_id"] == columns.item_id) & answers["response_id"].isin(along["response_id"])]
    return _crossed(along.rename(columns={"option_id": "row"}), across, rows.option_ids, columns.option_ids)


def cross_codes(
    codings: pd.DataFrame,
    codes: Sequence[str],
    answers: pd.DataFrame,
    columns: Options,
    respondents: Collection[Hashable],
) -> pd.DataFrame:
    """What those say who chose each option: codes (rows) by options of an item of one choice (columns).

    `codings`: `response_id`, `code`, a row for each code that applies; `answers` as for `count_choices`;
    `respondents` are the responses that answered an open question. The base of an option is those of them who chose
    it. Out as `disclosure.protect` takes it.
    """
    across = answers[(answers["item_id"] == columns.item_id) & answers["response_id"].isin(respondents)]
    return _crossed(codings.rename(columns={"code": "row"}), across, codes, columns.option_ids)


def _crossed(along: pd.DataFrame, across: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Rows that people stand in, by the option each of them chose; every row with every column, nought where none.

    Columns nobody chose are left out: of nobody there is nothing to tell.
    """
    across = across[["response_id", "option_id", "key"]].drop_duplicates(["response_id", "option_id"])
    if across["response_id"].duplicated().any():
        raise ValueError("The item across the top must be one of which each person chose one option")
    across = across.rename(columns={"option_id": "column"})
    both = along[["response_id", "row"]].drop_duplicates().merge(across, on="response_id")
    bases = across.groupby("column")["key"].agg(base="size", base_key="sum")
    chosen = [column for column in columns if column in bases.index]
    grid = pd.MultiIndex.from_product([list(rows), chosen], names=["row", "column"])
    counts = both.groupby(["row", "column"])["key"].agg(count="size", key="sum").reindex(grid, fill_value=0)
    return counts.reset_index().merge(bases, on="column", how="left")[CELL_COLUMNS]
