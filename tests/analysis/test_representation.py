import pandas as pd
import pytest

from engage.analysis.representation import missing, represent


def table(kind, **sizes):
    return pd.DataFrame([(kind, group, size) for group, size in sizes.items()], columns=["kind", "group", "size"])


def counted(kind, **counts):
    return table(kind, **counts).rename(columns={"size": "count"})


def test_shares_stand_beside_what_would_be_in_proportion():
    told = represent(counted("ward", East=60, West=40), table("ward", East=600, West=400))
    assert told["answered"].tolist() == ["60", "40"]
    assert told["share"].tolist() == told["expected_share"].tolist() == [0.6, 0.4]
    assert told["rate"].tolist() == pytest.approx([0.1, 0.1])
    assert not told["is_missing"].any()


def test_a_group_that_answered_too_rarely_is_named_with_how_many_are_wanted():
    told = represent(counted("ward", East=90, West=10), table("ward", East=500, West=500))
    assert told["is_missing"].tolist() == [False, True]
    assert told["wanted"].iloc[1] == 30
    assert missing(told) == ["West: 10 of 500 answered. About 50 would be their part of all who answered."]


def test_a_group_of_whom_nobody_answered_is_missing():
    told = represent(counted("ward", East=90), table("ward", East=500, West=20))
    assert missing(told) == ["West: nobody of 20 answered. About 3 would be their part of all who answered."]


def test_a_small_count_is_not_told_and_counts_as_the_most_it_could_be():
    said = {
        represent(counted("ward", East=90, North=40, West=few), table("ward", East=500, North=250, West=500))[
            "sentence"
        ].iloc[2]
        for few in range(1, 5)
    }
    assert said == {"West: fewer than 5 of 500 answered. About 54 would be their part of all who answered."}


def test_what_chance_would_bring_is_not_missing():
    told = represent(counted("ward", East=7, West=5), table("ward", East=50, West=50))
    assert not told["is_missing"].any()


def test_a_group_of_unknown_size_is_shown_and_not_judged():
    told = represent(counted("sen", EHCP=30, Unsaid=20), table("sen", EHCP=300))
    assert told["sentence"].tolist() == [
        "EHCP: 30 of 300 answered.",
        "Unsaid: 20 answered. How many there are is not known.",
    ]


def test_no_known_sizes_leave_nothing_to_compare_with():
    told = represent(counted("ward", East=9), table("ward", East=None))
    assert told["expected_share"].isna().all()
    assert missing(told) == []


def test_before_anybody_answers_every_group_is_missing():
    told = represent(counted("ward"), table("ward", East=50, West=50))
    assert missing(told) == ["East: nobody of 50 answered.", "West: nobody of 50 answered."]


def test_kinds_are_judged_each_on_its_own():
    answered = pd.concat([counted("ward", East=90, West=10), counted("age", Young=50, Old=50)])
    known = pd.concat([table("ward", East=500, West=500), table("age", Young=1, Old=1)])
    assert represent(answered, known)["is_missing"].tolist() == [False, True, False, False]


def test_nothing_known_and_nothing_answered_is_an_empty_table():
    assert represent(counted("ward"), table("ward")).empty
    assert missing(represent(counted("ward"), table("ward"))) == []


@pytest.mark.parametrize("name", ["مدرسة", "😀", "x" * 10_000])
def test_a_group_may_have_any_name(name):
    told = represent(counted("ward", **{name: 9}), table("ward", **{name: 9}))
    assert told["sentence"].iloc[0] == f"{name}: 9 of 9 answered."
