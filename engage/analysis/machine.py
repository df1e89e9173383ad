"""Machine: all that is said of excerpts at once: their codes, how they feel, and how the part about each code feels."""

from typing import Final, NamedTuple

import pandas as pd

from engage.analysis.felt import FeltCoder
from engage.analysis.frame_coder import FrameCoder
from engage.analysis.parts import part_about

READ_COLUMNS: Final = ["excerpt_id", "text", "question"]


class Told(NamedTuple):
    """`suggested`: as from `FrameCoder.suggest`, with `sentiment` (1 to 5) and `mixed` of the part about a code that
    applies (missing and False where it does not). `felt`: as from `FeltCoder.score`."""

    suggested: pd.DataFrame
    felt: pd.DataFrame


class Machine(NamedTuple):
    """The two coders, each fitted. It can be sent to another process or machine."""

    coder: FrameCoder
    feeling: FeltCoder

    def read(self, excerpts: pd.DataFrame) -> Told:
        """What is said of these excerpts (`excerpt_id`, `text`, `question`), whatever others are read beside them."""
        suggested = self.coder.suggest(excerpts)
        parts = suggested.loc[suggested["applies"].astype(bool), ["excerpt_id", "evidence"]]
        parts = parts.reset_index(names="row").merge(excerpts, on="excerpt_id")
        parts["text"] = [part_about(*pair) for pair in zip(parts["text"], parts["evidence"], strict=True)]
        felt = self.feeling.score(parts).set_axis(parts["row"])
        return Told(
            suggested.assign(
                sentiment=felt["sentiment"].reindex(suggested.index),
                mixed=felt["mixed"].reindex(suggested.index, fill_value=False).astype(bool),
            ),
            self.feeling.score(excerpts),
        )
