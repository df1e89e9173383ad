"""Codes of easy words, as people copy them and type them in again."""

from __future__ import annotations

from itertools import combinations
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.returning.codes import WORDS, WORDS_IN_A_CODE, Lock, Purpose, beginning_of, make_code, read_code

codes = st.lists(st.sampled_from(WORDS), min_size=WORDS_IN_A_CODE, max_size=WORDS_IN_A_CODE).map(" ".join)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A code, and the same with one slip in one of its words."""
    words = draw(codes).split()
    at = draw(st.integers(0, len(words) - 1))
    word = words[at]
    place, letter = draw(st.integers(0, len(word) - 2)), draw(st.sampled_from(LETTERS))
    slip = draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )
    return " ".join(words), " ".join([*words[:at], slip, *words[at + 1 :]])


def test_a_code_has_fifty_bits() -> None:
    assert WORDS_IN_A_CODE * log2(len(set(WORDS))) == 50


def test_words_are_short_and_of_plain_letters() -> None:
    assert all(3 <= len(word) <= 9 and word.isascii() and word.isalpha() and word.islower() for word in WORDS)


def test_no_two_words_are_one_letter_apart() -> None:
    for one, other in combinations(WORDS, 2):
        if len(one) == len(other):
            assert sum(a != b for a, b in zip(one, other, strict=True)) > 1, (one, other)


def test_two_codes_are_not_the_same() -> None:
    assert len({make_code() for _ in range(200)}) == 200


@given(codes)
def test_a_code_is_read_as_it_was_written(code: str) -> None:
    assert read_code(code) == code


@given(codes, st.sampled_from([" ", "  ", "-", ", ", "\n", " - ", "."]), st.sampled_from([str.upper, str.title]))
def test_capitals_spaces_and_hyphens_do_not_matter(code: str, between: str, shout: type[str]) -> None:
    assert read_code("  " + shout(code.replace(" ", between)) + " ") == code


@given(slips())
def test_a_slip_leads_to_the_word_that_was_meant_or_to_none(slip: tuple[str, str]) -> None:
    code, typed = slip
    meant, read = code.split(), read_code(typed)
    changed = [typed_word for typed_word, word in zip(typed.split(), meant, strict=False) if typed_word != word]
    assert read in (code, None) or changed[0] in WORDS


@given(st.text(max_size=400))
def test_anything_that_is_typed_is_a_code_or_nothing(typed: str) -> None:
    read = read_code(typed)
    assert read is None or (len(read.split()) == WORDS_IN_A_CODE and set(read.split()) <= set(WORDS))


@pytest.mark.parametrize(
    ("typed", "word"), [("elefant", None), ("elephnat", "elephant"), ("rabit", "rabbit"), ("tomatoe", "tomato")]
)
def test_a_childs_spelling_is_understood_where_it_is_one_slip(typed: str, word: str | None) -> None:
    read = read_code(f"acorn {typed} otter panda kite")
    assert read == (f"acorn {word} otter panda kite" if word else None)


def test_the_same_words_open_nothing_in_another_survey_or_for_another_purpose() -> None:
    code = make_code()
    locks = [Lock("key", Purpose.RETURN, 1), Lock("key", Purpose.WITHDRAW, 1), Lock("key", Purpose.RETURN, 2)]
    hashes = {lock.hash_of(code) for lock in [*locks, Lock("other key", Purpose.RETURN, 1)]}
    assert len(hashes) == 4
    assert not any(word in kept for kept in hashes for word in code.split())


def test_the_beginning_of_a_code_is_its_first_two_words() -> None:
    assert beginning_of("acorn rabbit otter panda kite") == "acorn rabbit"
