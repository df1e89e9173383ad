import numpy as np
import pandas as pd
import pytest

from engage.analysis.findings import (
    NOT_CODED,
    changes,
    differences,
    find,
    last_without_new,
    rare_voices,
    saturation,
)
from tests.analysis.odd import TEXTS, each_of

RESPONDENTS = pd.DataFrame(
    {"response_id": [1, 2, 3, 4], "audience": ["Parents", "Parents", "Schools", "Schools"], "key": [10, 20, 40, 80]}
)


def codings(*rows):
    columns = ["response_id", "excerpt_id", "audience", "code", "applies", "sentiment"]
    return pd.DataFrame(rows, columns=columns)


def test_people_are_counted_by_response_never_by_excerpt():
    found = find(codings((1, 10, "Parents", "Food", True, 5), (1, 11, "Parents", "Food", True, 4)), RESPONDENTS)
    assert list(found["people"]) == [1, 0]
    assert list(found["base"]) == [2, 2]
    assert list(found["share"]) == [0.5, 0.0]


def test_praise_and_blame_from_one_person_are_mixed():
    found = find(codings((1, 10, "Parents", "Food", True, 1), (1, 11, "Parents", "Food", True, 5)), RESPONDENTS)
    assert found.loc[0, ["positive", "mixed", "neutral", "negative"]].tolist() == [0, 1, 0, 0]


def test_feelings_are_told_apart():
    rows = codings(
        (1, 10, "Parents", "Food", True, 2),
        (2, 11, "Parents", "Food", True, np.nan),
        (3, 12, "Schools", "Food", True, 4),
    )
    found = find(rows, RESPONDENTS)
    assert found[["positive", "neutral", "negative"]].to_numpy().tolist() == [[1, 1, 0], [0, 0, 1]]


def test_an_excerpt_known_to_be_mixed_is_mixed():
    found = find(codings((1, 10, "Parents", "Food", True, 3)).assign(mixed=True), RESPONDENTS)
    assert found["mixed"].tolist() == [1, 0]


def test_a_rejected_code_is_there_with_nobody():
    found = find(codings((1, 10, "Parents", "Food", False, 3)), RESPONDENTS)
    assert found["people"].tolist() == [0, 0]


def findings(*rows):
    return pd.DataFrame(rows, columns=["code", "audience", "people", "base"])


def test_an_audience_that_differs_beyond_chance_is_named():
    told = differences(
        findings(("Food", "Schools", 30, 40), ("Food", "Parents", 10, 100), ("Food", "Children", 12, 100))
    )
    assert told["differs"].tolist() == [True, True, True]
    assert told["sentence"].iloc[0] == "Schools: said this more often than the others, beyond what chance would bring"
    assert "less often" in told["sentence"].iloc[1]


def test_a_difference_that_chance_would_bring_is_not_one():
    told = differences(findings(("Food", "Schools", 3, 10), ("Food", "Parents", 4, 10)))
    assert not told["differs"].any()
    assert "no difference" in told["sentence"].iloc[0]


def test_a_difference_that_the_noise_would_bring_is_not_one():
    counted = findings(("Food", "Schools", 40, 100), ("Food", "Parents", 24, 100))
    assert differences(counted)["differs"].all()
    assert not differences(counted.assign(noise=16.0))["differs"].any()


def test_one_audience_alone_has_nobody_to_differ_from():
    assert differences(findings(("Food", "Schools", 3, 10))).empty


def test_a_share_has_an_interval_that_holds_it():
    found = find(codings((1, 10, "Parents", "Food", True, 5)), RESPONDENTS)
    assert (found["low"] <= found["share"]).all()
    assert (found["share"] <= found["high"]).all()
    assert found["high"].tolist()[1] < 1


def test_no_codings_give_no_findings():
    assert find(codings(), RESPONDENTS).empty


@each_of(TEXTS)
def test_codes_and_audiences_may_have_any_name(text):
    found = find(codings((1, 10, text, text, True, 5)), RESPONDENTS.assign(audience=text))
    assert found[["code", "audience", "people", "base"]].to_numpy().tolist() == [[text, text, 1, 4]]


