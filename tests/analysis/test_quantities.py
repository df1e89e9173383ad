import pytest

from engage.analysis.quantities import says_most
from tests.analysis.odd import TEXTS, each_of


@pytest.mark.parametrize(
    "text",
    ["Most feel safe, and a few do not", "They told us that most of them wait", "Nearly all want a visit first",
     "The majority asked for mentors", "More than half travel by taxi", "Everyone wants to be listened to"],
)  # fmt: skip
def test_a_claim_of_most_people_is_found(text):
    assert says_most(text)


@pytest.mark.parametrize(
    "text", ["It is what helped most", "Trust matters most to children", "The most important thing", "Some feel safe"]
)
def test_other_words_are_none(text):
    assert not says_most(text)


@each_of(TEXTS)
def test_any_text_can_be_read(text):
    assert says_most(text) in (True, False)
