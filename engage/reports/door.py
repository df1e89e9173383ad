"""The one door out of a wave: every table passes it, held against all that readers of the wave were told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from engage.analysis.disclosure import THRESHOLD, Published, protect
from engage.analysis.seen import Names, Seen

VOICE = "voice"
AUDIENCE = "audience"
SAID = "said"


@dataclass
class Door:
    """`before` is what was told, the earliest first; `thresholds` by audience, where one has another than the usual.

    What passes is kept in `told`, and each table is held against those that passed before it.
    """

    before: Sequence[Seen] = ()
    thresholds: Mapping[str, int] = field(default_factory=dict)
    told: list[Published] = field(default_factory=list)

    def let_out(self, counts: pd.DataFrame, names: Names, *, exclusive: bool = False) -> Published:
        """As `analysis.disclosure.protect`; columns that are voices or audiences have the thresholds of those."""
        by_voice = self.thresholds if names.columns in (VOICE, AUDIENCE) else self._threshold_within(names)
        against = [*self.before, *(published.seen for published in self.told)]
        published = protect(counts, threshold=by_voice, exclusive=exclusive, against=against, names=names)
        self.told.append(published)
        return published

    def _threshold_within(self, names: Names) -> int:
        """The threshold of a table within one voice."""
        return self.thresholds.get(names.within.removeprefix(f"{VOICE}="), THRESHOLD)

    @property
    def seen(self) -> list[Seen]:
        """What readers know once it is published."""
        return [published.seen for published in self.told]


def within(voice: str) -> str:
    """How a table says that it is of one voice alone."""
    return f"{VOICE}={voice}"
