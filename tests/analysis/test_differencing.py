from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.disclosure import protect, protect_split
from engage.analysis.seen import Names
from tests.analysis.reading import Reader, pinned, truth

THRESHOLD = 4


def counts(figures, bases, columns):
    rows = [
        (f"row {row}", column, int(count), int(base))
        for row, line in enumerate(figures)
        for column, count, base in zip(columns, line, bases, strict=True)
    ]
    return pd.DataFrame(rows, columns=["row", "column", "count", "base"])


def grids(*shape, most=12):
    return st.lists(st.integers(0, most), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))).map(
        lambda values: np.array(values).reshape(shape)
    )


@settings(max_examples=12, deadline=None)
@given(grids(3, 2, 2), st.booleans())
def test_no_small_figure_can_be_worked_out_of_two_breakdowns_of_the_same_people(people, exclusive):
    bases = people.sum(axis=0) if exclusive else people.max(axis=0) + people[2]
    one = counts(people[:2].sum(axis=2), bases.sum(axis=1), ["a", "b"])
    other = counts(people[:2].sum(axis=1), bases.sum(axis=0), ["x", "y"])
    first = protect(one, threshold=THRESHOLD, exclusive=exclusive)
    second = protect(other, threshold=THRESHOLD, exclusive=exclusive, against=[first.seen])
    figures = [truth(table, exclusive=exclusive) for table in (one, other)]
    reader = Reader(first, second, exclusive=exclusive)
    assert list(pinned(reader, figures, dict.fromkeys("abxy", THRESHOLD))) == []


@settings(max_examples=10, deadline=None)
@given(grids(3, 2), grids(3, 2, most=5), st.booleans())
def test_an_edition_tells_neither_a_small_figure_nor_the_few_who_came_since_the_last(before, more, exclusive):
    tables = [counts(grid[:2], grid[:2].sum(axis=0) + grid[2], ["a", "b"]) for grid in (before, before + more)]
    first = protect(tables[0], threshold=THRESHOLD, exclusive=exclusive)
    second = protect(tables[1], threshold=THRESHOLD, exclusive=exclusive, against=[first.seen])
    was, now = Reader(first, exclusive=exclusive), Reader(second, exclusive=exclusive)
    figures = truth(tables[1], exclusive=exclusive)
    assert list(pinned(now, [figures], dict.fromkeys("ab", THRESHOLD))) == []
    # Those who came can be as many as the people in a figure of "fewer than 4": from one to three at the least.
    assert all(high - low >= THRESHOLD - 2 for low, high in where_few_came(was, now, figures))


def where_few_came(was, now, figures):
    """What readers can tell of figures that were told exactly in the edition before, to which a few have come."""
    for key, (low, high) in was.ranges.items():
        if low == high and 0 < figures[key[1:]] - low < THRESHOLD:
            yield now.range(key)


def one_row(first, second):
    return counts([[first, second]], [60, 60], ["a", "b"])


def test_the_few_who_came_between_two_editions_stay_hidden():
    first = protect(one_row(30, 40))
    second = protect(one_row(32, 40), against=[first.seen])
    assert list(second.cells["shown"]) == ["about 30", "40 of 60"]
    assert list(second.totals["shown"]) == ["about 70"]


def test_an_edition_that_grew_by_enough_is_shown():
    first = protect(one_row(30, 40))
    second = protect(one_row(35, 40), against=[first.seen])
    assert list(second.cells["shown"]) == ["35 of 60", "40 of 60"]


def test_what_was_told_as_about_stays_open_when_the_next_edition_comes():
    editions = []
    for number in (30, 32, 36):
        editions.append(protect(one_row(number, 40), against=[edition.seen for edition in editions]))
    assert [edition.cells["shown"].iloc[0] for edition in editions] == ["30 of 60", "about 30", "36 of 60"]
    low, high = Reader(*editions, grows=True).range((1, "row 0", "a"))
    assert high - low >= 4


