import pytest

from engage.analysis.parts import part_about
from tests.analysis.odd import TEXTS, each_of

TEXT = "The taxi is late. My mentor is kind but the food is bad"


@pytest.mark.parametrize(
    ("evidence", "part"),
    [
        ("mentor, kind", "My mentor is kind"),
        ("TAXI, food", "The taxi is late. the food is bad"),
        ("late. My mentor", TEXT),
        ("tax", TEXT),
        ("", TEXT),
    ],
)
def test_the_part_about_a_code_is_where_its_words_stand(evidence, part):
    assert part_about(TEXT, evidence) == part


@each_of(TEXTS)
def test_of_odd_texts_the_part_is_their_own_words_or_all_of_them(text):
    assert part_about(text, "no such word") == text
    assert set(part_about(text, "taxi").split()) <= {*text.split(), "."}
