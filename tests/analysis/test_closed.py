import pandas as pd
import pytest

from engage.analysis.closed import Options, count_choices, cross_codes, cross_items
from engage.analysis.disclosure import protect
from tests.analysis.odd import TEXTS, each_of

OPTIONS = pd.DataFrame({"item_id": ["travel"] * 3, "option_id": ["bus", "taxi", "walk"]})
COLUMNS = ["response_id", "key", "audience", "item_id", "option_id"]
CHOSEN = ["audience", "item_id", "option_ids", "people", "key"]

pytestmark = pytest.mark.usefixtures("no_noise")


def test_options_stand_in_their_order_with_nought_for_the_unchosen():
    chosen = pd.DataFrame(
        [("Parents", "travel", ("taxi",), 1, 10), ("Parents", "travel", ("bus", "taxi"), 2, 20)],
        columns=CHOSEN,
    )
    counted = count_choices(chosen, OPTIONS)
    assert list(counted["option_id"]) == ["bus", "taxi", "walk"]
    assert list(counted["count"]) == [2, 3, 0]
    assert list(counted["base"]) == [3, 3, 3]
    assert counted[["key", "base_key"]].to_numpy().tolist() == [[20, 30], [30, 30], [0, 30]]


def test_no_answers_give_no_counts():
    assert count_choices(pd.DataFrame(columns=CHOSEN), OPTIONS).empty


def given(*blocks):
    """(audience, how many people, {item: option or options}), each person anew."""
    rows, person = [], 0
    for audience, number, choices in blocks:
        for _ in range(number):
            person += 1
            who = (person, person**3, audience)
            rows += [(*who, item, option) for item, chosen in choices.items() for option in chosen.split()]
    return pd.DataFrame(rows, columns=COLUMNS)


TRAVEL = given(
    ("Parents", 20, {"travel": "bus", "safe": "yes"}),
    ("Parents", 30, {"travel": "taxi", "safe": "no"}),
    ("Schools", 10, {"travel": "bus", "safe": "no"}),
    ("Schools", 20, {"travel": "taxi", "safe": "yes"}),
)


def together(answers):
    """What each person chose of each item, as `count_choices` takes it."""
    of_one = answers.groupby(["audience", "item_id", "response_id", "key"], sort=False)["option_id"]
    return of_one.agg(tuple).rename("option_ids").reset_index().assign(people=1)[CHOSEN]


def published(answers):
    counts = count_choices(together(answers[answers["item_id"] == "travel"]), OPTIONS)
    return protect(counts.rename(columns={"option_id": "row", "audience": "column"}))


def shown(counts):
    """The texts to print, a row each, in the order of the columns."""
    cells = protect(counts).cells
    return {row: of["shown"].tolist() for row, of in cells.groupby("row", sort=False)}


def test_audiences_stand_side_by_side():
    cells = published(TRAVEL).cells
    assert cells["shown"].tolist() == ["20 of 50", "10 of 30", "30 of 50", "20 of 30", *["fewer than 5"] * 2]


def test_an_item_nobody_answered_is_published_empty():
    assert published(TRAVEL.head(0)).cells.empty


def test_of_one_answer_nothing_is_told():
    assert published(TRAVEL.head(1)).cells["count"].isna().all()


BUS, SAFE = Options("travel", ["bus", "taxi", "walk"]), Options("safe", ["no", "yes", "maybe"])
LIKED = Options("liked", ["food", "staff"])


def test_two_items_are_crossed_among_those_who_answered_both():
    only_one = given(("Schools", 9, {"safe": "yes"})).assign(response_id=lambda table: table["response_id"] + 900)
    counted = cross_items(pd.concat([TRAVEL, only_one]), BUS, SAFE)
    assert shown(counted) == {
        "bus": ["10 of 40", "20 of 40"], "taxi": ["30 of 40", "20 of 40"], "walk": ["fewer than 5"] * 2
    }  # fmt: skip
    assert counted["base_key"].tolist() == 3 * [
        sum(person**3 for person in [*range(21, 61)]),
        sum(person**3 for person in [*range(1, 21), *range(61, 81)]),
    ]


def test_rows_may_be_of_several_choices_but_columns_may_not():
    several = given(("Parents", 40, {"liked": "food staff", "safe": "yes"}), ("Parents", 30, {"liked": "food",
                                                                                       "safe": "no"}))  # fmt: skip
    counted = cross_items(several, LIKED, SAFE)
    assert shown(counted)["food"] == ["30 of 30", "40 of 40"]
    with pytest.raises(ValueError, match="one option"):
        cross_items(several, SAFE, LIKED)


def test_codes_are_crossed_with_an_item_among_those_who_wrote_something():
    codings = pd.DataFrame({"response_id": range(1, 26), "code": "Taxi"})
    counted = cross_codes(codings, ["Taxi", "Bus"], TRAVEL, BUS, range(1, 61))
    assert shown(counted) == {"Taxi": ["20 of 30", "5 of 30"], "Bus": ["fewer than 5"] * 2}
    several = given(("Parents", 20, {"liked": "food staff"}))
    with pytest.raises(ValueError, match="one option"):
        cross_codes(codings, ["Taxi"], several, LIKED, range(1, 61))


def test_nothing_crossed_with_nothing_is_empty():
    nothing = TRAVEL.head(0)
    assert cross_items(nothing, BUS, SAFE).empty
    assert cross_codes(pd.DataFrame(columns=["response_id", "code"]), [], nothing, BUS, []).empty


@each_of(TEXTS)
def test_any_option_can_be_counted(text):
    options = pd.DataFrame({"item_id": ["travel"], "option_id": [text]})
    travel = TRAVEL[TRAVEL["item_id"] == "travel"].assign(option_id=text)
    counted = count_choices(together(travel), options)
    assert counted["count"].tolist() == [50, 30]
