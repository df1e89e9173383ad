import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.disclosure import Published, PublishedSplit, protect, protect_split
from engage.analysis.seen import Names, Seen
from engage.analysis.suppression import Show, Table, is_safe, narrowed, suppress
from tests.analysis.odd import TEXTS, each_of
from tests.analysis.reading import Reader, pinned, truth

NOTHING_SEEN = Seen(Names(), (), (), (), (), (), False)
BASES = {"Children": 96, "Parents": 60, "Schools": 22}


def shown(published, row):
    return list(published.cells.loc[published.cells["row"] == row, "shown"])


def test_a_count_is_shown_with_its_base(counts_of):
    published = protect(counts_of(BASES, a={"Children": 68, "Parents": 0, "Schools": 9}))
    assert shown(published, "a") == ["68 of 96", "0 of 60", "9 of 22"]
    assert published.totals["shown"].iloc[0] == "77 of 178"
    assert published.cells["share"].iloc[0] == pytest.approx(68 / 96)


def test_a_small_count_is_withheld_with_its_share_and_its_total_rounded(counts_of):
    published = protect(counts_of(BASES, a={"Children": 90, "Parents": 36, "Schools": 3}))
    assert shown(published, "a") == ["90 of 96", "36 of 60", "fewer than 5"]
    assert pd.isna(published.cells["share"].iloc[2])
    assert published.totals["shown"].iloc[0] in {"about 130", "not shown"}


# About 10 is 5 to 14, which beside 12 leaves one and two; about 20 beside 16 leaves all that are fewer than five.
@pytest.mark.parametrize(("others", "few", "total"), [(12, 2, "not shown"), (16, 3, "about 20"), (11, 4, "not shown")])
def test_a_total_is_rounded_where_that_hides_the_small_count(counts_of, others, few, total):
    published = protect(counts_of(BASES, a={"Children": others, "Parents": 0, "Schools": few}))
    assert published.totals["shown"].iloc[0] == total


def test_a_rare_voice_is_shown_without_breakdown(counts_of):
    published = protect(counts_of(BASES, a={"Children": 2, "Parents": 0, "Schools": 0}))
    assert shown(published, "a") == ["too few to show"] * 3
    assert published.totals["shown"].iloc[0] == "fewer than 5"


def test_a_handful_of_people_is_shown_neither_count_nor_nought(counts_of):
    published = protect(counts_of({"Children": 96, "Schools": 3}, a={"Children": 50, "Schools": 0}))
    assert shown(published, "a") == ["50 of 96", "too few to show"]
    assert list(published.bases["shown"]) == ["96", "fewer than 5", "about 100"]


def test_organisations_that_agreed_are_counted_to_the_last(counts_of):
    table = counts_of({"Children": 96, "Providers": 3}, a={"Children": 50, "Providers": 2})
    published = protect(table, threshold={"Providers": 0})
    assert shown(published, "a") == ["50 of 96", "2 of 3"]


def test_in_either_or_answers_a_second_figure_is_withheld(counts_of):
    table = counts_of(BASES, yes={"Children": 68, "Parents": 40, "Schools": 3},
                      no={"Children": 20, "Parents": 15, "Schools": 7},
                      maybe={"Children": 8, "Parents": 5, "Schools": 12})  # fmt: skip
    published = protect(table, exclusive=True)
    schools = published.cells[published.cells["column"] == "Schools"]
    assert list(schools["shown"]) == ["fewer than 5", "not shown", "12 of 22"]


def test_those_who_chose_nothing_are_reckoned_with_and_not_shown(counts_of):
    table = counts_of({"Children": 30}, yes={"Children": 10}, no={"Children": 15})
    published = protect(table, exclusive=True)
    assert list(published.cells["row"]) == ["yes", "no"]


def test_only_protect_makes_a_published_table():
    with pytest.raises(TypeError, match="protect"):
        Published(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), NOTHING_SEEN, (), object())
    with pytest.raises(TypeError, match="protect_split"):
        PublishedSplit(pd.DataFrame(), object())


@pytest.mark.parametrize("threshold", [1, 2, -1, {"Children": 2}])
def test_a_threshold_that_hides_nothing_is_refused(counts_of, threshold):
    with pytest.raises(ValueError, match="threshold"):
        protect(counts_of(BASES, a={"Children": 9}), threshold=threshold)


