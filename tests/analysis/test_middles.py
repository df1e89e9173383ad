import numpy as np
import pandas as pd
import pytest

from engage.analysis.middles import protect_means, protect_numbers


def table(**columns):
    """Counts of one question: a column each, by option."""
    rows = [
        (option, column, count, column_number * 1_000 + count, sum(options.values()), column_number * 777)
        for column_number, (column, options) in enumerate(columns.items(), 1)
        for option, count in options.items()
    ]
    return pd.DataFrame(rows, columns=["row", "column", "count", "key", "base", "base_key"])


def means_of(counts, values, **threshold):
    return protect_means(counts.assign(table="travel"), {"travel": values}, **threshold)


def numbers_of(counts, answers, **threshold):
    """`answers` has a row for each person."""
    return protect_numbers(counts.assign(table="places"), answers.assign(table="places", people=1), **threshold)


def moved_by(monkeypatch, noise):
    monkeypatch.setattr("engage.analysis.noisy_cells.perturb", lambda counts, *_keys: counts + noise(counts))


def test_a_mean_comes_from_counts_and_leaves_out_what_has_no_value(no_noise):
    counts = table(Parents={"bus": 20, "taxi": 30, "walk": 0}, Schools={"bus": 20, "taxi": 30, "walk": 9})
    means = means_of(counts, {"bus": 1, "taxi": 2})
    assert means["shown"].tolist() == ["1.6", "1.6"]
    assert means["base"].tolist() == [50, 50]


def test_nobody_having_answered_is_said_so(no_noise):
    counts = table(Parents={"bus": 20, "taxi": 30, "walk": 0})
    assert means_of(counts, {"walk": 3})["shown"].tolist() == ["no answers"]
    assert means_of(counts.head(0), {"bus": 1}).empty


def test_a_mean_has_the_noise_of_its_counts_and_reckons_with_small_ones(monkeypatch):
    counts = table(Children={"bus": 30, "taxi": 4})
    moved_by(monkeypatch, lambda counts: 0 * counts)
    assert means_of(counts, {"bus": 1, "taxi": 2})["shown"].tolist() == ["1.1"]
    moved_by(monkeypatch, lambda counts: 4 * (counts == 4))
    assert means_of(counts, {"bus": 1, "taxi": 2})["shown"].tolist() == ["1.2"]


def test_a_mean_that_the_noise_would_make_is_not_told(no_noise):
    counts = table(Children={"bus": 20, "taxi": 9}, Providers={"bus": 4, "taxi": 1})
    told = means_of(counts, {"bus": 1, "taxi": 2}, threshold={"Providers": 0})
    assert told["shown"].tolist() == ["not shown", "1.2"]


def numbers(*values, bands=1, threshold=5):
    """What is told of one audience's numbers, spread evenly over so many bands."""
    answers = pd.DataFrame({"column": "Schools", "row": [at % bands for at in range(len(values))], "value": values})
    counts = answers.groupby(["row", "column"]).size().rename("count").reset_index()
    counts = counts.assign(key=1, base=len(values), base_key=2)
    return numbers_of(counts, answers, threshold=threshold).drop(columns=["table", "column"]).to_dict("records")


def test_numbers_are_told_to_two_figures_without_the_five_at_either_end(no_noise):
    assert numbers(*range(1, 41)) == [{"mean": 20.0, "median": 20.0, "low": 6.0, "high": 35.0}]
    assert numbers(*[1234] * 40)[0] == {"mean": 1200.0, "median": 1200.0, "low": 1200.0, "high": 1200.0}


def test_numbers_in_one_band_are_told_through_the_noise_too(monkeypatch):
    moved_by(monkeypatch, lambda counts: 4 + 0 * counts)
    assert numbers(*range(1, 41)) == [{"mean": 22.0, "median": 22.0, "low": 9.0, "high": 32.0}]


def test_what_is_told_of_numbers_in_one_band_moves_with_who_gave_them():
    answers = pd.DataFrame({"column": "Schools", "row": 0, "value": range(1, 41)})
    counts = pd.DataFrame({"row": [0], "column": "Schools", "count": 40, "base": 40})
    means = {numbers_of(counts.assign(key=key, base_key=key), answers)["mean"].iloc[0] for key in range(1, 40)}
    assert len(means) > 1


def test_a_mean_that_one_number_makes_is_not_told(no_noise):
    told = numbers(*[1] * 40, 5_000)[0]
    assert pd.isna(told["mean"])
    assert told["median"] == 1


def test_of_few_numbers_nothing_is_told_unless_they_are_exact(no_noise):
    assert numbers(*range(29)) == []
    assert numbers(*range(9), threshold=0) == []
    told = numbers(*range(1, 13), threshold=0)[0]
    assert [told["mean"], told["median"]] == [6.5, 6.5]
    assert pd.isna(told["low"])


def test_numbers_weigh_as_much_as_the_noise_of_their_band_says(monkeypatch):
    values = [10, 20] * 20
    moved_by(monkeypatch, lambda counts: np.array([-10, 10]) * (counts == 20))
    assert numbers(*values, bands=2)[0]["mean"] == 18


def test_it_takes_counts_that_are_possible():
    with pytest.raises(ValueError, match="between nought and their base"):
        means_of(table(Parents={"bus": 20}).assign(base=3), {"bus": 1})


def test_scales_are_told_apart_and_each_is_told_as_alone(no_noise):
    counts = table(Parents={"bus": 20, "taxi": 30})
    both = pd.concat([counts.assign(table="there"), counts.assign(table="back")])
    means = protect_means(both, {"there": {"bus": 1, "taxi": 2}, "back": {"bus": 5, "taxi": 5}})
    assert dict(zip(means["table"], means["shown"], strict=True)) == {"there": "1.6", "back": "5.0"}


def test_a_number_that_several_people_gave_counts_for_each(no_noise):
    counts = pd.DataFrame({"table": ["places"], "row": 0, "column": "Schools", "count": 40, "key": 1, "base": 40})
    answers = pd.DataFrame({"table": "places", "column": "Schools", "row": 0, "value": [1, 11], "people": [30, 10]})
    assert protect_numbers(counts.assign(base_key=2), answers)["mean"].tolist() == [3.5]
