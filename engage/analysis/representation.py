"""Representation: who answered against who could, and which groups are missing, while they can still be reached.

A table of plain sentences that is safe to show: everything is judged by published counts alone, so that being named
as missing tells no more than the counts do.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binom

from engage.analysis.chance import SIGNIFICANCE, Floats, holm
from engage.analysis.disclosure import THRESHOLD, protect

REPRESENTATION_COLUMNS: Final = [
    *["kind", "group", "answered", "size", "rate", "share", "expected_share", "expected", "is_missing", "wanted"],
    "sentence",
]
# Under four fifths of what would be in proportion: the rule by which selection is called uneven (Uniform Guidelines
# on Employee Selection Procedures, 1978).
UNEVEN: Final = 0.8


def represent(answered: pd.DataFrame, known: pd.DataFrame, *, threshold: int = THRESHOLD) -> pd.DataFrame:
    """Who answered against who could, group by group.

    `answered`: `kind` (audience, ward, age band, SEN), `group`, `count` of responses. `known`: `kind`, `group`,
    `size`, how many people there are; a size may be missing. The groups of a kind do not overlap. Out, by `kind` and
    `group`: `answered`, the text to print; `size`; `rate`, answers by size; `share` of the answers from groups
    of known size; `expected_share` and `expected`, were they in
    proportion to sizes; `is_missing`; `wanted`, how many more
    answers would bring it within four fifths of its part; `sentence`.

    A group is missing where nobody of it answered, or where fewer than four fifths of its part did and chance would
    bring so few less than once in twenty (binomial test with Holm's correction over the groups of its kind). A count
    withheld for being small is taken as the highest it could be.
    """
    keys = ["kind", "group"]
    groups = pd.concat([known[keys], answered[keys]]).drop_duplicates()
    counts = groups.merge(known[[*keys, "size"]], on=keys, how="left").merge(answered, on=keys, how="left")
    counts["count"] = counts["count"].fillna(0).astype(int)
    tables = [_of_kind(str(kind), of, threshold) for kind, of in counts.groupby("kind", sort=False)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=REPRESENTATION_COLUMNS)


def missing(represented: pd.DataFrame) -> list[str]:
    """The sentences of the groups that are missing, those that want the most answers first."""
    found = represented[represented["is_missing"].astype(bool)].sort_values("wanted", ascending=False, kind="stable")
    return [str(sentence) for sentence in found["sentence"]]


def _of_kind(kind: str, counts: pd.DataFrame, threshold: int) -> pd.DataFrame:
    cells = pd.DataFrame({"row": "answered", "column": counts["group"], "count": counts["count"]})
    bases = protect(cells.assign(base=cells["count"]), threshold=threshold).bases.set_index("column")
    table = counts[["kind", "group", "size"]].assign(answered=list(bases["shown"].iloc[:-1])).reset_index(drop=True)
    table["number"] = bases["base"].iloc[:-1].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    few = table["answered"].str.contains("few").map({True: threshold - 1.0, False: np.nan})
    table["at_most"] = table["number"].fillna(few)
    table["size"] = table["size"].astype(float)
    sized = table[table["size"] > 0]
    whole = sized["at_most"].sum(skipna=False)
    table["rate"], table["share"] = sized["number"] / sized["size"], sized["number"] / (whole or np.nan)
    table["expected_share"] = sized["size"] / sized["size"].sum()
    table["expected"] = whole * table["expected_share"]
    table["is_missing"] = _are_missing(table, whole)
    wanted = pd.Series(np.maximum(1.0, np.ceil(UNEVEN * table["expected"] - table["at_most"])))
    table["wanted"] = wanted.where(table["is_missing"]).astype("Int64")
    table["sentence"] = list(_sentences(table))
    return table[REPRESENTATION_COLUMNS]


def _are_missing(table: pd.DataFrame, whole: float) -> npt.NDArray[np.bool_]:
    at_most, expected = table["at_most"].to_numpy(), table["expected"].to_numpy()
    chances: Floats = binom.cdf(at_most, whole, table["expected_share"].to_numpy())
    judged = ~np.isnan(chances)
    chances[judged] = holm(chances[judged])
    is_uneven = (at_most < UNEVEN * expected) & (chances < SIGNIFICANCE)
    return np.asarray(is_uneven | ((at_most == 0) & (table["size"].to_numpy() > 0)))


def _sentences(table: pd.DataFrame) -> Iterator[str]:
    for row in table.to_dict("records"):
        said = f"{row['group']}: {_said(row)}."
        if row["is_missing"] and row["expected"] >= 1:
            said += f" About {row['expected']:.0f} would be their part of all who answered."
        elif not row["is_missing"] and np.isnan(row["expected_share"]):
            said += " How many there are is not known."
        yield said


def _said(row: dict[Any, Any]) -> str:
    of = "" if np.isnan(row["size"]) else f" of {row['size']:.0f}"
    told = "nobody" if row["answered"] == "0" else row["answered"]
    return f"{told}{of} answered"
