"""How many answered, and how many wrote something, as it may be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from engage.analysis.disclosure import ALL, Published, protect
from engage.reports.counting import figure_words, whole
from engage.reports.queries import WriterCount
from engage.reports.thresholds import Thresholds
from engage.surveys.models import Help
from engage.surveys.queries import HelpCount


class Turnout(NamedTuple):
    """How many responses there are as it may be told: by audience (all together under "All"), and of all of them those
    given with help, and those given in somebody's place."""

    reach: dict[str, str]
    helped: str
    proxies: str


def count_turnout(responses: Sequence[HelpCount], thresholds: Thresholds) -> Turnout:
    """From submitted responses by audience and who helped."""
    if not responses:
        return Turnout({ALL: "0"}, "0", "0")
    given = pd.DataFrame(responses, columns=["column", "help", "count", "key"])
    helped = given["help"].isin([Help.READ, Help.WROTE])
    published = _protect_some(given, {"helped": helped, "proxies": given["help"] == Help.PROXY}, thresholds)
    bases = dict(zip(published.bases["column"], published.bases["shown"], strict=True))
    totals = published.totals
    return Turnout(bases, *map(figure_words, totals["count"], totals["likely"], totals["shown"]))


def count_writers(counts: Sequence[WriterCount], thresholds: Thresholds) -> tuple[int | None, int | None]:
    """How many people have written answers, and of how many a person has read all, as it may be told."""
    if not counts:
        return 0, 0
    given = pd.DataFrame(counts, columns=["column", "count", "key", "is_read"])
    published = _protect_some(given, {"read": given["is_read"].astype(bool)}, thresholds)
    return whole(published.bases["base"].iloc[-1]), whole(published.totals["count"].iloc[0])


def _protect_some(given: pd.DataFrame, rows: Mapping[str, pd.Series], thresholds: Thresholds) -> Published:
    """Those of `given` (`column`, `count`, `key`) that each row is of, among all of them."""
    everything = given.groupby("column", sort=False)[["count", "key"]].sum()
    given = given.join(everything.rename(columns={"count": "base", "key": "base_key"}), on="column")
    counts = [
        given.assign(row=row, count=given["count"] * is_of, key=given["key"] * is_of) for row, is_of in rows.items()
    ]
    secret = thresholds.secret_of("+".join(rows))
    return protect(pd.concat(counts, ignore_index=True), threshold=thresholds, secret=secret)