def test_a_table_about_something_else_is_not_rounded_to_the_figures_of_this_one():
    of_audiences, of_parents = Names("travel", "voice"), Names("travel", "safe", "voice=a")
    first = protect(one_row(30, 40), names=of_audiences)
    second = protect(counts([[18, 10]], [40, 20], ["yes", "no"]), names=of_parents, against=[first.seen])
    assert list(second.totals["shown"]) == ["28 of 60"]


def test_the_total_of_another_breakdown_does_not_give_a_small_figure_away():
    first = protect(one_row(30, 3))
    assert list(first.cells["shown"]) == ["30 of 60", "fewer than 5"]
    other = counts([[16, 17]], [60, 60], ["x", "y"])
    assert protect(other).totals["shown"].iloc[0] == "33 of 120"
    second = protect(other, against=[first.seen])
    assert pd.isna(second.totals["count"].iloc[0])
    assert second.cells["count"].isna().any()


def test_the_total_shown_before_does_not_give_a_small_figure_away():
    first = protect(counts([[16, 17]], [60, 60], ["x", "y"]))
    second = protect(one_row(30, 3), against=[first.seen])
    assert second.cells["count"].isna().all()


def test_the_same_table_again_is_shown_as_before():
    first = protect(one_row(30, 3))
    again = protect(one_row(30, 3), against=[first.seen])
    pd.testing.assert_frame_equal(first.cells, again.cells)


def test_a_weaker_threshold_than_before_is_no_way_round_it():
    first = protect(one_row(30, 3), threshold=5)
    second = protect(one_row(30, 3), threshold=3, against=[first.seen])
    assert set(second.cells["shown"]) == {"not shown"}


def test_what_was_told_of_providers_before_one_did_not_agree_does_not_take_the_rest_away():
    was = counts([[24, 4], [30, 2], [12, 9]], [108, 22], ["children", "providers"])
    now = counts([[24, 4], [30, 2], [12, 10]], [108, 23], ["children", "providers"])
    first = protect(was, threshold={"providers": 0})
    shown = protect(now, against=[first.seen]).cells["shown"]
    assert list(shown) == ["24 of 108", "fewer than 5", "30 of 108", "fewer than 5", "12 of 108", "about 9"]


def test_tables_that_contradict_each_other_are_of_different_people():
    first = protect(counts([[30, 3], [30, 40]], [60, 60], ["a", "b"]), exclusive=False)
    second = protect(counts([[30, 44], [30, 3]], [60, 60], ["a", "b"]), against=[first.seen])
    assert second.cells["shown"].iloc[3] == "fewer than 5"


def test_tables_that_share_nothing_do_not_touch():
    first = protect(one_row(30, 3))
    other = one_row(30, 40).assign(row="other", column=["x", "y"])
    other["base"] = [80, 90]
    assert list(protect(other, against=[first.seen]).cells["shown"]) == ["30 of 80", "40 of 90"]


@pytest.mark.parametrize("earlier", [0, 1])
def test_an_empty_table_has_nothing_to_hold_back(earlier):
    nothing = one_row(1, 1).head(0)
    assert protect(nothing, against=[protect(nothing).seen] * earlier).cells.empty


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=3))
def test_no_small_part_of_a_split_can_be_worked_out(parts):
    whole = sum(parts)
    published = protect(counts([[whole]], [whole + 9], ["a"]), threshold=THRESHOLD)
    split = pd.DataFrame({"row": "row 0", "column": "a", "part": range(len(parts)), "count": parts})
    told = protect_split(published, split, threshold=THRESHOLD).cells
    assert told["count"].isna().all() or told["count"].notna().all()
    assert (told["count"].isna() == told["shown"].eq("not shown")).all()
    assert told.loc[told["count"].isna(), "share"].isna().all()
    assert told["count"].isna().all() or all(part == 0 or part >= THRESHOLD for part in parts)
    if told["count"].isna().all() and published.cells["count"].notna().all():
        others = product(range(whole + 1), repeat=len(parts) - 1)
        sums = [(*each, whole - sum(each)) for each in others if sum(each) <= whole]
        hiding = [each for each in sums if any(0 < part < THRESHOLD for part in each)]
        assert all(len({each[at] for each in hiding}) > 1 for at in range(len(parts)))
