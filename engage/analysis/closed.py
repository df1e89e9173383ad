"""Closed answers: how many chose what, by item and audience, and crossed with each other.

The counts are exact, to be published by `disclosure.protect` only, and their means by `middles`.
"""

from collections.abc import Collection, Hashable, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

COUNT_COLUMNS: Final = ["item_id", "option_id", "audience", "count", "key", "base", "base_key", "share"]
CELL_COLUMNS: Final = ["row", "column", "count", "key", "base", "base_key"]


class Options(NamedTuple):
    """An item, and its options in the order to be shown."""

    item_id: str
    option_ids: Sequence[str]


def count_choices(chosen: pd.DataFrame, options: pd.DataFrame) -> pd.DataFrame:
    """How many people chose each option, by audience.

    `chosen`: `audience`, `item_id`, `option_ids` (what one person chose of the item, each option once), `people` (how
    many of the audience chose just that) and `key`, the sum of their record keys. `options`: `item_id`, `option_id`, in
    the order to be shown. The base is those of the audience who answered the item; options nobody chose are there with
    nought. `key` and `base_key` are the sums of the record keys of those counted.
    """
    people = chosen.astype({"people": np.int64, "key": np.int64})
    bases = people.groupby(["item_id", "audience"], sort=False)[["people", "key"]].sum()
    bases = bases.rename(columns={"people": "base", "key": "base_key"}).reset_index()
    keys = ["item_id", "option_id", "audience"]
    each = people.explode("option_ids").rename(columns={"option_ids": "option_id", "people": "count"})
    counts = each.groupby(keys)[["count", "key"]].sum().astype("Int64").reset_index()
    table = options[["item_id", "option_id"]].merge(bases, on="item_id").merge(counts, on=keys, how="left")
    table[["count", "key"]] = table[["count", "key"]].fillna(0).astype(np.int64)
    table["share"] = table["count"] / table["base"]
    return table[COUNT_COLUMNS]


def cross_items(answers: pd.DataFrame, rows: Options, columns: Options) -> pd.DataFrame:
    """Options of one item (rows) by options of another (columns), among those who answered both.

    `answers`: `response_id`, `key` (the record key), `item_id`, `option_id`, a row for each option chosen; out as
    `disclosure.protect` takes it. The columns are groups without overlap, so the second item must be a question of one
    choice: a person with two options of it is refused with ValueError.
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

    `codings`: `response_id`, `code`, a row for each code that applies; `answers` as for `cross_items`;
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
