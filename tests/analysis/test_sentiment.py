import pandas as pd
import pytest

from engage.analysis.sentiment import score_sentiment
from tests.analysis.odd import NO_WORDS, OTHER_LANGUAGES, each_of


def score(text, question=""):
    return score_sentiment(pd.DataFrame({"excerpt_id": [1], "text": [text], "question": [question]})).iloc[0]


@pytest.mark.parametrize(
    "text",
    [
        "nobody listened to me",
        "They never help",
        "I waited nine months",
        "it was rubbish",
        "staff were rude",
        "😡",
        "The worst school ever",
        "there is not enough support",
        "he was let down, kicked out and ignored",
    ],
)
def test_a_complaint_is_negative(text):
    assert score(text)["sentiment"] >= 4


@pytest.mark.parametrize(
    "text", ["Brilliant teachers", "I feel safe", "they helped me", "👍", "thanks to you all", "no complaints"]
)
def test_praise_is_positive(text):
    assert score(text)["sentiment"] <= 2


@pytest.mark.parametrize("text", ["nothing", "", None, "n/a", "We meet on Mondays."])
def test_an_answer_that_feels_nothing_is_neutral(text):
    assert (score(text)["sentiment"], bool(score(text)["mixed"])) == (3, False)


def test_mixed_is_kept_apart_from_neutral():
    told = score("The teachers are brilliant but the building is awful")
    assert (told["sentiment"], bool(told["mixed"])) == (3, True)


def test_a_bare_answer_takes_its_feeling_from_what_was_asked():
    assert score("The taxi", "What could be better?")["sentiment"] == 4
    assert score("The taxi", "What is good about it?")["sentiment"] == 2
    assert score("The taxi", "Tell us about your day")["sentiment"] == 3


def test_a_wish_counts_against_what_is():
    assert score("There should be longer sessions")["sentiment"] == 4


def test_one_row_an_excerpt_in_order_and_within_bounds():
    table = pd.DataFrame({"excerpt_id": ["b", "a"], "text": ["awful awful", "great " * 2000]})
    scored = score_sentiment(table)
    assert list(scored["excerpt_id"]) == ["b", "a"]
    assert scored["polarity"].between(-1, 1).all()


@each_of(NO_WORDS | OTHER_LANGUAGES)
def test_what_the_lists_cannot_read_feels_nothing_but_for_its_faces(text):
    assert score(text)["sentiment"] == (2 if "😀" in text else 3)


def test_no_excerpts_give_an_empty_table():
    assert score_sentiment(pd.DataFrame({"excerpt_id": [], "text": []})).empty
