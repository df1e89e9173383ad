import numpy as np
import pandas as pd
import pytest

from engage.analysis.proposals import poorly_coded, propose
from tests.analysis.odd import ENGLISH, NO_WORDS, TEXTS, each_of

ON_TOILETS = ["the toilets are locked", "toilets locked at break", "locked toilets all day", "why lock the toilets"]
ON_UNIFORM = ["uniform costs too much", "uniform is dear", "the uniform costs a lot", "uniform costs, blazer and tie"]


def excerpts(*texts):
    numbers = range(len(texts))
    return pd.DataFrame({"excerpt_id": numbers, "response_id": [at + 100 for at in numbers], "text": list(texts)})


def test_like_excerpts_come_together_with_their_words_and_typical_ones():
    groups, members, remainder = propose(excerpts(*ON_TOILETS, *ON_UNIFORM))
    assert groups["excerpts"].tolist() == [4, 4]
    assert [set(of["excerpt_id"]) for _, of in members.groupby("group")] == [{0, 1, 2, 3}, {4, 5, 6, 7}]
    assert "toilets" in groups["words"].iloc[0]
    assert "uniform" in groups["words"].iloc[1]
    assert set(groups["typical"].iloc[0]) < {0, 1, 2, 3}
    assert remainder.empty


def test_what_fits_nowhere_is_the_remainder_and_nothing_is_lost():
    given = excerpts(*ON_TOILETS, *ON_UNIFORM, "😀", "the moon was bright over Pendle")
    groups, members, remainder = propose(given)
    assert 8 in set(remainder["excerpt_id"])
    assert sorted([*members["excerpt_id"], *remainder["excerpt_id"]]) == list(given["excerpt_id"])
    assert groups["excerpts"].sum() == len(members)


def test_one_person_alone_makes_no_group():
    assert propose(excerpts(*ON_TOILETS).assign(response_id=1)).groups.empty


def test_the_same_input_gives_the_same_groups():
    given = excerpts(*ON_TOILETS, *ON_UNIFORM, "it was fine", "nice people")
    for first, second in zip(propose(given, seed=4), propose(given, seed=4), strict=True):
        pd.testing.assert_frame_equal(first, second)


def test_given_embeddings_are_used():
    given = excerpts("a b", "c d", "e f", "g h", "i j", "k l")
    vectors = np.repeat(np.eye(2), 3, axis=0)
    assert [set(of["excerpt_id"]) for _, of in propose(given, embeddings=vectors).members.groupby("group")] == [
        {0, 1, 2},
        {3, 4, 5},
    ]


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        ((), 0),
        (("the toilets are locked",), 0),
        (("😀", "👍", "😀", "👍"), 0),
        (("the toilets are locked",) * 5, 1),
    ],
)
def test_any_input_gives_a_sensible_result(texts, number):
    groups, members, remainder = propose(excerpts(*texts))
    assert len(groups) == number
    assert len(members) + len(remainder) == len(texts)


@each_of(TEXTS)
def test_the_same_odd_text_from_three_people_is_one_group_if_it_holds_a_word(text):
    groups, members, remainder = propose(excerpts(text, text, text))
    assert len(groups) == (len(members) == 3) == remainder.empty
    assert len(groups) == (text not in {*NO_WORDS.values(), ENGLISH["one letter"]})


def test_what_has_no_sure_code_and_says_something_is_poorly_coded():
    given = excerpts("the toilets are locked", "nothing", "the taxi was late", "lunch is cold", "chips")
    codings = pd.DataFrame(
        [(2, True, 0.9), (3, True, 0.4), (4, True, None), (0, False, 0.9)], columns=["excerpt_id", "applies", "score"]
    )
    assert poorly_coded(given, codings)["excerpt_id"].tolist() == [0, 3]
    assert poorly_coded(given.head(0), codings.head(0)).empty
