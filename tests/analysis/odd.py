"""Odd texts that anybody may send or call something by; every function that takes a text is tried with each."""

import pytest

NO_WORDS = {
    "nothing": "",
    "white space": " \n\t ",
    "signs": "...?! -- /",
    "figures": "12 30,000",
    "emoji only": "😀👍🏽👩‍👩‍👧",
    "endless blank": " " * 10_000,
    "endless signs": "@" * 10_000,
}
OTHER_LANGUAGES = {
    "Arabic": "التاكسي متأخر دائما. لماذا؟",
    "Urdu": "میرا بیٹا سکول نہیں جاتا",
    "Chinese": "我的孩子不喜欢学校。",
    "Polish": "Taksówka zawsze się spóźnia. Dlaczego?",
    "accents in pieces": "szko\u0142e\u0328 lubie\u0328",
}
ENGLISH = {
    "one letter": "a",
    "right to left marks": "\u202ethe taxi is late\u202c",
    "marked up": "<b>kind</b> &amp; 'late'; -- the taxi",
    "one endless word": "x" * 10_000,
    "endless": "the taxi " * 1_100,
    "one line a word": "taxi\n" * 2_000,
}
TEXTS = NO_WORDS | OTHER_LANGUAGES | ENGLISH


def each_of(texts):
    """Runs a test with every text, as `text`."""
    return pytest.mark.parametrize("text", texts.values(), ids=texts)
