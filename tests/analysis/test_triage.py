import json
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import triage as benchmark
from engage.analysis.triage import Tier, assess, plain_spelling, triage, worries
from tests.analysis.odd import TEXTS, each_of

HERE = Path(__file__).parent
WORRYING = HERE.joinpath("worrying.txt").read_text("utf-8").splitlines()
BLIND = HERE.joinpath("worrying_blind.txt").read_text("utf-8").splitlines()
INDEPENDENT = HERE.joinpath("worrying_independent.txt").read_text("utf-8").splitlines()
THIRD = HERE.joinpath("worrying_third.txt").read_text("utf-8").splitlines()
HARMLESS = HERE.joinpath("harmless_independent.txt").read_text("utf-8").splitlines()
HARMLESS_THIRD = HERE.joinpath("harmless_third.txt").read_text("utf-8").splitlines()
BENIGN = HERE.joinpath("benign.txt").read_text("utf-8").splitlines()
# False alarms cost the safeguarding lead a look each; above one in ten the queue would hide what is grave.
MOST_FALSE_ALARMS = 0.1


@pytest.mark.parametrize("text", WORRYING + BLIND + INDEPENDENT)
def test_a_worrying_answer_is_raised(text):
    assert worries(text)


def test_few_harmless_answers_are_raised(record_property):
    assert len(WORRYING) >= 60
    assert len(BENIGN) >= 60
    share = sum(bool(worries(text)) for text in BENIGN) / len(BENIGN)
    record_property("false_alarm_share", share)
    assert share <= MOST_FALSE_ALARMS


def test_no_fewer_hints_are_raised_than_when_they_were_measured(record_property):
    raised = sum(bool(worries(text)) for text in THIRD)
    record_property("raised", raised)
    assert len(THIRD) == 60
    assert raised >= 12


@pytest.mark.parametrize(("harmless", "measured"), [(HARMLESS, 36), (HARMLESS_THIRD, 4)])
def test_no_more_harmless_answers_are_raised_than_when_they_were_measured(harmless, measured):
    assert sum(bool(worries(text)) for text in harmless) <= measured


def test_the_measure_counts_what_is_raised_and_lists_what_is_missed(tmp_path, capsys):
    answers = tmp_path / "worrying.txt"
    answers.write_text("he hits me\n\nart\n", encoding="utf-8")
    benchmark.main([str(answers), "--misses"])
    counts, missed = capsys.readouterr().out.splitlines()
    assert json.loads(counts) == {"file": "worrying.txt", "answers": 2, "raised": 1, "share": 0.5}
    assert missed == "  missed: art"


def test_each_category_comes_with_the_words_as_they_were_written():
    found = triage(pd.DataFrame({"answer_id": [4, 5, 6], "text": ["He HITTTS me", "art", None]}))
    assert found.to_dict("records") == [{"answer_id": 4, "category": "hurt by someone", "words": "He HITTTS"}]


@pytest.mark.parametrize("written", ["k1ll", "KILLL", "k*ill", "kill"])
def test_spellings_meet(written):
    assert plain_spelling(written) == plain_spelling("kill")


def test_letters_spelt_out_are_read_together():
    assert "suicide" in worries("i will k.m.s soon")


def test_a_figure_stays_a_figure():
    assert plain_spelling("100") == "10"
    assert worries("7 out of 10") == {}


@each_of(TEXTS)
def test_odd_texts_are_read_without_fuss(text):
    assert worries(text) == {}


def test_no_texts_raise_no_worry():
    assert triage(pd.DataFrame({"answer_id": [], "text": []})).empty


@pytest.mark.parametrize(
    "text",
    [
        "i cut when its bad",
        "she asked to see my arms and she didnt freak out",
        "A boy bites… it hurts",
        "out at night with older lads I don't know",
        "he got stabbed",
        "they all give up on me",
    ],
)
def test_an_answer_missed_before_is_raised(text):
    assert worries(text)


@pytest.mark.parametrize("text", ["a stable home", "don't give up on me", "my bladder"])
def test_words_that_only_look_worrying_are_not_raised(text):
    assert worries(text) == {}


def test_few_public_comments_are_raised(record_property):
    texts = pd.read_csv(HERE.parent / "nhs_fft/coded.csv")["text"][::6]
    share = sum(bool(worries(text)) for text in texts) / len(texts)
    record_property("raised_share", share)
    assert share <= MOST_FALSE_ALARMS


def test_what_must_be_held_comes_with_how_soon_to_look():
    texts = pd.DataFrame(
        {"id": [1, 2, 3, 4], "text": ["he hits me", "art", "I am hungry", "Nie mam żadnych przyjaciół"]}
    )
    held = assess(texts)
    assert list(held["id"]) == [1, 3, 4]
    assert list(held["tier"]) == [Tier.LOOK_NOW, Tier.LOOK_TODAY, Tier.LOOK_TODAY]
    assert list(held["english"]) == [True, True, False]
