from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engage.web.marking import mark_words


def marked(text: str, *phrases: str) -> list[str]:
    return [part.text for part in mark_words(text, phrases) if part.is_marked]


def test_a_word_is_marked_wherever_it_stands_and_however_it_is_written() -> None:
    assert marked("Hate it. I HATE it, hated it", "hate") == ["Hate", "HATE"]


def test_a_phrase_is_found_across_what_stands_between_its_words() -> None:
    assert marked("to kill... myself", "kill myself") == ["kill... myself"]


def test_a_word_spelt_out_is_found() -> None:
    assert marked("i will k i l l him", "kill") == ["k i l l"]


def test_of_two_phrases_at_one_place_the_longer_is_marked() -> None:
    assert marked("kill myself", "kill", "kill myself") == ["kill myself"]


def test_signs_are_only_signs() -> None:
    assert marked("a 🔪 (and) more", "🔪", "(and)", "") == ["🔪", "(and)"]


@given(st.text(max_size=200), st.lists(st.text(max_size=8), max_size=4))
def test_no_letter_of_the_text_is_lost_or_added(text: str, phrases: list[str]) -> None:
    assert "".join(part.text for part in mark_words(text, phrases)) == text
