"""Cut-offs: from which score a code is said to apply, chosen so that people's verdicts are met best."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

# Without any verdicts: about where the frame's words alone meet people's codes best on half of the public NHS
# comments (micro-F1 .52 at .35; .51 at .30 and at .40).
UNTAUGHT = 0.35
CANDIDATES = np.linspace(0.1, 0.8, 71)
# A code's own cut-off counts for as much as the common one at this many positives: fewer are mostly luck.
EVEN_POSITIVES = 20


def choose_cutoffs(scores: Scores, marks: Marks) -> Scores:
    """One cut-off a code from scores of excerpts the models had not seen, and people's marks on them."""
    if not marks.any():
        return np.full(scores.shape[1], UNTAUGHT)
    common = _best(scores.ravel(), marks.ravel())
    positives = marks.sum(axis=0)
    own = np.array([_best(scores[:, code], marks[:, code]) for code in range(scores.shape[1])])
    share = positives / (positives + EVEN_POSITIVES)
    return np.asarray(share * own + (1 - share) * common, dtype=np.float64)


def _best(scores: Scores, marks: Marks) -> float:
    """The candidate with the best F1; the lowest of equals, so that people see a suggestion rather than miss it."""
    reached = scores[:, None] >= CANDIDATES[None, :]
    right = (reached & marks[:, None]).sum(axis=0)
    f1 = 2 * right / np.maximum(1, reached.sum(axis=0) + marks.sum())
    return float(CANDIDATES[int(np.argmax(f1))])
