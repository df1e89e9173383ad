import pytest

from engage.analysis.readability import YOUNGEST, count_syllables, reading_age
from tests.analysis.odd import NO_WORDS, OTHER_LANGUAGES, each_of


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("cat", 1), ("made", 1), ("table", 2), ("teacher", 2), ("the", 1), ("helped", 1), ("provision", 3)],
)
def test_syllables_are_counted_by_rule(word, syllables):
    assert count_syllables(word) == syllables


def test_short_words_in_short_sentences_read_young():
    assert reading_age("The cat sat. It was big.") == YOUNGEST


def test_official_prose_reads_old():
    assert reading_age("Commissioning officers evaluate the sufficiency of provision across the borough annually.") > 16


@each_of(NO_WORDS | OTHER_LANGUAGES)
def test_a_text_without_english_letters_or_long_words_has_an_age(text):
    assert YOUNGEST <= reading_age(text) < 25


@each_of(NO_WORDS)
def test_a_text_without_words_has_the_youngest_age(text):
    assert reading_age(text) == YOUNGEST


def test_longer_sentences_need_an_older_reader():
    parts = "We read a book. We talk about it. We eat lunch with our friends."
    assert reading_age(parts.replace(".", " and")) > reading_age(parts)
