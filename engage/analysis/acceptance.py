"""Acceptance: from which sureness on whole answers may be coded without a person's look, measured on people's verdicts.

An answer is right when every code of it is: none wrongly given, none missed.
"""

from typing import Final, NamedTuple

import numpy as np
from scipy.stats import norm
from sklearn.model_selection import KFold

from engage.analysis.cutoffs import Marks, choose_cutoffs
from engage.analysis.prior import Scores
from engage.analysis.sureness import whole_right

# What two trained people reach with each other on comments of this kind (see docs/analysis.md); the machine is offered
# where it does as well.
ACCURACY: Final = 0.87
# The true share is hardly ever below this: eight in ten is what a careful reader still takes for nearly all.
LEAST_RIGHT: Final = 0.8
# With fewer confirmed answers the 95 per cent interval of a share of .87 is wider than 14 in 100 (Wilson 1927).
LEAST_MEASURED: Final = 100
FOLDS: Final = 5
DRAWN: Final = float(norm.ppf(0.975))


class Offer(NamedTuple):
    """What may be offered. `measured`: on how many confirmed answers; `accepted`: how many of them are at least as sure
    as `least`; `right`: the share of these whose codes are all right, and its 95 per cent interval `low` to `high`.

    Without an offer the last four are missing, and `accepted` is nought.
    """

    measured: int
    accepted: int = 0
    least: float | None = None
    right: float | None = None
    low: float | None = None
    high: float | None = None


def offer(scores: Scores, marks: Marks, *, seed: int = 0) -> Offer:
    """The most that may be accepted at `ACCURACY`, from scores given before people's `marks` on the answers were seen.

    Cut-offs are chosen on four fifths and judged on the other (five folds). The surest answers come first; the largest
    number of them is offered of which `ACCURACY` are right as whole answers, and hardly ever fewer than `LEAST_RIGHT`.
    """
    if len(marks) < LEAST_MEASURED:
        return Offer(len(marks))
    applies = np.zeros(marks.shape, dtype=bool)
    for train, held in KFold(FOLDS, shuffle=True, random_state=seed).split(marks):
        applies[held] = (scores[held] >= choose_cutoffs(scores[train], marks[train])) & (scores[held] > 0)
    sure = whole_right(scores, applies)
    order = np.argsort(-sure, kind="stable")
    right = np.cumsum((applies == marks).all(axis=1)[order])
    number = np.arange(1.0, len(order) + 1)
    low, high = _wilson(right / number, number)
    # Answers as sure as each other go together.
    is_last = np.append(np.diff(sure[order]) != 0, True)
    good = np.flatnonzero((right / number >= ACCURACY) & (low >= LEAST_RIGHT) & is_last)
    if not len(good):
        return Offer(len(marks))
    at = int(good[-1])
    return Offer(
        len(marks), at + 1, float(sure[order][at]), float(right[at] / number[at]), float(low[at]), float(high[at])
    )


def _wilson(share: Scores, number: Scores) -> tuple[Scores, Scores]:
    """The 95 per cent interval of a share of so many."""
    weight = DRAWN**2 / number
    middle = (share + weight / 2) / (1 + weight)
    half = DRAWN * np.sqrt(share * (1 - share) / number + weight / (4 * number)) / (1 + weight)
    return middle - half, middle + half
