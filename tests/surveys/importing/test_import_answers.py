from __future__ import annotations

import io

import pytest

from engage.accounts.models import Role
from engage.database import db
from engage.surveys.models import Answer, Response, Survey
from engage.surveys.signals import responses_submitted
from tests.builders import make_programme, make_survey, make_user
from tests.pages import Page, PageClient

WIDE = "ref,belonging,what-helps,what-works\n17,Always,staff;Friends,The cooking\n18,never,,Nothing\n"
LONG = "who,asked,said\n17,Good?,The cooking\n18,Good?,The cooking\n"


@pytest.fixture
def survey(client: PageClient) -> Survey:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return make_survey(programme)


def upload(client: PageClient, text: str | bytes, layout: str = "wide", name: str = "answers.csv") -> Page:
    content = text.encode() if isinstance(text, str) else text
    page = client.get("/staff/alternative-provision/surveys/your-say/import")
    return page.submit(file=(io.BytesIO(content), name), layout=layout)


def said(item_id: str) -> list[str | None]:
    query = db.select(Answer.text).where(Answer.item_id == item_id).order_by(Answer.text)
    return list(db.session.scalars(query))


def count_responses() -> int:
    return len(db.session.scalars(db.select(Response)).all())


def test_a_wide_file_is_matched_by_its_headings_checked_and_stored(client: PageClient, survey: Survey) -> None:
    page = upload(client, WIDE).submit(column_0="identifier:")
    assert "2 responses in answers.csv are ready." in page.text
    assert "Always" in page.text
    page = page.submit()
    assert page.messages == ["2 responses stored."]
    assert said("what-works") == ["Nothing", "The cooking"]


def test_options_are_taken_by_id_or_label_and_several_by_semicolon(client: PageClient, survey: Survey) -> None:
    upload(client, WIDE).submit(column_0="identifier:").submit()
    chosen = db.session.scalars(db.select(Answer.options).where(Answer.item_id == "what-helps")).one()
    assert chosen == ["staff", "friends"]


def test_a_long_file_names_the_question_in_one_column_and_the_answer_in_another(
    client: PageClient, survey: Survey
) -> None:
    page = upload(client, LONG, "long").submit(item_column="asked", answer_column="said", id_column="who")
    page = page.submit(value_0="what-works")
    page.submit("Store 2 responses")
    assert said("what-works") == ["The cooking", "The cooking"]


def test_the_same_file_twice_stores_nothing_twice(client: PageClient, survey: Survey) -> None:
    for _ in range(2):
        page = upload(client, LONG, "long").submit(item_column="asked", answer_column="said", id_column="")
        page = page.submit(value_0="what-works").submit()
    assert page.messages == ["0 responses stored. 2 were there already."]
    assert count_responses() == 2


def test_the_same_identifier_in_another_file_is_not_stored_again(client: PageClient, survey: Survey) -> None:
    upload(client, WIDE).submit(column_0="identifier:").submit()
    page = upload(client, "ref,what-works\n17,Again\n99,New\n").submit(column_0="identifier:").submit()
    assert page.messages == ["1 response stored. 1 was there already."]
    assert said("what-works") == ["New", "Nothing", "The cooking"]


def test_a_bad_cell_is_named_by_row_column_and_reason_and_nothing_is_stored(client: PageClient, survey: Survey) -> None:
    page = upload(client, "ref,belonging\n1,Always\n2,Mostly\n").submit(column_0="identifier:")
    assert "3 belonging “Mostly” is not one of the answers: Always, Sometimes, Never" in page.text
    assert count_responses() == 0


def test_the_officer_may_leave_the_bad_rows_out(client: PageClient, survey: Survey) -> None:
    page = upload(client, "ref,belonging\n1,Always\n2,Mostly\n").submit(column_0="identifier:")
    page = page.submit("Leave the bad rows out and store 1 response")
    assert page.messages == ["1 response stored. 1 was left out."]


def test_too_long_an_answer_is_a_bad_cell(client: PageClient, survey: Survey) -> None:
    page = upload(client, f"ref,what-works\n1,{'a' * 5001}\n").submit(column_0="identifier:")
    assert "The answer has 5,001 characters; 5,000 is the most" in page.text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04zip", "This is a spreadsheet or a zip file"),
        (b"\x00\x01", "This is not a CSV file"),
        (b"", "The file has no answers in it"),
        (b"a,b\n", "The file has no answers in it"),
        (b"a,a\n1,2\n", "Two columns are headed"),
        (b"a,\n1,2\n", "Row 1, column 2 has no heading"),
        (b"a,b\n1,2,3\n", "Row 2 has 3 cells"),
        (b'a,b\n1,"2\n', "can't be read"),
    ],
)
def test_a_wrong_file_is_refused_in_words(client: PageClient, survey: Survey, content: bytes, reason: str) -> None:
    assert reason in upload(client, content).errors["file"]


def test_a_file_from_excel_keeps_its_letters(client: PageClient, survey: Survey) -> None:
    upload(client, "ref;what-works\n1;Caf\u00e9 caf\u00e9\n".encode("cp1252")).submit(column_0="identifier:").submit()
    assert said("what-works") == ["Café café"]


def test_a_survey_that_was_never_open_takes_no_answers(client: PageClient) -> None:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    make_survey(programme, status="draft")
    assert "Open the survey first" in upload(client, WIDE).errors["file"]


def test_only_an_officer_or_administrator_imports(client: PageClient) -> None:
    programme = make_programme()
    make_survey(programme)
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    client.get("/staff/alternative-provision/surveys/your-say/import", 403)


def test_the_rooms_above_are_told_of_what_was_stored(client: PageClient, survey: Survey) -> None:
    heard: list[int] = []

    def listen(_sender: object, response_ids: list[object]) -> None:
        heard.append(len(response_ids))

    with responses_submitted.connected_to(listen):
        upload(client, WIDE).submit(column_0="identifier:").submit()
    assert heard == [2]


def test_a_row_with_no_identifier_is_named(client: PageClient, survey: Survey) -> None:
    page = upload(client, "ref,what-works\n,Words\n2,Words\n").submit(column_0="identifier:")
    assert "2 ref There is no identifier in this row" in page.text


def test_no_mark_of_a_passage_on_hold_comes_in_with_a_file(client: PageClient, survey: Survey) -> None:
    upload(client, "ref,what-works\n1,We like \ue0001.23\ue001 it\n").submit(column_0="identifier:").submit()
    assert said("what-works") == ["We like 1.23 it"]
