import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.analysis.perturbation import (
    CHANCE_BITS,
    KEY_RANGE,
    PART_BITS,
    PARTS,
    REACH,
    VARIANCE,
    keys_of_parts,
    new_record_key,
    noise_table,
    perturb,
)

NOISE = np.arange(-REACH, REACH + 1)

keys = st.integers(0, KEY_RANGE - 1)
cells = st.lists(st.tuples(st.integers(0, 500), keys, keys), min_size=1).map(
    lambda rows: np.array(rows, dtype=np.int64).T
)


def record_keys(number):
    return np.array([new_record_key() for _ in range(number)], dtype=np.int64)


def summed(members):
    return members.sum(axis=-1)


@given(cells)
def test_the_same_people_have_the_same_noise_in_every_table(cells):
    assert (perturb(*cells) == perturb(*cells)).all()
    assert perturb(*cells)[0] == perturb(*cells[:, :1])[0]


@given(cells)
def test_a_count_is_never_negative_nor_further_off_than_the_reach(cells):
    published = perturb(*cells)
    assert (published >= 0).all()
    assert (abs(published - cells[0]) <= REACH).all()


@given(keys, keys)
def test_nobody_stays_nobody(cell, base):
    assert perturb(np.array([0]), np.array([cell]), np.array([base])) == 0


@pytest.mark.parametrize("count", range(1, REACH + 1))
def test_noise_has_mean_zero(count):
    assert noise_table()[count] @ NOISE == pytest.approx(0, abs=1e-9)
    assert noise_table()[count].sum() == pytest.approx(1)


@pytest.mark.parametrize("count", range(2, REACH + 1))
def test_noise_has_the_stated_variance(count):
    assert noise_table()[count] @ NOISE**2 == pytest.approx(VARIANCE, abs=1e-9)


def test_the_noise_of_one_person_has_the_variance_that_can_be_reached():
    assert 1.5 < noise_table()[1] @ NOISE**2 < VARIANCE


@pytest.mark.parametrize("count", range(REACH + 1))
def test_small_noise_is_likelier_than_large(count):
    chances = noise_table()[count]
    assert (np.diff(chances[REACH:]) <= 0).all()


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_noise_of_many_cells_is_as_the_table_says(count):
    members = np.random.default_rng(7).choice(record_keys(3000), (20_000, count))
    cells = summed(members)
    published = perturb(np.full(len(cells), count), cells, np.full(len(cells), summed(record_keys(200))))
    frequencies = [(published - count == noise).mean() for noise in NOISE]
    assert frequencies == pytest.approx(list(noise_table()[min(count, REACH)]), abs=0.03)


@given(cells)
def test_sums_may_be_taken_modulo_the_range_or_not(cells):
    counts, members, base = cells
    assert (perturb(counts, members + KEY_RANGE, base + 7 * KEY_RANGE) == perturb(*cells)).all()


def test_record_keys_are_in_range_and_differ():
    made = {new_record_key() for _ in range(100)}
    assert len(made) == 100
    assert all(0 < key < KEY_RANGE for key in made)


@pytest.mark.parametrize("part", range(1, PARTS))
def test_few_records_count_for_the_lasting_parts(part):
    made = record_keys(20_000)
    counting = (made % 2 ** ((PARTS - part) * PART_BITS) > 0).mean()
    assert counting == pytest.approx(2.0 ** (-CHANCE_BITS * part), rel=0.35)


def test_a_person_who_comes_changes_the_first_part_and_mostly_leaves_the_last():
    before, newcomers = summed(record_keys(300)), record_keys(500)
    parts_before = [int(part[0]) for part in keys_of_parts(np.array([before]))]
    parts_after = list(keys_of_parts(before + newcomers))
    assert (parts_after[0] != parts_before[0]).all()
    assert 0.95 < (parts_after[-1] == parts_before[-1]).mean() < 1


def test_a_figure_that_stays_as_it_was_does_not_tell_that_a_newcomer_is_not_in_it():
    members, base, newcomers = summed(record_keys(12)), summed(record_keys(40)), record_keys(2000)
    cells = np.full(len(newcomers), members)
    before = perturb(np.array([12]), np.array([members]), np.array([base]))
    after = perturb(np.full(len(newcomers), 12), cells, base + newcomers)
    assert 0.1 < (after == before).mean() < 0.6


def test_a_part_of_the_noise_lasts_whoever_comes_and_goes():
    random = np.random.default_rng(1)
    keys, bases = random.integers(0, KEY_RANGE, (2, 4_000))
    counts = np.full(4_000, 40)
    means = [
        perturb(counts, keys, bases, np.full(4_000, lasting)).mean() for lasting in random.integers(1, KEY_RANGE, 40)
    ]
    assert np.std(means) == pytest.approx(np.sqrt(VARIANCE / PARTS), abs=0.3)
    assert np.std([perturb(np.roll(counts, at), np.roll(keys, at), bases).mean() for at in range(40)]) < 0.2
