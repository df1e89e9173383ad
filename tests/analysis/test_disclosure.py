import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.disclosure import Published, PublishedSplit, could_be, protect, protect_split
from engage.analysis.perturbation import KEY_RANGE, REACH, likely_noise, perturb
from tests.analysis.odd import TEXTS, each_of

BASES = {"Children": 96, "Parents": 60, "Schools": 32}


def shown(published, row):
    return list(published.cells.loc[published.cells["row"] == row, "shown"])


def test_a_count_is_shown_with_its_base(counts_of, no_noise):
    published = protect(counts_of(BASES, a={"Children": 68, "Parents": 30, "Schools": 9}))
    assert shown(published, "a") == ["68 of 96", "30 of 60", "9 of 32"]
    assert published.totals["shown"].iloc[0] == "107 of 188"
    assert published.cells["share"].iloc[0] == pytest.approx(68 / 96)
    assert list(published.bases["shown"]) == ["96", "60", "32", "188"]


def test_what_is_under_the_threshold_is_fewer_than_five_and_so_is_nobody(counts_of, no_noise):
    published = protect(counts_of(BASES, a={"Children": 90, "Parents": 0, "Schools": 3}))
    assert shown(published, "a") == ["90 of 96", "fewer than 5", "fewer than 5"]
    assert published.cells.loc[1:, ["count", "share"]].isna().all(axis=None)


def test_the_threshold_is_held_to_what_is_shown_not_to_the_truth(counts_of, monkeypatch):
    monkeypatch.setattr("engage.analysis.noisy_cells.perturb", lambda counts, *_keys: counts + (counts == 3) * 2)
    published = protect(counts_of(BASES, a={"Children": 3}, b={"Children": 4}))
    assert published.cells.loc[published.cells["column"] == "Children", "shown"].tolist() == [
        "1 to 9 of 96",
        "fewer than 5",
    ]


def test_where_nobody_was_asked_nought_tells_nothing(counts_of):
    published = protect(counts_of({"Children": 40, "Parents": 0}, a={"Children": 20, "Parents": 0}))
    assert shown(published, "a")[1] == "0 of 0"
    assert list(published.bases["shown"])[1] == "0"
    assert pd.isna(published.cells["share"].iloc[1])


def test_of_a_handful_of_people_nothing_is_shown(counts_of, no_noise):
    published = protect(counts_of({"Children": 96, "Schools": 3}, a={"Children": 50, "Schools": 0}))
    assert shown(published, "a") == ["50 of 96", "too few to show"]
    assert list(published.bases["shown"]) == ["96", "fewer than 5", "99"]


def test_organisations_that_agreed_are_counted_to_the_last(counts_of):
    table = counts_of({"Children": 96, "Providers": 3}, a={"Children": 50, "Providers": 2}, b={"Providers": 0})
    published = protect(table, threshold={"Providers": 0})
    assert shown(published, "a")[1] == "2 of 3"
    assert shown(published, "b")[1] == "0 of 3"
    assert protect(table, threshold=0).totals["shown"].tolist() == ["52 of 99", "0 of 99"]


def test_a_total_moves_with_what_is_not_exact_in_it(counts_of):
    table = counts_of({"Children": 96, "Providers": 30}, a={"Children": 50, "Providers": 20})
    published = protect(table, threshold={"Providers": 0})
    assert published.totals["count"].iloc[0] == published.cells["count"].sum()


def test_a_total_is_a_cell_of_its_own(counts_of):
    rows = {f"row {row}": dict.fromkeys(BASES, 20) for row in range(40)}
    published = protect(counts_of(BASES, **rows))
    added = published.cells.groupby("row", sort=False)["count"].sum().to_numpy()
    assert (added != published.totals["count"].to_numpy()).any()
    assert (abs(published.totals["count"] - 60) <= REACH).all()


def test_the_same_people_have_the_same_figure_in_any_table(counts_of):
    table = counts_of(BASES, a={"Children": 68}, b={"Children": 40, "Parents": 30})
    alone = protect(table[table["row"] == "a"]).cells["shown"].iloc[0]
    assert shown(protect(table), "a")[0] == alone


def test_all_who_were_asked_are_as_many_as_the_base(counts_of):
    for keys in range(10):
        table = counts_of(BASES, a={"Children": 96}).assign(key=keys, base_key=keys)
        published = protect(table)
        assert published.cells["count"].iloc[0] == published.cells["base"].iloc[0]


def test_only_protect_makes_a_published_table():
    nothing = pd.DataFrame()
    with pytest.raises(TypeError, match="protect"):
        Published(nothing, nothing, nothing, object())
    with pytest.raises(TypeError, match="protect_split"):
        PublishedSplit(nothing, nothing, object())


