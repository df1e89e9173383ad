"""Closed answers: counts, shares and means of choices and scales, by item and audience."""

from typing import Final

import pandas as pd

COUNT_COLUMNS: Final = ["item_id", "option_id", "audience", "count", "base", "share"]
MEAN_COLUMNS: Final = ["item_id", "audience", "mean", "base"]


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
