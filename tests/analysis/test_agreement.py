import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.agreement import ALL, agreement, confusion, pairs, verdicts_of
from tests.analysis.odd import TEXTS, each_of


def verdicts(**coders):
    """One code; a string of verdicts for each coder: 1 applies, 0 does not, a dot where not read."""
    rows = [(at, "Food", coder, sign == "1") for coder, signs in coders.items() for at, sign in enumerate(signs)
            if sign != "."]  # fmt: skip
    return pd.DataFrame(rows, columns=["excerpt_id", "code", "coder", "applies"])


def overall(table):
    return table.set_index("code").loc[ALL]


def test_cohens_kappa_matches_a_hand_worked_table():
    # Both yes 20, only the first 5, only the second 10, neither 15: 35 of 50 alike, 0.5 expected, so 0.2 / 0.5.
    table = agreement(verdicts(ann="1" * 25 + "0" * 25, ben="1" * 20 + "0" * 5 + "1" * 10 + "0" * 15))
    assert overall(table)["share"] == pytest.approx(0.7)
    assert overall(table)["kappa"] == pytest.approx(0.4)


def test_krippendorffs_alpha_matches_his_own_worked_example():
    # Two observers, nominal, binary: Krippendorff (2011), "Computing Krippendorff's alpha-reliability", part A.
    table = agreement(verdicts(meg="0100000010", owen="1110010000"))
    assert overall(table)["alpha"] == pytest.approx(0.095, abs=0.001)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("01.", min_size=3, max_size=3), min_size=2, max_size=12))
def test_alpha_is_that_of_the_krippendorff_package(units):
    coders = {f"coder{at}": "".join(unit[at] for unit in units) for at in range(3)}
    signs = np.array([[np.nan if sign == "." else float(sign) for sign in line] for line in coders.values()])
    pairable = signs[:, (~np.isnan(signs)).sum(axis=0) > 1]
    found = overall(agreement(verdicts(**coders), draws=10))["alpha"]
    if len(np.unique(pairable[~np.isnan(pairable)])) < 2:
        assert np.isnan(found)
    else:
        theirs = krippendorff.alpha(pairable, level_of_measurement="nominal", value_domain=[0.0, 1.0])
        assert found == pytest.approx(theirs)


def test_of_three_coders_kappa_is_the_mean_over_pairs():
    three = {"ann": "1100", "ben": "1100", "cat": "1001"}
    found = overall(agreement(verdicts(**three)))["kappa"]
    assert found == pytest.approx((1 + 0 + 0) / 3)


def test_intervals_hold_the_measure_and_come_out_the_same_each_time():
    given_verdicts = verdicts(ann="1100" * 20, ben="1101" * 20)
    first, second = agreement(given_verdicts, seed=3), agreement(given_verdicts, seed=3)
    pd.testing.assert_frame_equal(first, second)
    for measure in ("share", "kappa", "alpha"):
        row = overall(first)
        assert row[f"{measure}_low"] <= row[measure] <= row[f"{measure}_high"]


@pytest.mark.parametrize(
    ("coders", "reason"),
    [
        ({"ann": "10" * 40}, "two coders have read"),
        ({"ann": "10" * 5, "ben": "10" * 5}, "30 excerpts"),
        ({"ann": "1" + "0" * 49, "ben": "1" + "0" * 49}, "10 verdicts"),
        ({"ann": "1" * 50, "ben": "1" * 50}, "10 verdicts"),
        ({"ann": "1" * 6 + "0" * 34, "ben": "1" * 3 + "0" * 34 + "1" * 3}, "wider"),
    ],
)
def test_too_little_to_tell_is_said_with_its_reason(coders, reason):
    row = overall(agreement(verdicts(**coders)))
    assert not row["enough"]
    assert row["reading"] == "too little to tell"
    assert reason in row["reason"]


@pytest.mark.parametrize(
    ("other", "reading"),
    [("10" * 50, "good"), ("10" * 43 + "01" * 7, "tentative"), ("10" * 30 + "01" * 20, "poor")],
)
def test_an_alpha_is_read_as_krippendorff_does(other, reading):
    assert overall(agreement(verdicts(ann="10" * 50, machine=other)))["reading"] == reading


def test_a_code_that_everybody_always_gives_has_no_kappa():
    row = overall(agreement(verdicts(ann="1" * 50, ben="1" * 50)))
    assert row["share"] == 1.0
    assert np.isnan(row["kappa"])
    assert np.isnan(row["alpha"])


def test_each_two_coders_are_compared_over_what_both_read():
    table = pairs(verdicts(ann="11.00", ben="1.100", machine="....."))
    assert table[["coder", "other", "excerpts", "share"]].to_numpy().tolist() == [["ann", "ben", 3, 1.0]]


def test_codes_taken_for_each_other_are_named():
    reviews = pd.DataFrame([(at, coder) for at in range(4) for coder in ("ann", "ben")],
                           columns=["excerpt_id", "coder"])  # fmt: skip
    given_codes = [(0, "Taxi", "ann"), (0, "Bus", "ben"), (1, "Bus", "ann"), (1, "Taxi", "ben"), (2, "Taxi", "ann")]
    codings = pd.DataFrame(given_codes, columns=["excerpt_id", "code", "coder"]).assign(applies=True)
    table = confusion(verdicts_of(codings, reviews, ["Taxi", "Bus", "Food"]))
    assert table.to_dict("records") == [
        {"code": "Bus", "other": "Taxi", "confused": 2, "disagreements": 2, "share": 1.0},
        {"code": "Taxi", "other": "Bus", "confused": 2, "disagreements": 3, "share": pytest.approx(2 / 3)},
    ]


def test_what_was_read_and_not_given_does_not_apply_and_what_was_not_read_is_unknown():
    codings = pd.DataFrame({"excerpt_id": [1], "code": ["Food"], "coder": ["ann"], "applies": [True]})
    reviews = pd.DataFrame({"excerpt_id": [1, 1, 2], "coder": ["ann", "ben", "ann"]})
    table = verdicts_of(codings, reviews, ["Food", "Bus"])
    assert len(table) == 6
    assert table[table["applies"]].to_dict("records") == codings[table.columns].to_dict("records")


@each_of(TEXTS)
def test_codes_and_coders_may_have_any_name(text):
    read = verdicts(ann="1100" * 10, **{text: "1100" * 10}).assign(code=text)
    assert agreement(read, draws=10)["code"].tolist() == [text, ALL]
    assert pairs(read)["share"].tolist() == [1.0]


def test_nothing_read_tells_nothing():
    nothing = verdicts()
    assert agreement(nothing)["reading"].tolist() == ["too little to tell"]
    assert pairs(nothing).empty
    assert confusion(nothing).empty


def test_one_excerpt_of_one_coder_tells_nothing():
    assert agreement(verdicts(ann="1"))["reason"].str.contains("two coders").all()


def test_a_draw_for_many_excerpts_is_made_in_parts(monkeypatch):
    whole = agreement(verdicts(ann="1100" * 20, ben="1101" * 20), draws=50)
    monkeypatch.setattr("engage.analysis.agreement.CHUNK", 800)
    pd.testing.assert_frame_equal(whole, agreement(verdicts(ann="1100" * 20, ben="1101" * 20), draws=50))