def test_nothing_can_be_got_out_of_a_published_table_that_may_not_be_shown(counts_of):
    published = protect(counts_of({"Children": 60}, **{f"row {count}": {"Children": count} for count in range(1, 12)}))
    tables = vars(published)
    assert {name: list(table) for name, table in tables.items()} == {
        "cells": ["row", "column", "count", "base", "share", "likely", "shown"],
        "totals": ["row", "count", "base", "share", "likely", "shown"],
        "bases": ["column", "base", "shown"],
    }
    hidden = published.cells[published.cells["shown"] == "fewer than 5"]
    assert len(hidden)
    assert hidden[["count", "share"]].isna().all(axis=None)
    assert published.cells["count"].dropna().ge(5).all()
    assert not any(table.attrs for table in tables.values())


def test_a_small_figure_is_told_as_what_it_could_be_and_no_share_of_few_people_is(counts_of, monkeypatch):
    monkeypatch.setattr("engage.analysis.noisy_cells.perturb", lambda counts, *_keys: counts)
    published = protect(counts_of({"Schools": 15, "Parents": 29, "Children": 30}, a=dict.fromkeys(
        ["Schools", "Parents", "Children"], 8)))  # fmt: skip
    assert shown(published, "a") == ["4 to 12 of about 15", "4 to 12 of about 29", "4 to 12 of 30"]
    assert published.cells["share"].isna().tolist() == [True, True, False]
    exact = protect(counts_of({"Providers": 15}, a={"Providers": 8}), threshold=0)
    assert shown(exact, "a") == ["8 of 15"]
    assert exact.cells["share"].iloc[0] == 8 / 15


@pytest.mark.parametrize("people", [8, 10, 15, 20, 25, 30, 40])
def test_what_a_small_figure_could_be_holds_the_truth_19_times_in_20(people):
    random = np.random.default_rng(people)
    is_in = [missed_by_range(random, people, count) for count in range(1, people + 1) for _ in range(200)]
    assert np.mean(is_in) < 0.05


def missed_by_range(random, people, count):
    keys = random.integers(0, KEY_RANGE, people)
    told = int(perturb(np.array([count]), keys[:count].sum(keepdims=True), keys.sum(keepdims=True))[0])
    least, most = could_be(told, likely_noise())
    return told >= 5 and not least <= count <= most


@pytest.mark.parametrize("threshold", [1, 2, -1, {"Children": 2}])
def test_a_threshold_that_hides_nothing_is_refused(counts_of, threshold):
    with pytest.raises(ValueError, match="threshold"):
        protect(counts_of(BASES, a={"Children": 9}), threshold=threshold)


@pytest.mark.parametrize("count", [33, -1])
def test_a_count_that_cannot_be_is_refused(counts_of, count):
    with pytest.raises(ValueError, match="base"):
        protect(counts_of(BASES, a={"Schools": count}))


def test_two_bases_in_one_column_are_refused(counts_of):
    table = counts_of(BASES, a={"Schools": 9}, b={"Schools": 9}).assign(base=[10, 20])
    with pytest.raises(ValueError, match="one base"):
        protect(table)


def test_counts_without_keys_are_refused(counts_of):
    with pytest.raises(KeyError, match="key"):
        protect(counts_of(BASES, a={"Schools": 9}).drop(columns="key"))


@each_of(TEXTS)
def test_rows_and_columns_may_have_any_name(counts_of, no_noise, text):
    published = protect(counts_of({text: 30}, **{text: {text: 12}}))
    assert published.cells[["row", "column", "shown"]].to_numpy().tolist() == [[text, text, "12 of 30"]]


def test_an_empty_table_stays_empty(counts_of):
    published = protect(counts_of({}))
    assert published.cells.empty
    assert published.totals.empty


def test_the_callers_table_stays_as_it_was(counts_of):
    table = counts_of(BASES, a={"Children": 2, "Parents": 40})
    before = table.copy()
    protect(table)
    pd.testing.assert_frame_equal(table, before)


def split_of(**parts):
    rows = [("a", column, part, count, at, 9) for column, each in parts.items()
            for at, (part, count) in enumerate(each.items())]  # fmt: skip
    return pd.DataFrame(rows, columns=["row", "column", "part", "count", "key", "base_key"])


def test_each_part_is_shown_of_its_count_where_it_is_large_enough(counts_of, no_noise):
    published = protect(counts_of(BASES, a={"Children": 68, "Parents": 40, "Schools": 3}))
    split = protect_split(published, split_of(
        Children={"negative": 8, "positive": 60}, Parents={"negative": 2, "positive": 38},
        Schools={"negative": 0, "positive": 3},
    ))  # fmt: skip
    texts = ["8 of 68", "60 of 68", "fewer than 5", "38 of 40", "not shown", "not shown"]
    assert list(split.cells["shown"]) == texts
    assert split.cells["share"].iloc[1] == pytest.approx(60 / 68)
    assert split.totals[["part", "shown"]].to_numpy().tolist() == [
        ["negative", "10 of 111"],
        ["positive", "101 of 111"],
    ]


