"""What a lead did stays as it was written, whoever asks the database to change it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from engage.accounts.models import Role
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct, FlagEvent
from engage.surveys.returning.operations import withdraw
from tests.builders import make_survey, make_user
from tests.safeguarding.answers import POLISH, WORRYING, send

pytestmark = pytest.mark.postgresql


def note(programme: Programme, words: str) -> None:
    (response,) = send(make_survey(programme), words)
    response.receipt_hash = "receipt"
    flag, lead = db.session.scalars(select(Flag)).one(), make_user(programme, Role.SAFEGUARDING_LEAD)
    casework.act(flag=flag, done=Act(FlagAct.NOTED, lead, 1, "Rang the school"), programme_id=programme.id)
    db.session.commit()


@pytest.mark.parametrize(
    "change", ["UPDATE flag_event SET note = 'other'", "DELETE FROM flag_event", "DELETE FROM flag"]
)
@pytest.mark.parametrize("words", [WORRYING, POLISH])
def test_the_database_itself_keeps_the_history(app: Flask, programme: Programme, words: str, change: str) -> None:
    note(programme, words)
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(change))
    assert db.session.scalars(select(FlagEvent.note)).all() == ["Rang the school"]


def test_a_flag_that_is_said_to_be_of_language_keeps_its_history(app: Flask, programme: Programme) -> None:
    note(programme, WORRYING)
    db.session.execute(text("UPDATE flag SET reason = 'not_english'"))
    db.session.commit()
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM flag_event"))
    assert db.session.scalars(select(FlagEvent.note)).all() == ["Rang the school"]


def test_the_history_cannot_be_replaced(app: Flask, programme: Programme) -> None:
    note(programme, WORRYING)
    if db.engine.dialect.name != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    replace = "INSERT OR REPLACE INTO flag_event SELECT id, flag_id, at, user_id, act, 'other', party FROM flag_event"
    with pytest.raises(DBAPIError, match="only grows"), db.engine.begin() as connection:
        connection.execute(text(replace))
    assert db.session.scalars(select(FlagEvent.note)).all() == ["Rang the school"]


def test_what_a_lead_did_about_a_language_stays_when_the_answer_is_taken_back(app: Flask, programme: Programme) -> None:
    note(programme, POLISH)
    withdraw(survey_id=programme.waves[0].id, receipt_hash="receipt")
    db.session.commit()
    flag = db.session.scalars(select(Flag)).one()
    assert (flag.answer_id, flag.words) == (None, "")
    assert [event.note for event in flag.events] == ["Rang the school"]