def test_a_count_beyond_its_base_is_refused(counts_of):
    with pytest.raises(ValueError, match="base"):
        protect(counts_of(BASES, a={"Schools": 23}))


def test_two_bases_in_one_column_are_refused():
    table = pd.DataFrame({"row": ["a", "b"], "column": "x", "count": 9, "base": [10, 20]})
    with pytest.raises(ValueError, match="one base"):
        protect(table)


@each_of(TEXTS)
def test_rows_and_columns_may_have_any_name(counts_of, text):
    published = protect(counts_of({text: 30}, **{text: {text: 12}}), exclusive=True)
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
    rows = [("a", column, part, count) for column, each in parts.items() for part, count in each.items()]
    return pd.DataFrame(rows, columns=["row", "column", "part", "count"])


def test_a_split_is_shown_only_where_no_part_is_small(counts_of):
    published = protect(counts_of(BASES, a={"Children": 68, "Parents": 12, "Schools": 3}))
    split = split_of(
        Children={"negative": 8, "positive": 60},
        Parents={"negative": 2, "positive": 10},
        Schools={"negative": 0, "positive": 3},
    )
    texts = list(protect_split(published, split).cells["shown"])
    assert texts == ["8 of 68", "60 of 68", *["not shown"] * 4]


def test_a_count_withheld_for_anothers_sake_is_not_told_by_its_parts(counts_of):
    published = protect(counts_of({"Schools": 22}, a={"Schools": 7}, b={"Schools": 3}), exclusive=True)
    assert shown(published, "a") == ["not shown"]
    assert set(protect_split(published, split_of(Schools={"negative": 0, "positive": 7})).cells["shown"]) == {
        "not shown"
    }


def test_a_split_of_nobody_has_no_shares(counts_of):
    published = protect(counts_of(BASES, a={"Children": 0}))
    parts = protect_split(published, split_of(Children={"negative": 0, "positive": 0})).cells
    assert list(parts["shown"]) == ["0 of 0", "0 of 0"]
    assert parts["share"].isna().all()


@st.composite
def tables(draw):
    """Any small table with several thresholds, either-or answers or not, and those who chose nothing."""
    height, width = draw(st.sampled_from([(1, 1), (1, 3), (2, 2), (2, 3), (3, 2)]))
    names = "abc"[:width]
    cells = np.array(draw(st.lists(st.integers(0, 14), min_size=height * width, max_size=height * width)))
    cells = cells.reshape(height, width)
    exclusive = draw(st.booleans())
    spare = draw(st.lists(st.integers(0, 20), min_size=width, max_size=width))
    bases = (cells.sum(axis=0) if exclusive else cells.max(axis=0)) + spare
    limits = {name: draw(st.sampled_from([0, 3, 5, 10])) for name in names}
    rows = [(f"row {row}", name, cells[row, at], bases[at]) for row in range(height) for at, name in enumerate(names)]
    return pd.DataFrame(rows, columns=["row", "column", "count", "base"]), limits, exclusive


@settings(max_examples=20, deadline=None)
@given(tables())
def test_no_small_figure_can_be_worked_out(table):
    counts, limits, exclusive = table
    reader = Reader(protect(counts, threshold=limits, exclusive=exclusive), exclusive=exclusive)
    assert list(pinned(reader, [truth(counts, exclusive=exclusive)], limits)) == []


def test_a_table_of_too_few_people_is_withheld_whole():
    table = Table(np.array([[0, 0, 0], [0, 0, 0], [1, 2, 3], [1, 2, 3]]), np.array([3, 3, 3]), True)
    assert {look for line in suppress(table) for look in line} == {Show.NO_TABLE}


def test_solving_finds_what_a_careless_table_gives_away():
    table = Table(np.array([[3, 20, 23], [30, 40, 70]]), np.array([5, 5, 5]), False)
    careless = [[Show.FEWER, Show.EXACT, Show.EXACT], [Show.EXACT] * 3]
    assert narrowed(table, careless, (0, 0)) == (3, 3)
    assert not is_safe(table, careless, (0, 0))
