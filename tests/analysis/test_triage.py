import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import triage as benchmark
from engage.analysis.embeddings import open_embedder
from engage.analysis.minilm import find_weights
from engage.analysis.triage import Tier, assess, patterns, plain_spelling, triage, worries
from engage.analysis.triage_concern import ConcernReader, meanings_of, read_meanings, read_sentences
from tests.analysis.odd import TEXTS, each_of

HERE = Path(__file__).parent
WORRYING = HERE.joinpath("worrying.txt").read_text("utf-8").splitlines()
BLIND = HERE.joinpath("worrying_blind.txt").read_text("utf-8").splitlines()
INDEPENDENT = HERE.joinpath("worrying_independent.txt").read_text("utf-8").splitlines()
THIRD = HERE.joinpath("worrying_third.txt").read_text("utf-8").splitlines()
HARMLESS = HERE.joinpath("harmless_independent.txt").read_text("utf-8").splitlines()
HARMLESS_THIRD = HERE.joinpath("harmless_third.txt").read_text("utf-8").splitlines()
BENIGN = HERE.joinpath("benign.txt").read_text("utf-8").splitlines()
UNSEEN = HERE.joinpath("worrying_unseen.txt").read_text("utf-8").splitlines()
HARMLESS_UNSEEN = HERE.joinpath("harmless_unseen.txt").read_text("utf-8").splitlines()
installed = pytest.mark.skipif(find_weights() is None, reason="the sentence embeddings are not installed")
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


def test_the_measure_counts_the_first_two_tiers_and_lists_what_is_missed(tmp_path, capsys):
    answers = tmp_path / "worrying.txt"
    answers.write_text("he hits me\n\nart\ngroom the horse\n", encoding="utf-8")
    benchmark.main([str(answers), "--misses", "--words"])
    counts, *missed = capsys.readouterr().out.splitlines()
    found = json.loads(counts)
    assert (found["answers"], found["share"], found["held"]) == (3, 0.333, 0.667)
    assert (found["look_now"], found["look_today"], found["probably_nothing"]) == (1, 0, 1)
    assert missed == ["  missed: art", "  missed: groom the horse"]


