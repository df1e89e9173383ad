import numpy as np

from engage.analysis.sureness import sureness


def test_a_sure_code_is_surer_than_a_doubtful_one_and_than_none():
    scores, applies = np.array([[0.95, 0.01], [0.5, 0.1], [0.3, 0.2]]), np.array([[True, False]] * 2 + [[False] * 2])
    first, second, third = sureness(scores, applies, 0.87)
    assert first > 0 > second > third


def test_codes_that_are_certain_allow_one_error_in_about_eight():
    surplus = sureness(np.array([[1.0]] * 8 + [[0.0]] * 2), np.array([[True]] * 10), 0.87)
    assert surplus.sum() > 0
    assert surplus[:6].sum() + surplus[8:].sum() < 0
