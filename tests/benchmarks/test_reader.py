"""What the simulated reader can find out, and that it is no fool: with less noise it finds out more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import reader
from benchmarks.reader import Reader, read_before_and_after, read_two_breakdowns, sum_up
from benchmarks.waves import EDITIONS, Wave, make_wave, read_churn, read_counts, read_waves
from engage.analysis import perturbation
from engage.analysis.disclosure import THRESHOLD

FROM_TWO = 2 / 3
FROM_ALL = 4 / 5

waves = st.builds(
    lambda seed, changes, stay: make_wave(np.random.default_rng(seed), changes=changes, stay=stay),
    st.integers(0, 2**32),
    st.integers(0, 8),
    st.sampled_from([(0, EDITIONS), (10, EDITIONS), (8, 13)]),
)


@pytest.fixture
def noise(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Noise that can be changed for a test."""
    for each in (perturbation.noise_table, reader._chances):
        each.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    for each in (perturbation.noise_table, reader._chances):
        each.cache_clear()


@pytest.mark.parametrize("knows_others", [True, False])
@pytest.mark.parametrize("count", [3, 20])
@pytest.mark.parametrize("few", [True, False])
def test_two_figures_around_her_coming_tell_two_thirds_at_most(knows_others: bool, count: int, few: bool) -> None:
    beliefs = read_before_and_after(knows_others=knows_others, count=count, few=few)
    assert 1 / 2 < beliefs.mean < FROM_TWO
    assert beliefs.right < FROM_TWO


@pytest.mark.parametrize("count", [3, 20])
def test_two_breakdowns_tell_two_thirds_at_most(count: int) -> None:
    beliefs = read_two_breakdowns(count)
    assert 1 / 2 < beliefs.mean < FROM_TWO
    assert beliefs.right < FROM_TWO


def test_with_little_noise_two_figures_tell_more(noise: pytest.MonkeyPatch) -> None:
    noise.setattr(perturbation, "VARIANCE", 0.5)
    assert read_before_and_after(knows_others=True).mean > FROM_TWO


@pytest.mark.parametrize("stay", [(0, EDITIONS), (10, EDITIONS), (8, 13)])
def test_all_editions_and_breakdowns_tell_one_who_knows_all_others_four_fifths_at_most(stay: tuple[int, int]) -> None:
    beliefs = read_waves(Reader(knows_others=True), waves=100, changes=5, stay=stay, groups=(0, 1, 2))
    assert 1 / 2 < beliefs.mean < FROM_ALL


def test_where_all_others_come_and_go_she_who_stays_is_not_found_out() -> None:
    beliefs = read_churn(Reader(knows_others=True), waves=60, changes=20, groups=(0, 1, 2))
    assert 1 / 2 < beliefs.mean < FROM_ALL


@pytest.mark.parametrize("changes", [1, 5])
def test_all_editions_tell_one_who_knows_no_others_four_fifths_at_most(changes: int) -> None:
    beliefs = read_waves(Reader(knows_others=False), waves=20, changes=changes, stay=(10, EDITIONS), groups=(1, 2))
    assert beliefs.mean < FROM_ALL


def test_noise_of_which_nothing_lasts_is_averaged_away(noise: pytest.MonkeyPatch) -> None:
    noise.setattr(perturbation, "PARTS", 1)
    beliefs = read_waves(Reader(knows_others=True), waves=40, changes=5, stay=(0, EDITIONS), groups=(0, 1, 2))
    assert beliefs.mean > FROM_ALL


@pytest.mark.parametrize("count", range(1, THRESHOLD))
def test_no_small_count_is_recovered_from_all_editions_of_it(count: int) -> None:
    beliefs = read_counts(Reader(knows_others=False, share=0.0, most=12), count=count, waves=20, changes=5)
    assert beliefs.mean < FROM_ALL
    assert beliefs.over_four_fifths == 0


@settings(max_examples=25)
@given(waves, st.integers(0, 2), st.integers(0, 1))
def test_in_any_wave_figures_are_the_same_each_time_and_never_further_off_than_the_reach(
    wave: Wave, group: int, is_in: int
) -> None:
    series = wave.series(group, is_in=is_in)
    told = series.shown >= 0
    true = series.others + is_in * series.there
    assert (series.shown == wave.series(group, is_in=is_in).shown).all()
    assert (abs(series.shown - true)[told] <= perturbation.REACH).all()
    assert told[true >= THRESHOLD + perturbation.REACH].all()


@settings(max_examples=25)
@given(waves, st.integers(0, 2))
def test_in_any_wave_the_same_noise_is_drawn_anew_whether_she_is_in_the_cell_or_not(wave: Wave, group: int) -> None:
    first_part = wave.series(group, is_in=0).anew[:, :, 0]
    assert (first_part[0] == first_part[1]).all()


def test_beliefs_are_summed_up_by_their_chance() -> None:
    beliefs = sum_up([0.4, 0.9], [3, 1])
    assert beliefs.mean == pytest.approx(0.525)
    assert (beliefs.p95, beliefs.over_two_thirds, beliefs.right) == (0.9, 0.25, 0.25)
