import numpy as np
import pytest

from engage.analysis.acceptance import ACCURACY, LEAST_MEASURED, LEAST_RIGHT, offer


def judged(sure_right, number=200, seed=0):
    """Scores and marks of one code on as many answers; of the surer half so large a share is right."""
    random = np.random.default_rng(seed)
    marks = random.random((number, 1)) < 0.5
    is_sure = np.arange(number) < number // 2
    is_right = np.where(is_sure, random.random(number) < sure_right, random.random(number) < 0.5)[:, None]
    near = np.where(is_sure, 0.95, 0.6)[:, None]
    return np.where(marks == is_right, near, 1 - near), marks


def test_what_is_nearly_always_right_is_offered_with_its_interval():
    found = offer(*judged(0.97))
    assert found.measured == 200
    assert 90 <= found.accepted <= 130
    assert LEAST_RIGHT <= found.low < found.right < found.high
    assert found.right >= ACCURACY


def test_what_is_too_often_wrong_is_not_offered():
    found = offer(*judged(0.6))
    assert (found.accepted, found.least, found.right) == (0, None, None)


def test_too_few_coded_answers_tell_nothing():
    assert offer(*judged(1.0, number=LEAST_MEASURED - 1)) == (LEAST_MEASURED - 1, 0, None, None, None, None)


@pytest.mark.parametrize("seed", range(5))
def test_an_offer_holds_for_answers_that_were_not_measured(seed):
    found = offer(*judged(0.95, number=400, seed=seed))
    scores, marks = judged(0.95, number=2000, seed=seed + 100)
    sure = np.maximum(scores, 1 - scores)[:, 0] >= found.least
    right = ((scores > 0.5) == marks)[sure].mean()
    assert found.low - 0.05 <= right <= found.high + 0.05