def test_the_measure_leaves_out_one_source_after_the_other(capsys, monkeypatch):
    few = read_sentences().groupby(["source", "category"]).head(2)
    monkeypatch.setattr(benchmark, "read_sentences", lambda: few)
    monkeypatch.setattr(benchmark, "read_meanings", lambda: read_meanings()[few.index])
    benchmark.main(["--left-out", "--words"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["left_out"] for line in lines} == set(few["source"])
    assert {line["worrying"] for line in lines} == {True, False}


def test_asking_the_measure_for_help_measures_nothing(capsys):
    with pytest.raises(SystemExit):
        benchmark.main(["--help"])
    assert "look_now" not in capsys.readouterr().out


@installed
def test_stored_meanings_are_computed_anew_after_a_change(tmp_path, monkeypatch):
    monkeypatch.setattr(benchmark, "MEANINGS", tmp_path / "meanings.npy")
    monkeypatch.setattr(benchmark, "read_sentences", lambda: read_sentences().head(3))
    benchmark.main(["--store"])
    stored = np.load(tmp_path / "meanings.npy", allow_pickle=False)
    assert np.abs(stored - 127 * read_meanings()[:3] / np.abs(read_meanings()[:3]).max(axis=1, keepdims=True)).max() < 3


def test_meanings_cannot_be_stored_without_embeddings():
    with pytest.raises(SystemExit, match="not installed"):
        benchmark.main(["--store", "--words"])


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


def assessed(text, embedder=None):
    """The one row for a text, or None where nothing holds it."""
    rows = assess(pd.DataFrame({"id": [1], "text": [text]}), embedder).to_dict("records")
    return rows[0] if rows else None


def test_what_must_be_held_comes_with_how_soon_to_look():
    written = ["he hits me", "art", "mum is always drunk", "Nie mam żadnych przyjaciół", None]
    held = assess(pd.DataFrame({"id": range(5), "text": written}))
    assert list(held["id"]) == [0, 2, 3]
    assert list(held["tier"]) == [Tier.LOOK_NOW, Tier.LOOK_TODAY, Tier.LOOK_TODAY]
    assert list(held["english"]) == [True, True, False]


def test_nothing_is_held_of_no_texts():
    assert assess(pd.DataFrame({"id": [], "text": []})).empty


@pytest.mark.parametrize(
    "text",
    ["Interpreter for reviews without me having to ask", "The horse lady let me groom Duke", "suicide prevention"],
)
def test_a_word_of_the_list_in_a_harmless_sentence_is_held_as_probably_nothing(text):
    assert assessed(text)["tier"] == Tier.PROBABLY_NOTHING


def test_no_word_of_the_list_is_cleared():
    texts = HARMLESS + HARMLESS_THIRD + HARMLESS_UNSEEN + BENIGN
    held = assess(pd.DataFrame({"id": texts, "text": texts}))
    assert {text for text in texts if worries(text)} <= set(held["id"])


@pytest.mark.parametrize("text", ["school dinners, kms", "the printer got r@ped lol", "kill yourself, quiet reading"])
def test_words_that_mean_harm_in_any_sentence_are_looked_at_now(text):
    assert assessed(text)["tier"] == Tier.LOOK_NOW


def test_a_worrying_word_among_words_of_another_language_is_looked_at_now():
    found = assessed("Chcę umrzeć, kms")
    assert (found["tier"], found["words"], found["english"]) == (Tier.LOOK_NOW, "kms", False)


def test_words_alone_raise_a_hint_that_they_are_nearly_sure_of():
    found = assessed("I sleep better when he is at work")
    assert (found["tier"], found["words"]) == (Tier.LOOK_TODAY, "")


@installed
@pytest.mark.parametrize(
    "text", ["I sleep better when he is at work", "Me and my sister listen for his key in the door"]
)
def test_a_hint_is_raised_by_its_meaning(text):
    assert assessed(text, open_embedder())["tier"] != Tier.PROBABLY_NOTHING


@installed
def test_a_hint_between_harmless_sentences_is_raised():
    text = "The food is good. I sleep better when he is at work. We do art on Fridays."
    assert assessed(text, open_embedder())["tier"] == Tier.LOOK_TODAY


@installed
def test_enough_new_hints_and_few_new_harmless_answers_come_into_the_first_two_tiers():
    def soon(texts):
        held = assess(pd.DataFrame({"id": range(len(texts)), "text": texts}), open_embedder())
        return (held["tier"] != Tier.PROBABLY_NOTHING).sum() / len(texts)

    assert len(UNSEEN) == len(HARMLESS_UNSEEN) == 50
    assert soon(UNSEEN) >= 34 / 40
    assert soon(HARMLESS_UNSEEN) <= 8 / 40


def test_nothing_was_learnt_from_the_answers_it_is_measured_on():
    assert not set(read_sentences()["text"]) & {*UNSEEN, *HARMLESS_UNSEEN}


def test_every_category_learnt_is_one_of_the_list():
    assert set(read_sentences()["category"]) - {""} == {category for category, _ in patterns()}


@installed
def test_the_stored_meanings_are_those_of_the_sentences():
    sentences, stored = read_sentences(), read_meanings()
    some = list(range(0, len(sentences), 150))
    computed = meanings_of(sentences["text"].iloc[some].tolist(), open_embedder())
    assert len(stored) == len(sentences)
    assert (stored[some] * computed).sum(axis=1).min() > 0.98


def test_a_reader_fitted_again_reads_alike():
    few = read_sentences().groupby("category").head(5)
    first, again = (ConcernReader.fit(few).read(UNSEEN[:3]) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
