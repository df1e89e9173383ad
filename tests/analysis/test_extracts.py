import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.analysis.extracts import extract, points, sentences, stances
from engage.analysis.words import is_empty_answer
from tests.analysis.odd import ENGLISH, OTHER_LANGUAGES, TEXTS, each_of

TAXIS = [
    ("Parents", "The taxi is always late in the morning. It makes her anxious."),
    ("Parents", "Our taxi was late again on Monday."),
    ("Parents", "The driver of the taxi is kind to my son."),
    ("Children", "I hate the taxi because it smells."),
    ("Schools", "Late taxis mean lost lessons every week."),
]


def excerpts(*said):
    rows = [(at, at + 100, audience, text) for at, (audience, text) in enumerate(said)]
    return pd.DataFrame(rows, columns=["excerpt_id", "response_id", "audience", "text"])


def test_sentences_know_where_they_stand():
    table = sentences(excerpts(("Parents", "It was fine.  But the food!\nno more chips")))
    assert table["sentence"].tolist() == ["It was fine.", "But the food!", "no more chips"]
    assert table[["start", "end"]].to_numpy().tolist() == [[0, 12], [14, 27], [28, 41]]


def test_every_audience_has_a_sentence_even_where_places_are_few():
    assert set(extract(excerpts(*TAXIS), number=1)["audience"]) == {"Parents", "Children", "Schools"}


def test_the_most_central_sentence_comes_first():
    table = extract(excerpts(*TAXIS))
    assert "taxi" in table["sentence"].iloc[0]
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    assert table["centrality"].between(0, 1).all()


def test_nobody_is_heard_twice_and_nothing_is_said_twice():
    said = [
        ("Parents", "The taxi is always late. The taxi never comes on time."),
        ("Parents", "the taxi is ALWAYS late"),
    ]
    table = extract(excerpts(*said, *TAXIS))
    assert table["response_id"].is_unique
    assert table["sentence"].str.lower().str.strip(".").is_unique


def test_short_and_endless_sentences_stand_back_for_others():
    table = extract(
        excerpts(("Parents", "Taxi late."), ("Parents", "word " * 50), ("Parents", "The taxi is never on time"))
    )
    assert table["sentence"].tolist() == ["The taxi is never on time"]


def test_of_an_audience_with_nothing_longer_the_short_sentence_is_taken():
    assert extract(excerpts(("Parents", "Taxi late.")))["sentence"].tolist() == ["Taxi late."]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), st.text(max_size=60)), max_size=8), st.integers(1, 6))
def test_never_a_sentence_nobody_said(said, number):
    given_excerpts = excerpts(*said)
    texts = dict(zip(given_excerpts["excerpt_id"], given_excerpts["text"], strict=True))
    for table in (extract(given_excerpts, number=number), sentences(given_excerpts)):
        for row in table.itertuples():
            assert texts[row.excerpt_id][row.start : row.end] == row.sentence
            assert row.sentence.strip() == row.sentence != ""


@each_of(TEXTS)
def test_odd_texts_are_told_in_their_own_words_or_not_at_all(text):
    told = extract(excerpts(*[("Parents", text)] * 3))
    assert all(sentence in text for sentence in told["sentence"])
    assert told.empty == is_empty_answer(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nothing", 0),
        ("the and of it was", 1),
        (OTHER_LANGUAGES["Arabic"], 2),
        (OTHER_LANGUAGES["Polish"], 2),
        (ENGLISH["endless"], 1),
    ],
)
def test_any_input_gives_a_sensible_result(text, number):
    assert len(sentences(excerpts(("Parents", text)))) == number
    assert min(number, 1) <= len(extract(excerpts(*[("Parents", text)] * 3))) <= number


def test_nothing_said_gives_nothing():
    assert extract(excerpts()).empty
    assert points(excerpts().assign(code=[], sentiment=[])).empty
    assert stances(excerpts().assign(code=[], sentiment=[])).empty


def felt(*said):
    rows = [(at, at, "Parents", text, code, feeling) for at, (code, feeling, text) in enumerate(said)]
    columns = ["excerpt_id", "response_id", "audience", "text", "code", "sentiment"]
    return pd.DataFrame(rows, columns=columns)


def test_people_who_feel_opposite_about_a_code_disagree():
    table = points(felt(("Food", 1, "I love the food here"), ("Food", 5, "The food here is cold"),
                        ("Food", 3, "There is food here sometimes")))  # fmt: skip
    assert table[["point", "side", "sentence"]].to_numpy().tolist() == [
        ["disagreement", "negative", "The food here is cold"],
        ["disagreement", "positive", "I love the food here"],
    ]


def test_one_against_many_is_an_exception_not_a_disagreement():
    many = [("Food", 5, f"The food was cold on day {day}") for day in ("one", "two", "three", "four")]
    table = points(felt(*many, ("Food", 1, "I love the food here"), ("Taxi", None, "A taxi takes me home")))
    assert set(table["point"]) == {"agreement"}
    assert set(table["side"]) == {"negative"}
    assert set(table["code"]) == {"Food"}


def test_the_same_input_gives_the_same_extract():
    pd.testing.assert_frame_equal(extract(excerpts(*TAXIS)), extract(excerpts(*TAXIS)))
