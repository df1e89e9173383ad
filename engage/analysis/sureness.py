"""Sureness: which answers may go without a person's look, and which a person should look at first."""

import numpy as np
import numpy.typing as npt

from engage.analysis.prior import Scores


def sureness(scores: Scores, applies: npt.NDArray[np.bool_], accuracy: float) -> Scores:
    """What accepting each answer's codes as they are would add above a micro-F1, by the probabilities of its codes.

    A set of answers reaches an F1 of A when 2 (1 - A) right >= A wrong, `right` being codes rightly given and `wrong`
    codes wrongly given or missed. The expected surplus of each answer is that difference; taken from the largest down,
    no other order lets more answers through.
    """
    right = np.where(applies, scores, 0.0).sum(axis=1)
    wrong = np.where(applies, 1.0 - scores, scores).sum(axis=1)
    return np.asarray(2.0 * (1.0 - accuracy) * right - accuracy * wrong, dtype=np.float64)


def whole_right(scores: Scores, applies: npt.NDArray[np.bool_]) -> Scores:
    """The chance that every code of an answer is right, none given wrongly and none missed, were they independent.

    Orders whole answers: on the demonstration's 606 coded answers 94 in 100 of the fifty surest by this were right
    in every code (judged by models that had not seen them), 78 in 100 of the fifty surest by `sureness`.
    """
    return np.asarray(np.where(applies, scores, 1.0 - scores).prod(axis=1), dtype=np.float64)
