"""Closed answers: counts, shares and means of choices and scales, by item and audience, and crossed with each other.

`count_choices` and `scale_means` give exact figures for staff; whatever ends in a `Published` may be shown to readers.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from engage.analysis.disclosure import ALL, THRESHOLD, Published, protect

COUNT_COLUMNS: Final = ["item_id", "option_id", "audience", "count", "base", "share"]
MEAN_COLUMNS: Final = ["item_id", "audience", "mean", "base"]
PUBLISHED_MEAN_COLUMNS: Final = ["column", "mean", "base", "shown"]
CELL_COLUMNS: Final = ["row", "column", "count", "base"]

Threshold = int | Mapping[str, int]


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


def scale_means(answers: pd.DataFrame) -> pd.DataFrame:
    """The mean of each scale by audience, from `response_id`, `audience`, `item_id`, `value`; blanks do not count."""
    given = answers.dropna(subset=["value"]).assign(value=lambda table: table["value"].astype(float))
    grouped = given.groupby(["item_id", "audience"], sort=False)
    means = grouped.agg(mean=("value", "mean"), base=("response_id", "nunique")).reset_index()
    return means[MEAN_COLUMNS]


def publish_choices(
    answers: pd.DataFrame, options: pd.DataFrame, item_id: str, *, threshold: Threshold = THRESHOLD
) -> Published:
    """One item, safe to show: a row for each option, a column for each audience that was asked, side by side.

    `answers` and `options` as for `count_choices`.
    """
    own = answers[answers["item_id"] == item_id]
    counts = count_choices(own, options[options["item_id"] == item_id])
    counts = counts.rename(columns={"option_id": "row", "audience": "column"})
    return protect(counts[CELL_COLUMNS], threshold=threshold, exclusive=_is_either_or(own))


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
    return pd.DataFrame(rows, columns=PUBLISHED_MEAN_COLUMNS).astype({"mean": "Float64", "base": "Int64"})


def cross_items(
    answers: pd.DataFrame, row_item: str, column_item: str, *, threshold: Threshold = THRESHOLD
) -> Published:
    """Options of one item (rows) by options of another (columns), among those who answered both; safe to show.

    `answers` as for `count_choices`. The columns are groups without overlap, so the second item must be a question of
    one choice: a person with two options of it is refused with ValueError.
    """
    across = answers[answers["item_id"] == column_item]
    if not _is_either_or(across):
        raise ValueError("The item across the top must be one of which each person chose one option")
    along = answers[answers["item_id"] == row_item]
    return _crossed(
        along[["response_id", "option_id"]].rename(columns={"option_id": "row"}),
        across[across["response_id"].isin(along["response_id"])],
        threshold,
        exclusive=_is_either_or(along),
    )


def cross_codes(
    codings: pd.DataFrame,
    answers: pd.DataFrame,
    item_id: str,
    respondents: pd.DataFrame,
    *,
    threshold: Threshold = THRESHOLD,
) -> Published:
    """What those say who chose each option: codes (rows) by options of an item of one choice (columns); safe to show.

    `codings` and `respondents` as for `findings.find`, `answers` as for `count_choices`. The base of an option is
    those who chose it and answered an open question.
    """
    across = answers[(answers["item_id"] == item_id) & answers["response_id"].isin(respondents["response_id"])]
    if not _is_either_or(across):
        raise ValueError("The item across the top must be one of which each person chose one option")
    said = codings[codings["applies"].astype(bool)]
    along = said[["response_id", "code"]].rename(columns={"code": "row"})
    return _crossed(along, across, threshold, exclusive=False)


def side_by_side(published: Published) -> pd.DataFrame:
    """A published table as it is read: `row`, then a column for each group and "All", with the texts to print."""
    totals = published.totals[["row", "shown"]].assign(column=ALL)
    texts = pd.concat([published.cells[["row", "column", "shown"]], totals])
    wide = texts.pivot_table(index="row", columns="column", values="shown", aggfunc="first", sort=False)
    wide.columns.name = None
    return wide.reset_index()


def _crossed(along: pd.DataFrame, across: pd.DataFrame, threshold: Threshold, *, exclusive: bool) -> Published:
    """Rows that people stand in, by the option each of them chose; every row with every column, nought where none."""
    across = across[["response_id", "option_id"]].drop_duplicates().rename(columns={"option_id": "column"})
    both = along.drop_duplicates().merge(across, on="response_id")
    bases = across.groupby("column").size()
    grid = pd.MultiIndex.from_product([pd.unique(both["row"]), bases.index], names=["row", "column"])
    counts = both.groupby(["row", "column"]).size().reindex(grid, fill_value=0).rename("count").reset_index()
    counts["base"] = counts["column"].map(bases).astype(int)
    return protect(counts[CELL_COLUMNS], threshold=threshold, exclusive=exclusive)


def _is_either_or(answers: pd.DataFrame) -> bool:
    """Whether nobody chose two options: then the rows add up, which disclosure control has to reckon with."""
    return bool(not answers.drop_duplicates(["response_id", "option_id"])["response_id"].duplicated().any())
