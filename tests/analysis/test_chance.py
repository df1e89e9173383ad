import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from engage.analysis.chance import DEVIATE, compare_shares, fisher, holm, wilson, wilson_around


def test_holms_correction_matches_a_hand_worked_case():
    assert holm(np.array([0.01, 0.04, 0.03])) == pytest.approx([0.03, 0.06, 0.06])


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 500), st.floats(0, 1))
def test_an_interval_is_that_of_scipy(base, share):
    people = round(base * share)
    theirs = binomtest(people, base).proportion_ci(method="wilson")
    low, high = wilson(np.array([float(people)]), np.array([float(base)]))
    assert (low[0], high[0]) == (pytest.approx(theirs.low, abs=1e-9), pytest.approx(theirs.high, abs=1e-9))


def test_a_share_of_nobody_has_no_interval():
    assert np.isnan(wilson(np.array([0.0]), np.array([0.0]))).all()


def test_an_interval_around_a_moved_share_is_never_shorter_than_the_noise():
    people, base = np.array([20.0, 9_000.0, 30.0]), np.array([30.0, 9_000.0, 9_000.0])
    low, high = wilson_around(people, base, noise=np.full(3, 2.0))
    alone_low, alone_high = wilson(people, base)
    assert (low <= alone_low).all()
    assert (high >= alone_high).all()
    share = people / base
    assert (np.maximum(share - low, high - share) >= DEVIATE * 2 / base - 1e-12).all()
    assert low.min() >= 0
    assert high.max() <= 1


def test_without_noise_the_interval_is_wilsons_and_of_nobody_there_is_none():
    people, base = np.array([20.0, 0.0]), np.array([30.0, 0.0])
    np.testing.assert_allclose(wilson_around(people, base, noise=np.zeros(2)), wilson(people, base))


def test_two_proportions_match_a_hand_worked_case():
    # 40 of 100 against 25 of 100: pooled 0.325, z = 0.15 / 0.06624 = 2.2646.
    assert compare_shares(40, 100, 25, 100) == pytest.approx(0.02354, abs=1e-5)


def test_few_people_are_compared_exactly():
    assert compare_shares(3, 10, 4, 10) == fisher(3, 10, 4, 10)


def test_noise_in_the_figures_makes_a_difference_less_sure():
    # The noise of counts and bases adds 4 (1 + 0.4^2) / 100^2 + 4 (1 + 0.25^2) / 100^2 to the variance: z = 2.0650.
    assert compare_shares(40, 100, 25, 100, noise=4, others_noise=4) == pytest.approx(0.03892, abs=1e-5)
    assert compare_shares(9, 10, 3, 10, noise=4, others_noise=4) > compare_shares(9, 10, 3, 10)


@pytest.mark.parametrize("people", [0, 10])
def test_where_all_or_none_say_it_nothing_differs(people):
    assert compare_shares(people, 10, people, 10) == 1.0


def test_an_empty_group_differs_from_nobody():
    assert compare_shares(0, 0, 4, 10) == compare_shares(4, 10, 0, 0) == 1.0
