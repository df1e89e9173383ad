"""Closed answers: counts, shares and means of choices and scales, by item and audience, and crossed with each other.

What counts gives exact figures, to be published by `disclosure.protect` only; what publishes takes no more than that
lets out.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from engage.analysis.disclosure import THRESHOLD, Published

COUNT_COLUMNS: Final = ["item_id", "option_id", "audience", "count", "base", "share"]
MEAN_COLUMNS: Final = ["column", "mean", "base", "shown"]
NUMBER_COLUMNS: Final = ["column", "mean", "median", "low", "high"]
CELL_COLUMNS: Final = ["row", "column", "count", "base"]
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


class Counted(NamedTuple):
    """Exact counts (`row`, `column`, `count`, `base`), as `disclosure.protect` takes them, and whether each person
    stands in one row only."""

    counts: pd.DataFrame
    exclusive: bool


def count_choices(answers: pd.DataFrame, options: pd.DataFrame) -> pd.DataFrame:
    """How many people chose each option, by audience.

    `answers`: `response_id`, `audience`, `item_id`, `option_id`, one row for each option chosen. `options`: `item_id`,
    `option_id`, in the order to be shown. The base is those of the audience who answered the item; options nobody
    chose are there with nought. The same option twice by one person counts once.
    """
    chosen = answers.drop_duplicates(["response_id", "item_id", "option_id"])
    keys = ["item_id", "option_id", "audience"]
    counts = chosen.groupby(keys).size().rename("count").reset_index()
    bases = answers.groupby(["item_id", "audience"], sort=False)["response_id"].nunique().rename("base").reset_index()
    table = options[["item_id", "option_id"]].merge(bases, on="item_id").merge(counts, on=keys, how="left")
    table["count"] = table["count"].fillna(0).astype(int)
    table["share"] = table["count"] / table["base"]
    return table[COUNT_COLUMNS]


def publish_means(published: Published, values: Mapping[str, float]) -> pd.DataFrame:
    """The mean of a scale for each column of its published counts: `column`, `mean`, `base`, `shown`.

    `values` gives the number of each option; those without one ("don't know") are left out of mean and base. Taken
    from published counts alone: with counts withheld, an exact mean would be one equation more to work them out by,
    so it is missing there and shown as "not shown"; nobody having answered is "no answers".
    """
    cells = published.cells[published.cells["row"].isin(list(values))]
    rows = []
    for column, of in cells.groupby("column", sort=False):
        counts = of["count"].astype(float)
        known, base = bool(counts.notna().all()), counts.sum()
        mean = (counts * of["row"].map(values)).sum() / base if known and base else None
        text = ("no answers" if mean is None else f"{mean:.1f}") if known else "not shown"
        rows.append((column, mean, int(base) if known else None, text))
    return pd.DataFrame(rows, columns=MEAN_COLUMNS).astype({"mean": "Float64", "base": "Int64"})


def publish_numbers(published: Published, answers: pd.DataFrame) -> pd.DataFrame:
    """Where the numbers of each column lie (`column`, `mean`, `median`, `low`, `high`), to two figures.

    `published` are its counts by band; `answers` has a row for each number: `column`, `value`. A column with a count
    withheld has none of these, nor one of fewer than ten numbers. The mean is left out where one number makes most
    of the sum. From `low` to `high` lie all but the five lowest and the five highest, since the least and the
    greatest number are one person's each; for that it takes fifteen.
    """
    cells = published.cells
    unknown = set(cells.loc[cells[["count", "base"]].isna().any(axis=1), "column"])
    rows = [
        (column, *_where_numbers_lie(np.sort(of.to_numpy(dtype=float))))
        for column, of in answers.groupby("column", sort=False)["value"]
        if column not in unknown and len(of) >= LEAST_FOR_NUMBERS
    ]
    return pd.DataFrame(rows, columns=NUMBER_COLUMNS).astype(dict.fromkeys(NUMBER_COLUMNS[1:], "Float64"))


def _where_numbers_lie(numbers: Numbers) -> tuple[float | None, float, float | None, float | None]:
    largest = np.sort(np.abs(numbers))[::-1]
    is_shared = largest[2:].sum() >= CLOSEST * largest[0]
    has_range = len(numbers) >= LEAST_FOR_NUMBERS + THRESHOLD
    return (
        _roughly(numbers.mean()) if is_shared else None,
        _roughly(np.median(numbers)),
        _roughly(numbers[THRESHOLD]) if has_range else None,
        _roughly(numbers[-THRESHOLD - 1]) if has_range else None,
    )


def _roughly(number: float) -> float:
    return float(f"{number:.{FIGURES}g}")


def cross_items(answers: pd.DataFrame, rows: Options, columns: Options) -> Counted:
    """Options of one item (rows) by options of another (columns), among those who answered both.

    `answers` as for `count_choices`. The columns are groups without overlap, so the second item must be a question of
    one choice: a person with two options of it is refused with ValueError.
    """
    along = answers[answers["item_id"] == rows.item_id]
    across = answers[(answers["item_id"] == columns.item_id) & answers["response_id"].isin(along["response_id"])]
    counts = _crossed(along.rename(columns={"option_id": "row"}), across, rows.option_ids, columns.option_ids)
    return Counted(counts, _is_either_or(along))


def cross_codes(
    codings: pd.DataFrame,
    codes: Sequence[str],
    answers: pd.DataFrame,
    columns: Options,
    respondents: Collection[Hashable],
) -> Counted:
    """What those say who chose each option: codes (rows) by options of an item of one choice (columns).

    `codings`: `response_id`, `code`, a row for each code that applies; `answers` as for `count_choices`;
    `respondents` are the responses that answered an open question. The base of an option is those of them who chose
    it.
    """
    across = answers[(answers["item_id"] == columns.item_id) & answers["response_id"].isin(respondents)]
    along = codings.rename(columns={"code": "row"})
    return Counted(_crossed(along, across, codes, columns.option_ids), exclusive=False)


def _crossed(along: pd.DataFrame, across: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Rows that people stand in, by the option each of them chose; every row with every column, nought where none.

    Columns nobody chose are left out: of nobody there is nothing to tell.
    """
    if not _is_either_or(across):
        raise ValueError("The item across the top must be one of which each person chose one option")
    across = across[["response_id", "option_id"]].drop_duplicates().rename(columns={"option_id": "column"})
    both = along[["response_id", "row"]].drop_duplicates().merge(across, on="response_id")
    bases = across.groupby("column").size()
    chosen = [column for column in columns if column in bases.index]
    grid = pd.MultiIndex.from_product([list(rows), chosen], names=["row", "column"])
    counts = both.groupby(["row", "column"]).size().reindex(grid, fill_value=0).rename("count").reset_index()
    counts["base"] = counts["column"].map(bases).astype(int)
    return counts[CELL_COLUMNS]


def _is_either_or(answers: pd.DataFrame) -> bool:
    """Whether nobody chose two options: then the rows add up, which disclosure control has to reckon with."""
    return bool(not answers.drop_duplicates(["response_id", "option_id"])["response_id"].duplicated().any())
