import numpy as np
import pandas as pd
import pytest

from engage.analysis.representation import State, represent
from tests.analysis.odd import TEXTS, each_of


def told(reach=0, **counts):
    """A number is told as it is, or `reach` off; `None` is not told for being under five; "?" could be anything."""
    rows = [(group, *_range(count, reach)) for group, count in counts.items()]
    whole = dict.fromkeys(["count", "least", "most"], "Int64")
    return pd.DataFrame(rows, columns=["group", "count", "least", "most"]).astype(whole)


def _range(count, reach):
    if count == "?":
        return None, 0, None
    return (None, 0, 4) if count is None else (count, max(0, count - reach), count + reach)


def known(**shares):
    return pd.DataFrame(list(shares.items()), columns=["group", "share"])


def states(counts, shares, base):
    return represent(counts, shares, base=base)["state"].tolist()


def test_shares_stand_beside_what_is_known():
    table = represent(told(yes=60, no=140), known(yes=0.172), base=200)
    assert table["share"].tolist() == pytest.approx([0.3, 0.7])
    assert table["known_share"].iloc[0] == 0.172
    assert table["state"].tolist() == [State.ENOUGH, State.UNKNOWN]


def test_a_group_that_answered_too_rarely_is_named_with_how_many_are_wanted():
    table = represent(told(yes=10, no=190), known(yes=0.172), base=200)
    assert table["state"].iloc[0] is State.FEWER
    assert table["wanted"].iloc[0] == 21  # (10 + 21) of 221 are 14%: four fifths of 17.2%


def test_a_group_is_missing_where_too_few_of_it_answered():
    assert [state for state in State if state.is_missing] == [State.FEWER]


def test_what_could_be_the_noise_alone_is_too_few_to_tell():
    assert states(told(yes=10, no=110), known(yes=0.172), 120)[0] is State.FEWER
    assert states(told(reach=4, yes=10, no=110), known(yes=0.172), 120)[0] is State.TOO_FEW_TO_TELL
    assert states(told(yes=17, no=103), known(yes=0.172), 120)[0] is State.ENOUGH
    assert states(told(reach=4, yes=17, no=103), known(yes=0.172), 120)[0] is State.TOO_FEW_TO_TELL


def test_what_chance_would_bring_is_too_few_to_tell():
    assert states(told(yes=5, no=35), known(yes=0.172), 40)[0] is State.TOO_FEW_TO_TELL


def test_where_nobody_at_all_would_not_be_noticed_some_are_not_called_enough():
    assert states(told(plan=7, no=13), known(plan=0.05), 20)[0] is State.TOO_FEW_TO_TELL


def test_a_small_count_counts_as_the_most_it_could_be():
    assert states(told(yes=None, no=196), known(yes=0.172), 200)[0] is State.FEWER
    assert states(told(yes=None, no=26), known(yes=0.172), 30)[0] is State.TOO_FEW_TO_TELL


def test_a_figure_that_is_not_told_is_not_judged():
    assert states(told(yes="?", no=100), known(yes=0.172), 200)[0] is State.TOO_FEW_TO_TELL
    assert states(told(yes=50, no=100), known(yes=0.172), float("nan"))[0] is State.TOO_FEW_TO_TELL


def test_many_groups_at_once_are_not_called_missing_by_luck():
    alone = states(told(a=7, rest=93), known(a=0.13), 100)
    among_many = states(
        told(a=7, b=18, c=18, d=19, e=19, f=19), known(a=0.13, b=0.17, c=0.17, d=0.17, e=0.18, f=0.18), 100
    )
    assert alone[0] is State.FEWER
    assert among_many[0] is State.TOO_FEW_TO_TELL


def test_everybody_is_of_one_group():
    assert states(told(all=30), known(all=1.0), 30) == [State.ENOUGH]


def test_nothing_known_and_nobody_asked():
    assert states(told(a=3), known(), 3) == [State.UNKNOWN]
    assert states(told(a=0), known(a=0.5), 0) == [State.TOO_FEW_TO_TELL]
    assert represent(told(), known(a=0.5), base=np.nan).empty


@each_of(TEXTS)
def test_a_group_may_have_any_name(text):
    assert represent(told(**{text: 90}), known(**{text: 0.9}), base=100)["group"].tolist() == [text]
