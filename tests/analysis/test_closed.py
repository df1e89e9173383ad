import numpy as np
import pandas as pd
import pytest

from engage.analysis.closed import Options, count_choices, cross_codes, cross_items, publish_means, publish_numbers
from engage.analysis.disclosure import protect
from tests.analysis.odd import TEXTS, each_of

OPTIONS = pd.DataFrame({"item_id": ["travel"] * 3, "option_id": ["bus", "taxi", "walk"]})
COLUMNS = ["response_id", "key", "audience", "item_id", "option_id"]

pytestmark = pytest.mark.usefixtures("no_noise")


def test_options_stand_in_their_order_with_nought_for_the_unchosen():
    answers = pd.DataFrame(
        [
            (1, 10, "Parents", "travel", "taxi"),
            (1, 10, "Parents", "travel", "taxi"),
            (2, 20, "Parents", "travel", "bus"),
        ],
        columns=COLUMNS,
    )
    counted = count_choices(answers, OPTIONS)
    assert list(counted["option_id"]) == ["bus", "taxi", "walk"]
    assert list(counted["count"]) == [1, 1, 0]
    assert list(counted["share"]) == [0.5, 0.5, 0.0]
    assert counted[["key", "base_key"]].to_numpy().tolist() == [[20, 30], [10, 30], [0, 30]]


def test_no_answers_give_no_counts():
    assert count_choices(pd.DataFrame(columns=COLUMNS), OPTIONS).empty


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
    ("Schools", 15, {"travel": "taxi", "safe": "yes"}),
)


def published(answers):
    counts = count_choices(answers[answers["item_id"] == "travel"], OPTIONS)
    return protect(counts.rename(columns={"option_id": "row", "audience": "column"}))


def shown(counts):
    """The texts to print, a row each, in the order of the columns."""
    cells = protect(counts).cells
    return {row: of["shown"].tolist() for row, of in cells.groupby("row", sort=False)}


def test_audiences_stand_side_by_side():
    cells = published(TRAVEL).cells
    assert cells["shown"].tolist() == ["20 of 50", "10 of 25", "30 of 50", "15 of 25", *["fewer than 5"] * 2]


def test_an_item_nobody_answered_is_published_empty():
    assert published(TRAVEL.head(0)).cells.empty
    assert publish_means(published(TRAVEL.head(0)), {"bus": 1}).empty


def test_of_one_answer_nothing_is_told():
    assert published(TRAVEL.head(1)).cells["count"].isna().all()


def test_a_mean_comes_from_published_counts_and_leaves_out_what_has_no_value():
    told = published(TRAVEL)
    means = publish_means(told, {"bus": 1, "taxi": 2})
    assert means["shown"].tolist() == ["1.6", "1.6"]
    assert means["base"].tolist() == [50, 25]
    assert publish_means(told, {"walk": 3})["shown"].tolist() == ["no answers"] * 2


def test_a_mean_has_the_noise_of_its_counts_and_reckons_with_small_ones(monkeypatch):
    few = pd.concat([TRAVEL, given(("Children", 20, {"travel": "bus"}), ("Children", 4, {"travel": "taxi"}))])
    few["response_id"] = range(len(few))
    assert publish_means(published(few), {"bus": 1, "taxi": 2}).set_index("column")["shown"]["Children"] == "1.2"
    monkeypatch.setattr("engage.analysis.disclosure.perturb", lambda counts, *_keys: counts + 4 * (counts == 4))
    assert publish_means(published(few), {"bus": 1, "taxi": 2}).set_index("column")["shown"]["Children"] == "1.3"


def test_a_mean_of_a_handful_is_not_told():
    few = given(("Children", 4, {"travel": "bus"}), ("Parents", 40, {"travel": "walk"}))
    assert publish_means(published(few), {"bus": 1, "taxi": 2})["shown"].tolist() == ["not shown", "no answers"]
    few = given(("Children", 4, {"travel": "bus"}), ("Children", 40, {"travel": "walk"}))
    assert publish_means(published(few), {"bus": 1, "taxi": 2})["shown"].tolist() == ["not shown"]


BUS, SAFE = Options("travel", ["bus", "taxi", "walk"]), Options("safe", ["no", "yes", "maybe"])
LIKED = Options("liked", ["food", "staff"])


def test_two_items_are_crossed_among_those_who_answered_both():
    only_one = given(("Schools", 9, {"safe": "yes"})).assign(response_id=lambda table: table["response_id"] + 900)
    counted = cross_items(pd.concat([TRAVEL, only_one]), BUS, SAFE)
    assert shown(counted) == {
        "bus": ["10 of 40", "20 of 35"], "taxi": ["30 of 40", "15 of 35"], "walk": ["fewer than 5"] * 2
    }  # fmt: skip
    assert counted["base_key"].tolist() == 3 * [
        sum(person**3 for person in [*range(21, 61)]),
        sum(person**3 for person in [*range(1, 21), *range(61, 76)]),
    ]


def test_rows_may_be_of_several_choices_but_columns_may_not():
    several = given(("Parents", 20, {"liked": "food staff", "safe": "yes"}), ("Parents", 9, {"liked": "food",
                                                                                       "safe": "no"}))  # fmt: skip
    counted = cross_items(several, LIKED, SAFE)
    assert shown(counted)["food"] == ["9 of 9", "20 of 20"]
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


def numbers(*values, bands=1, base=None):
    """What is told of one audience's numbers, spread evenly over so many bands."""
    answers = pd.DataFrame({"column": "Schools", "row": [at % bands for at in range(len(values))], "value": values})
    counts = answers.groupby(["row", "column"]).size().rename("count").reset_index()
    told = protect(counts.assign(key=1, base=base or len(values), base_key=2))
    return publish_numbers(told, answers).drop(columns="column").to_dict("records")


def test_numbers_are_told_to_two_figures_without_the_five_at_either_end():
    assert numbers(*range(1, 21)) == [{"mean": 10.0, "median": 10.0, "low": 6.0, "high": 15.0}]
    assert numbers(*[1234] * 12)[0] == {"mean": 1200.0, "median": 1200.0, "low": None, "high": None}


def test_a_mean_that_one_number_makes_is_not_told():
    told = numbers(*[1] * 11, 5_000)[0]
    assert pd.isna(told["mean"])
    assert told["median"] == 1


def test_of_few_numbers_nothing_is_told():
    assert numbers(*range(9)) == []


def test_numbers_weigh_as_much_as_the_noise_of_their_band_says(monkeypatch):
    values = [10, 20] * 10
    assert numbers(*values, bands=2)[0]["mean"] == 15
    bands = [6, 12]
    monkeypatch.setattr("engage.analysis.disclosure.perturb", lambda counts, *_keys: np.array(bands[: len(counts)]))
    assert numbers(*values, bands=2)[0]["mean"] == 17


@each_of(TEXTS)
def test_any_option_can_be_counted(text):
    options = pd.DataFrame({"item_id": ["travel"], "option_id": [text]})
    counted = count_choices(TRAVEL[TRAVEL["item_id"] == "travel"].assign(option_id=text), options)
    assert counted["count"].tolist() == [50, 25]
