"""Answers of every type in a file, and those that the rest of the row leaves out."""

from __future__ import annotations

import pytest

from engage.surveys.importing.mapping import BadCell, Checked, Mapping, check, read_cell
from engage.surveys.importing.tables import read_table
from engage.surveys.instrument import read_instrument
from tests.surveys.every_type import EVERY_TYPE
from tests.surveys.test_routing import ROUTED

ITEMS = read_instrument(EVERY_TYPE).by_id


@pytest.mark.parametrize(
    ("item_id", "cell", "options"),
    [
        ("places", "1,0", None),
        ("places", "12 places", ["12"]),
        ("price", "£1,200.50", ["1200.5"]),
        ("price", "£ 30", ["30"]),
        ("places", "201", None),
        ("places", "1.5", None),
        ("places", "-1", None),
        ("top-three", "Learning; safe;Food", ["learning", "safe", "food"]),
        ("top-three", "food; food", None),
        ("top-three", "safe; friends; learning; food", None),
        ("one-door", "Disagree", ["disagree"]),
        ("offer-blended", "7", ["7"]),
    ],
)
def test_a_cell_is_read_as_its_type_or_refused(item_id: str, cell: str, options: list[str] | None) -> None:
    if options is None:
        with pytest.raises(BadCell):
            read_cell(ITEMS[item_id], cell)
    else:
        assert read_cell(ITEMS[item_id], cell).options == options


def test_the_reason_of_a_proposal_is_words() -> None:
    assert read_cell(ITEMS["one-door-why"], "Because").text == "Because"


def checked(words: str) -> Checked:
    columns = {name: name for name in words.partition("\n")[0].split(",")}
    table = read_table(words.encode())
    return check(table, Mapping(columns=columns), read_instrument(ROUTED), file_hash="x")


def test_an_answer_that_the_rest_of_its_row_leaves_out_is_named() -> None:
    found = checked("where,why-home,helps\nschool,Quiet,safe\nhome,Quiet,safe\n")
    assert [(problem.row, problem.column) for problem in found.problems] == [(2, "why-home")]
    assert "is not asked of people who answered like this" in found.problems[0].reason
    assert len(found.clean) == 1
