import pandas as pd

from engage.analysis.closed import count_choices, scale_means

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
