import pandas as pd
import pytest

from engage.analysis.felt import FeltCoder
from engage.analysis.sentiment import score_sentiment
from tests.analysis.odd import TEXTS

SAID = [("sir explains things", 1), ("the van smells", 4), ("it is what it is", 3), ("chips on friday", 2),
        ("the queue at the gate", 5)]  # fmt: skip


@pytest.fixture(scope="module")
def told(excerpts_of):
    excerpts = excerpts_of(*[text for text, _ in SAID] * 16).assign(question="")
    return excerpts, pd.DataFrame({"excerpt_id": range(80), "sentiment": [step for _, step in SAID] * 16})


@pytest.fixture(scope="module")
def taught(told):
    return FeltCoder().fit(*told)


def test_what_people_felt_teaches_words_that_the_lists_lack(taught, excerpts_of):
    answers = excerpts_of("the queue at the gate", "chips on friday").assign(question="")
    assert list(score_sentiment(answers)["sentiment"]) == [3, 3]
    assert list(taught.score(answers)["sentiment"]) == [4, 2]


def test_with_too_few_told_the_word_lists_stand_alone(told, excerpts_of):
    excerpts, sentiments = told
    coder = FeltCoder().fit(excerpts, sentiments.head(59))
    answers = excerpts_of("the queue at the gate", "sir is kind")
    pd.testing.assert_frame_equal(coder.score(answers), score_sentiment(answers))


def test_a_class_nobody_chose_is_not_guessed_at(told, excerpts_of):
    excerpts, sentiments = told
    coder = FeltCoder().fit(excerpts, sentiments.assign(sentiment=sentiments["sentiment"].replace(3, None)))
    answers = excerpts_of("chips on friday")
    pd.testing.assert_frame_equal(coder.score(answers), score_sentiment(answers))


def test_mixed_is_kept_apart_unless_the_answer_leans_one_way(taught, excerpts_of):
    scored = taught.score(excerpts_of("it is what it is", "the van smells"))
    assert not (scored["mixed"] & (scored["sentiment"] != 3)).any()


def test_the_same_tables_and_seed_feel_the_same(taught, told, excerpts_of):
    answers = excerpts_of("sir", "van", None, *TEXTS.values())
    scored = taught.score(answers)
    pd.testing.assert_frame_equal(scored, FeltCoder().fit(*told).score(answers))
    assert scored["sentiment"].between(1, 5).all()


def test_no_excerpts_feel_nothing(taught, excerpts_of):
    assert taught.score(excerpts_of()).empty
