"""Representation: who answered against who could, and which groups are missing, while they can still be reached.

Everything is judged by published figures alone, so that being named as missing tells no more than the figures do.
"""

from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binom

from engage.analysis.chance import SIGNIFICANCE, Floats, holm

REPRESENTATION_COLUMNS: Final = ["group", "share", "known_share", "state", "wanted"]
# Under four fifths of what would be in proportion: the rule by which selection is called uneven (Uniform Guidelines
# on Employee Selection Procedures, 1978).
UNEVEN: Final = 0.8


class State(StrEnum):
    """How a group stands among those who answered. `UNKNOWN`: nobody says how large it is."""

    FEWER = "fewer"
    TOO_FEW_TO_TELL = "too few to tell"
    ENOUGH = "enough"
    UNKNOWN = "unknown"

    @property
    def is_missing(self) -> bool:
        return self is State.FEWER


def represent(told: pd.DataFrame, known: pd.DataFrame, *, base: float) -> pd.DataFrame:
    """How each group of one question stands against its part of everybody.

    `told`: `group`, `count` as it may be told (missing where it is not), `least` and `most`, between which the truth
    lies. `known`: `group`, `share` from 0 to 1, of some of the groups. `base`: how many people said which group they
    are of (NaN where that is not told). Out, in the order of `told`: `group`; `share` of the base; `known_share`;
    `state` (a `State`); `wanted`, about how many more answers would bring a missing group within four fifths of its
    part.

    Fewer than expected: at the most under four fifths of its part, where chance would bring so few less than once in
    twenty (binomial test with Holm's correction over the groups of known share). Enough: at the least four fifths of
    it, among so many that nobody at all would have been seen to be too few. Between the two, there are too few to tell.
    """
    table = told.merge(known.rename(columns={"share": "known_share"}), on="group", how="left")
    count, least, most, share = (
        table[name].to_numpy(dtype=float, na_value=np.nan) for name in ("count", "least", "most", "known_share")
    )
    part = UNEVEN * share * base
    table["share"] = count / (base or np.nan)
    is_fewer = (most < part) & (_chances(most, share, base) < SIGNIFICANCE)
    is_enough = (least >= part) & (_chances(np.zeros_like(share), share, base) < SIGNIFICANCE)
    chosen = np.select([np.isnan(share), is_fewer, is_enough], [0, 1, 2], default=3)
    named = (State.UNKNOWN, State.FEWER, State.ENOUGH, State.TOO_FEW_TO_TELL)
    table["state"] = [named[state] for state in chosen]
    wanted = np.maximum(1.0, np.ceil((part - (least + most) / 2) / (1 - UNEVEN * share)))
    table["wanted"] = pd.Series(np.where(is_fewer, wanted, np.nan), dtype="Int64")
    return table[REPRESENTATION_COLUMNS]


def _chances(most: Floats, share: Floats, base: float) -> npt.NDArray[np.float64]:
    """The chance of so few at random, corrected for looking at every group; 1 where nothing can be said."""
    chances = np.asarray(binom.cdf(most, base, share), dtype=np.float64)
    judged = ~np.isnan(chances)
    chances[judged] = holm(chances[judged])
    return np.where(judged, chances, 1.0)
