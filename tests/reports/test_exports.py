"""Tables for other tools."""

from __future__ import annotations

import pytest

from engage.accounts.models import User
from engage.coding.feelings import Feeling
from engage.coding.models import Code
from engage.coding.operations import save_review
from engage.programmes.models import Programme
from engage.reports.exports import export_tables, neutralised
from engage.surveys.models import Survey
from tests.builders import make_response
from tests.reports.builders import hold, make_voices


def test_an_answer_leaves_with_its_question_and_the_labels_of_what_was_chosen(
    programme: Programme, young_people: Survey
) -> None:
    make_response(young_people, belonging=["always"])
    row = export_tables(programme_id=programme.id)["answers"].iloc[0]
    assert list(row) == [
        "Summer", "survey-young-people", "Children and young people", 1, "belonging", "Do you feel you belong here?",
        "answered", "Always", "", "",
    ]  # fmt: skip


def test_neither_ids_nor_dates_leave(programme: Programme, young_people: Survey, code: Code) -> None:
    voice = make_voices(young_people, code)[0]
    text = "".join(table.to_csv() for table in export_tables(programme_id=programme.id).values())
    for secret in (voice.id, voice.answer_id, voice.answer.response_id, voice.answer.response.submitted_on):
        assert str(secret) not in text


def test_an_answer_on_hold_stays(programme: Programme, young_people: Survey, code: Code) -> None:
    hold(make_voices(young_people, code, words="He hits me")[0])
    tables = export_tables(programme_id=programme.id)
    assert (len(tables["answers"]), len(tables["codings"])) == (0, 0)


def test_a_response_that_was_not_sent_stays(programme: Programme, young_people: Survey) -> None:
    make_response(young_people, submitted=False, what_works="Still thinking")
    assert export_tables(programme_id=programme.id)["answers"].empty


def test_codings_and_answers_share_a_number(programme: Programme, young_people: Survey, codes: list[Code]) -> None:
    make_voices(young_people, codes[0], words="first")
    make_voices(young_people, codes[1], words="second")
    tables = export_tables(programme_id=programme.id)
    joined = tables["answers"].merge(tables["codings"], on=["response", "item_id"])
    assert set(zip(joined["text"], joined["code"], strict=True)) == {
        ("first", "moving-places"),
        ("second", "trusted-adult"),
    }


def test_how_a_code_feels_leaves_with_mixed_apart_from_neither(
    programme: Programme, young_people: Survey, codes: list[Code], officer: User
) -> None:
    voice = make_voices(young_people, *codes)[0]
    felt = {codes[0].id: Feeling(3, is_mixed=True), codes[1].id: Feeling(3)}
    save_review(excerpt=voice, reviewer=officer, verdicts=dict.fromkeys(felt, True), felt=felt)
    codings = export_tables(programme_id=programme.id)["codings"]
    assert list(zip(codings["sentiment"], codings["mixed"], strict=True)) == [(3, "yes"), (3, "")]


def test_the_frame_leaves_with_where_each_code_feeds(programme: Programme, codes: list[Code]) -> None:
    frame = export_tables(programme_id=programme.id)["frame"]
    assert list(frame["code"]) == ["moving-places", "trusted-adult"]
    assert set(frame["section"]) == {"belonging"}


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-", "@SUM(A1)", "\t=1"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(cell: str) -> None:
    assert neutralised(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are() -> None:
    assert [neutralised(cell) for cell in ("it's = fine", 3, None)] == ["it's = fine", 3, None]
