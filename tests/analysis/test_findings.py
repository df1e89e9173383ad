import numpy as np
import pandas as pd
import pytest

from engage.analysis.findings import differences, find, holm

RESPONDENTS = pd.DataFrame({"response_id": [1, 2, 3, 4], "audience": ["Parents", "Parents", "Schools", "Schools"]})


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


def test_one_audience_alone_has_nobody_to_differ_from():
    assert differences(findings(("Food", "Schools", 3, 10))).empty


def test_holms_correction_matches_a_hand_worked_case():
    assert holm(np.array([0.01, 0.04, 0.03])) == pytest.approx([0.03, 0.06, 0.06])
