import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis.perturbation import KEY_RANGE, REACH, VARIANCE, new_record_key, noise_table, perturb

NOISE = np.arange(-REACH, REACH + 1)

cells = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, KEY_RANGE - 1), st.integers(0, KEY_RANGE - 1)), min_size=1
).map(lambda rows: np.array(rows, dtype=np.int64).T)


@given(cells)
def test_the_same_people_have_the_same_noise(cells):
    assert (perturb(*cells) == perturb(*cells)).all()
    assert perturb(*cells)[0] == perturb(*cells[:, :1])[0]


@given(cells)
def test_a_count_is_never_negative_nor_further_off_than_the_reach(cells):
    published = perturb(*cells)
    assert (published >= 0).all()
    assert (abs(published - cells[0]) <= REACH).all()


@pytest.mark.parametrize("count", range(1, REACH + 1))
def test_noise_has_mean_nought_and_the_stated_variance(count):
    chances = noise_table()[count]
    assert chances @ NOISE == pytest.approx(0, abs=1e-9)
    assert chances @ NOISE**2 == pytest.approx(VARIANCE, abs=1e-9)


def test_record_keys_are_in_range_and_differ():
    keys = {new_record_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(0 <= key < KEY_RANGE for key in keys)
