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


def note(programme: Programme, words: str) -> None:
    (response,) = send(make_survey(programme), words)
    response.receipt_hash = "receipt"
    flag, lead = db.session.scalars(select(Flag)).one(), make_user(programme, Role.SAFEGUARDING_LEAD)
    casework.act(flag=flag, done=Act(FlagAct.NOTED, lead, 1, "Rang the school"), programme_id=programme.id)
    db.session.commit()


@pytest.mark.parametrize(
    "change", ["UPDATE flag_event SET note = 'other'", "DELETE FROM flag_event", "DELETE FROM flag"]
)
def test_the_database_itself_keeps_the_history(app: Flask, programme: Programme, change: str) -> None:
    note(programme, WORRYING)
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(change))
    assert db.session.scalars(select(FlagEvent.note)).all() == ["Rang the school"]


def test_a_note_on_an_answer_held_for_its_language_goes_with_the_answer(app: Flask, programme: Programme) -> None:
    note(programme, POLISH)
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text("UPDATE flag_event SET note = 'other'"))
    withdraw(survey_id=programme.waves[0].id, receipt_hash="receipt")
    db.session.commit()
    assert db.session.scalars(select(FlagEvent)).all() == []
