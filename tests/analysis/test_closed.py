import pandas as pd
import pytest

from engage.analysis.closed import (
    count_choices,
    cross_codes,
    cross_items,
    publish_choices,
    publish_means,
    scale_means,
    side_by_side,
)

OPTIONS = pd.DataFrame({"item_id": ["travel"] * 3, "option_id": ["bus", "taxi", "walk"]})


def test_options_stand_in_their_order_with_nought_for_the_unchosen():
    answers = pd.DataFrame(
        [(1, "Parents", "travel", "taxi"), (1, "Parents", "travel", "taxi"), (2, "Parents", "travel", "bus")],
        columns=["response_id", "audience", "item_id", "option_id"],
    )
    counted = count_choices(answers, OPTIONS)
    assert list(counted["option_id"]) == ["bus", "taxi", "walk"]
    assert list(counted["count"]) == [1, 1, 0]
    assert list(counted["share"]) == [0.5, 0.5, 0.0]


def test_no_answers_give_no_counts():
    assert count_choices(pd.DataFrame(columns=["response_id", "audience", "item_id", "option_id"]), OPTIONS).empty


def test_the_mean_of_a_scale_leaves_out_blanks():
    answers = pd.DataFrame({"response_id": [1, 2, 3], "audience": "Parents", "item_id": "safe", "value": [4, 5, None]})
    assert scale_means(answers).to_dict("records") == [
        {"item_id": "safe", "audience": "Parents", "mean": 4.5, "base": 2}
    ]


COLUMNS = ["response_id", "audience", "item_id", "option_id"]


def given(*blocks):
    """(audience, how many people, {item: option or options}), each person anew."""
    rows, person = [], 0
    for audience, number, choices in blocks:
        for _ in range(number):
            person += 1
            rows += [(person, audience, item, option) for item, chosen in choices.items() for option in chosen.split()]
    return pd.DataFrame(rows, columns=COLUMNS)


TRAVEL = given(
    ("Parents", 20, {"travel": "bus", "safe": "yes"}),
    ("Parents", 30, {"travel": "taxi", "safe": "no"}),
    ("Schools", 10, {"travel": "bus", "safe": "no"}),
    ("Schools", 15, {"travel": "taxi", "safe": "yes"}),
)


def test_an_item_is_published_with_its_audiences_side_by_side():
    table = side_by_side(publish_choices(TRAVEL, OPTIONS, "travel"))
    assert table.columns.tolist() == ["row", "Parents", "Schools", "All"]
    assert table.iloc[0].tolist() == ["bus", "20 of 50", "10 of 25", "30 of 75"]
    assert table.iloc[2].tolist() == ["walk", "0 of 50", "0 of 25", "0 of 75"]


def test_an_item_nobody_answered_is_published_empty():
    assert side_by_side(publish_choices(TRAVEL.head(0), OPTIONS, "travel")).empty
    assert publish_means(publish_choices(TRAVEL.head(0), OPTIONS, "travel"), {"bus": 1}).empty


def test_of_one_answer_nothing_is_told():
    published = publish_choices(TRAVEL.head(1), OPTIONS, "travel")
    assert published.cells["count"].isna().all()


def test_a_mean_comes_from_published_counts_and_leaves_out_what_has_no_value():
    published = publish_choices(TRAVEL, OPTIONS, "travel")
    means = publish_means(published, {"bus": 1, "taxi": 2})
    assert means["shown"].tolist() == ["1.6", "1.6"]
    assert means["base"].tolist() == [50, 25]
    assert publish_means(published, {"walk": 3})["shown"].tolist() == ["no answers"] * 2


def test_a_mean_is_withheld_where_a_count_is():
    few = pd.concat([TRAVEL, given(("Children", 20, {"travel": "bus"}), ("Children", 2, {"travel": "taxi"}))])
    few["response_id"] = range(len(few))
    means = publish_means(publish_choices(few, OPTIONS, "travel"), {"bus": 1, "taxi": 2}).set_index("column")
    assert means.loc["Children", "shown"] == "not shown"
    assert pd.isna(means.loc["Children", "mean"])


def test_two_items_are_crossed_among_those_who_answered_both():
    only_one = given(("Schools", 9, {"safe": "yes"})).assign(response_id=lambda table: table["response_id"] + 900)
    table = side_by_side(cross_items(pd.concat([TRAVEL, only_one]), "travel", "safe")).set_index("row")
    assert table.loc["bus", ["no", "yes"]].tolist() == ["10 of 40", "20 of 35"]


def test_rows_may_be_of_several_choices_but_columns_may_not():
    several = given(("Parents", 20, {"liked": "food staff", "safe": "yes"}), ("Parents", 9, {"liked": "food",
                                                                                       "safe": "no"}))  # fmt: skip
    table = side_by_side(cross_items(several, "liked", "safe")).set_index("row")
    assert table.loc["food", ["no", "yes"]].tolist() == ["9 of 9", "20 of 20"]
    with pytest.raises(ValueError, match="one option"):
        cross_items(several, "safe", "liked")


def test_codes_are_crossed_with_an_item_among_those_who_wrote_something():
    wrote = TRAVEL.drop_duplicates("response_id").head(60)
    codings = pd.DataFrame({"response_id": range(1, 26), "code": "Taxi", "applies": True})
    table = side_by_side(cross_codes(codings, TRAVEL, "travel", wrote)).set_index("row")
    assert table.loc["Taxi", ["bus", "taxi"]].tolist()[0] == "20 of 30"
    assert table.loc["Taxi", "taxi"] == "5 of 30"
    several = given(("Parents", 20, {"liked": "food staff"}))
    with pytest.raises(ValueError, match="one option"):
        cross_codes(codings, several, "liked", several)


def test_nothing_crossed_with_nothing_is_empty():
    nothing = TRAVEL.head(0)
    assert cross_items(nothing, "travel", "safe").cells.empty
    codings = pd.DataFrame(columns=["response_id", "code", "applies"])
    assert cross_codes(codings, nothing, "travel", nothing).cells.empty


@pytest.mark.parametrize("option", ["😀", "لا أعرف", "x" * 10_000])
def test_any_option_can_be_counted(option):
    answers = TRAVEL.assign(option_id=option)
    options = pd.DataFrame({"item_id": ["travel"], "option_id": [option]})
    assert side_by_side(publish_choices(answers, options, "travel"))["row"].tolist() == [option]
