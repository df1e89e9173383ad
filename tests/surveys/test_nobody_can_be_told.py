"""Nothing that is kept says who answered, from where, or who sat before whom."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import Date, DateTime, literal_column, select

from engage.database import Model, db
from engage.surveys.models import Answer, Response, Survey, SurveyStatus
from engage.surveys.order import forget_order, tables_of_answers
from tests.builders import make_programme, make_survey
from tests.pages import PageClient

pytestmark = pytest.mark.postgresql

ADDRESS, BROWSER, WORDS = "203.0.113.77", "Unmistakable/1.0", "A purple giraffe taught us maths."
# A quote, a translation and what a lead did are made by staff afterwards, one by one as they choose.
MADE_BY_STAFF = {"quote", "translation", "flag_event"}
# When the lead let a flag go: in the lead's order, not in that of the people.
TIMES_OF_STAFF = {("flag", "released_at")}


@pytest.fixture
def closed(client: PageClient) -> list[uuid.UUID]:
    """The responses of twelve people, in the order in which they came, to a survey that has closed."""
    survey = make_survey(make_programme())
    came = [answer_everything(client) for _ in range(12)]
    survey.status = SurveyStatus.CLOSED
    db.session.commit()
    return came


def answer_everything(client: PageClient) -> uuid.UUID:
    known = set(db.session.scalars(select(Response.id)))
    page = client.get("/s/your-say").submit(assent=True).submit(answer="always").submit(answer=["staff"])
    page.submit(answer=WORDS).submit("Send my answers")
    (new,) = set(db.session.scalars(select(Response.id))) - known
    return new


def as_stored(table: str, column: str = "id") -> list[str]:
    rows = select(literal_column(column)).select_from(Model.metadata.tables[table])
    if db.engine.dialect.name == "postgresql":
        rows = rows.order_by(literal_column("ctid"))
    return [str(row) for row in db.session.scalars(rows)]


def test_no_table_and_no_log_line_holds_an_address_or_a_browser(
    client: PageClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    client.flask.environ_base |= {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": BROWSER}
    make_survey(make_programme())
    answer_everything(client)
    tables = {table.name: str(db.session.execute(select(table)).all()) for table in Model.metadata.sorted_tables}
    assert WORDS in tables["answer"]
    logged = caplog.text + "".join(capfd.readouterr())
    assert not [kept for kept in [*tables.values(), logged] if ADDRESS in kept or BROWSER in kept]
    assert WORDS not in logged


def test_what_hangs_on_a_response_has_a_random_key_no_row_number_and_no_time() -> None:
    tables = tables_of_answers()
    hanging = {
        table.name
        for table in Model.metadata.sorted_tables
        if {key.column.table.name for key in table.foreign_keys} & {found.name for found in tables}
    }
    assert hanging - MADE_BY_STAFF <= {table.name for table in tables}
    for table in tables:
        assert not table.dialect_options["sqlite"]["with_rowid"]
        assert str(next(iter(table.primary_key.columns)).type) == "CHAR(32)", table.name
        times = {(table.name, column.name) for column in table.columns if "TIME" in str(column.type).upper()}
        assert times <= TIMES_OF_STAFF


def test_a_response_knows_only_days() -> None:
    types = [column.type for column in Model.metadata.tables["response"].columns]
    assert not [kind for kind in types if isinstance(kind, DateTime)]
    assert sum(isinstance(kind, Date) for kind in types) == 2


def test_once_a_survey_has_closed_its_rows_stand_in_the_order_of_their_random_ids(closed: list[uuid.UUID]) -> None:
    forget_order()
    for table in ("response", "answer"):
        kept = as_stored(table)
        assert kept == sorted(kept)
    assert set(as_stored("response")) in ({came.hex for came in closed}, {str(came) for came in closed})


def test_no_transaction_number_tells_who_came_first(closed: list[uuid.UUID]) -> None:
    is_postgresql = db.engine.dialect.name == "postgresql"
    assert forget_order() is is_postgresql
    if is_postgresql:
        assert [len(set(as_stored(table, "xmin"))) for table in ("response", "answer")] == [1, 1]
    assert forget_order() is False, "done already"
    assert len(db.session.scalars(select(Answer.id)).all()) == 3 * len(closed)


def test_nothing_is_moved_while_people_answer(app: Flask, closed: list[uuid.UUID]) -> None:
    db.session.scalars(select(Survey)).one().status = SurveyStatus.OPEN
    db.session.commit()
    assert forget_order() is False