def test_one_person_saying_one_thing_is_a_finding():
    found = find(codings((1, 10, "Parents", "Food", True, 5)), RESPONDENTS.head(1))
    assert found[["people", "base", "negative"]].to_numpy().tolist() == [[1, 1, 1]]


def test_what_rises_beyond_chance_between_waves_is_said():
    before = findings(("Food", "Schools", 10, 100), ("Taxi", "Schools", 50, 100))
    after = findings(("Food", "Schools", 40, 100), ("Taxi", "Schools", 20, 100), ("New", "Schools", 9, 100))
    told = changes(before, after)
    assert told["change"].tolist() == pytest.approx([0.3, -0.3])
    assert told["sentence"].iloc[0] == "Schools: said this more often than before, beyond what chance would bring"
    assert "less often" in told["sentence"].iloc[1]


def test_what_chance_would_change_is_not_a_change():
    told = changes(findings(("Food", "Schools", 3, 10)), findings(("Food", "Schools", 4, 10)))
    assert not told["changed"].any()
    assert "no change" in told["sentence"].iloc[0]


def test_a_change_that_the_noise_would_bring_is_not_one():
    before, after = findings(("Food", "Schools", 24, 100)), findings(("Food", "Schools", 40, 100))
    assert changes(before, after)["changed"].all()
    assert not changes(before.assign(noise=16.0), after.assign(noise=16.0))["changed"].any()


def test_waves_with_nothing_in_common_have_no_changes():
    assert changes(findings(), findings(("Food", "Schools", 4, 10))).empty


def excerpts(*grave):
    return pd.DataFrame({"excerpt_id": range(10, 10 + len(grave)), "response_id": range(len(grave)), "grave": grave})


def test_a_grave_voice_is_never_dropped_and_stands_first():
    many = [(at, 10 + at, "Parents", "Food", True, 5) for at in range(6)]
    rows = codings(*many, (6, 16, "Parents", "Taxi", True, 5))
    table = rare_voices(rows, excerpts(*[False] * 3, True, *[False] * 3, True))
    assert table["code"].tolist() == [NOT_CODED, "Food", "Taxi"]
    assert table["people"].tolist() == [1, 6, 1]
    assert table["excerpts"].iloc[1][0] == 13


def test_what_many_said_and_nothing_grave_is_no_rare_voice():
    rows = codings(*[(at, 10 + at, "Parents", "Food", True, 5) for at in range(6)])
    assert rare_voices(rows, excerpts(*[False] * 6)).empty
    assert rare_voices(codings(), excerpts()).empty


def answered(number):
    return pd.DataFrame({"response_id": range(number), "audience": "Parents"})


def test_codes_met_are_expected_over_every_order_of_answers():
    # Of two answers one holds Taxi, both hold Food: the first read shows 1.5 codes on average.
    rows = codings((0, 10, "Parents", "Food", True, 5), (1, 11, "Parents", "Food", True, 5),
                   (1, 11, "Parents", "Taxi", True, 5))  # fmt: skip
    told = saturation(rows, answered(2), step=1)
    assert told["codes"].tolist() == pytest.approx([1.5, 2.0])
    assert told["new_codes"].tolist() == pytest.approx([1.5, 0.5])
    assert not told["is_saturated"].any()


def test_answers_that_bring_nothing_new_are_enough():
    rows = codings(*[(at, 10 + at, "Parents", "Food", True, 5) for at in range(50)])
    told = saturation(rows, answered(50))
    assert told["answers"].tolist() == [20, 40, 50]
    assert told["is_saturated"].tolist() == [False, True, True]


def test_saturation_of_nothing_is_nothing():
    assert saturation(codings(), answered(0)).empty
    assert saturation(codings(), answered(3))["codes"].tolist() == [0.0]


@pytest.mark.parametrize(("holders", "answers", "last"), [([50], 50, 49), ([1], 51, 25), ([1] * 50, 50, 0), ([], 0, 0)])
def test_how_many_of_the_last_answers_brought_no_new_code(holders, answers, last):
    assert last_without_new(holders, answers) == last