def test_no_part_is_larger_than_its_count(counts_of, monkeypatch):
    published = protect(counts_of(BASES, a={"Children": 20}))
    whole = published.cells["count"].iloc[0]
    monkeypatch.setattr("engage.analysis.noisy_cells.perturb", lambda counts, *_keys: counts + 4 * REACH)
    parts = protect_split(published, split_of(Children={"negative": 20})).cells
    assert parts["count"].iloc[0] == whole


def test_parts_of_organisations_that_agreed_are_exact(counts_of):
    published = protect(counts_of({"Providers": 9}, a={"Providers": 3}), threshold={"Providers": 0})
    split = protect_split(published, split_of(Providers={"negative": 1, "positive": 2}), threshold={"Providers": 0})
    assert split.cells["shown"].tolist() == split.totals["shown"].tolist() == ["1 of 3", "2 of 3"]


@st.composite
def tables(draw):
    """Any small table with several thresholds."""
    height, width = draw(st.sampled_from([(1, 1), (1, 3), (2, 2), (3, 3)]))
    names = "abc"[:width]
    sizes, keys = st.integers(0, 30), st.integers(0, KEY_RANGE - 1)
    bases = {name: (draw(sizes), draw(keys)) for name in names}
    limits = {name: draw(st.sampled_from([0, 3, 5, 10])) for name in names}
    rows = [
        (f"row {row}", name, draw(st.integers(0, base)), draw(keys), base, key)
        for row in range(height)
        for name, (base, key) in bases.items()
    ]
    return pd.DataFrame(rows, columns=["row", "column", "count", "key", "base", "base_key"]), limits


@settings(max_examples=25, deadline=None)
@given(tables())
def test_a_figure_is_within_reach_of_the_truth_or_not_a_number(table):
    counts, limits = table
    cells = protect(counts, threshold=limits).cells
    told, limit = cells["count"].notna(), cells["column"].map(limits)
    few = {f"fewer than {each}" for each in limits.values()} | {"too few to show"}
    assert cells.loc[~told, "shown"].isin(few).all()
    assert (abs(cells["count"] - counts["count"])[told] <= REACH).all()
    assert ((cells["count"] >= limit) | (counts["base"] == 0))[told].all()
    assert (cells["count"] <= cells["base"])[told].all()
    assert (cells["count"] == counts["count"])[limit == 0].all()


@settings(max_examples=25, deadline=None)
@given(tables())
def test_no_figure_of_threshold_and_reach_is_lost(table):
    counts, limits = table
    cells = protect(counts, threshold=limits).cells
    assert cells["count"].notna()[counts["count"] >= counts["column"].map(limits) + REACH].all()


@settings(max_examples=25, deadline=None)
@given(tables())
def test_published_again_with_nothing_changed_it_is_the_same(table):
    counts, limits = table
    first, second = protect(counts, threshold=limits), protect(counts.sample(frac=1, random_state=1), threshold=limits)
    both = first.cells.merge(second.cells, on=["row", "column"])
    assert (both["shown_x"] == both["shown_y"]).all()


def noise_of(table: pd.DataFrame, **changes: int) -> int:
    """The figure told of 40 of 96, with other keys where they are named."""
    return int(protect(table.assign(**changes)).cells["count"].iloc[0])


@pytest.fixture
def forty_of_ninety_six() -> pd.DataFrame:
    row = {"row": ["a"], "column": ["Children"], "count": [40], "key": [11_111], "base": [96], "base_key": [22_222]}
    return pd.DataFrame(row)


def test_the_noise_is_drawn_anew_when_somebody_else_is_asked(forty_of_ninety_six):
    assert len({noise_of(forty_of_ninety_six, base_key=key) for key in range(22_222, 22_262)}) > 3


def test_the_noise_is_drawn_anew_when_somebody_else_is_coded(forty_of_ninety_six):
    assert len({noise_of(forty_of_ninety_six, coded_key=key) for key in range(33_333, 33_373)}) > 3


def test_a_base_does_not_move_with_who_is_coded(forty_of_ninety_six):
    bases = {int(protect(forty_of_ninety_six.assign(coded_key=key)).bases["base"].iloc[0]) for key in range(40)}
    assert len(bases) == 1


def test_no_count_is_told_above_its_base(monkeypatch):
    monkeypatch.setattr("engage.analysis.noisy_cells.perturb", lambda counts, *_keys: counts + (counts == 39) * 5)
    row = {"row": ["a"], "column": ["Children"], "count": [39], "key": [1], "base": [40], "base_key": [2]}
    assert protect(pd.DataFrame(row)).cells["shown"].tolist() == ["40 of 40"]


def test_parts_of_the_same_size_are_moved_each_by_itself(forty_of_ninety_six):
    published = protect(forty_of_ninety_six)
    parts = pd.DataFrame({"part": [f"part {key}" for key in range(20)], "key": range(20), "count": 15})
    split = protect_split(published, parts.assign(row="a", column="Children", base_key=22_222))
    assert split.cells["count"].nunique() > 3
