import pandas as pd
import pytest

from engage.analysis.duplicates import campaigns, find_duplicates, normalise
from tests.analysis.odd import TEXTS, each_of

LETTER = "Please keep our local provision open because the children have nowhere else to go and feel safe there"


def answers(*texts):
    numbers = range(len(texts))
    return pd.DataFrame({"excerpt_id": numbers, "response_id": [at + 100 for at in numbers], "text": list(texts)})


def test_the_same_words_are_found_whatever_their_case_and_signs():
    table = find_duplicates(answers("The taxi was late!", "the taxi  was LATE", "lunch is cold"))
    assert table["excerpt_id"].tolist() == [0, 1]
    assert table["kind"].tolist() == ["same", "same"]
    assert table["similarity"].tolist() == [1.0, 1.0]


def test_nearly_the_same_words_are_near():
    table = find_duplicates(answers(LETTER, LETTER, LETTER.replace("children", "pupils"), "lunch is cold"))
    assert table["kind"].tolist() == ["same", "same", "near"]
    assert 0.7 <= table["similarity"].iloc[2] < 1
    assert table["answers"].tolist() == [3, 3, 3]


def test_answers_on_the_same_thing_in_their_own_words_are_not_duplicates():
    assert find_duplicates(answers("the taxi was late again", "my taxi never came on time", "late taxi")).empty


def test_one_person_saying_it_twice_is_two_answers_and_one_response():
    table = find_duplicates(answers(LETTER, LETTER).assign(response_id=1))
    assert table["answers"].tolist() == [2, 2]
    assert table["responses"].tolist() == [1, 1]


def test_the_largest_group_stands_first():
    table = find_duplicates(answers("no idea", LETTER, "no idea", LETTER, LETTER))
    assert table["group"].tolist() == [1, 1, 1, 2, 2]
    assert table["excerpt_id"].tolist()[0] == 1


def test_a_chain_of_near_answers_is_one_group():
    chain = [LETTER, LETTER.replace("Please", "Do"), LETTER.replace("Please", "Do").replace("local", "own")]
    assert find_duplicates(answers(*chain))["group"].tolist() == [1, 1, 1]


def test_a_campaign_is_many_responses_in_the_same_long_words():
    written = answers(*[LETTER] * 5, LETTER + " now", *["more trips"] * 9)
    table = campaigns(find_duplicates(written), written)
    assert table.to_dict("records") == [{"group": 2, "responses": 6, "identical": 5, "text": LETTER}]


def test_fewer_than_asked_for_are_no_campaign():
    written = answers(*[LETTER] * 4)
    assert campaigns(find_duplicates(written), written).empty
    assert len(campaigns(find_duplicates(written), written, least=4)) == 1


def test_the_answers_stay_as_they_were_and_the_groups_come_out_the_same():
    written = answers(*[LETTER] * 3, "a b", LETTER + "!")
    before = written.copy()
    pd.testing.assert_frame_equal(find_duplicates(written), find_duplicates(written))
    pd.testing.assert_frame_equal(written, before)


@pytest.mark.parametrize("texts", [(), ("one",), ("", "  "), ("ok", "no")])
def test_nothing_alike_gives_no_groups(texts):
    table = find_duplicates(answers(*texts))
    assert table.empty
    assert campaigns(table, answers(*texts)).empty


@each_of(TEXTS)
def test_any_text_but_a_blank_is_like_itself(text):
    alike = find_duplicates(answers(text, text, "something else"))["excerpt_id"].tolist()
    assert alike == ([0, 1] if text.strip() else [])


def test_signs_alone_stay_and_words_lose_theirs():
    assert normalise("  😀 \n 👍") == "😀 👍"
    assert normalise("It’s LATE… again!!") == "it s late again"
    assert normalise(" ") == ""
