"""Letters to leads and administrators: at once, to each of them, tried again, and without a word of what waits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Role, User
from engage.database import db, today
from engage.jobs import keep_time
from engage.programmes.models import Programme
from engage.safeguarding import alerts, casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct, FlagLetter
from engage.web import mail
from tests.builders import make_survey, make_user
from tests.pages import PageClient
from tests.safeguarding.answers import ADDRESS, POLISH, WORRYING, send

CALM = "mr grey is my special friend here"
NOON = dt.time(12, tzinfo=dt.UTC)


@pytest.fixture
def outbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(app.config, "ENGAGE", app.config["ENGAGE"].model_copy(update={"mail_folder": tmp_path}))
    return tmp_path


def letters(outbox: Path) -> list[str]:
    return [letter.read_text() for letter in sorted(outbox.glob("*.eml"))]


def make_lead(programme: Programme) -> User:
    return make_user(programme, Role.SAFEGUARDING_LEAD)


def wait(programme: Programme, words: str = WORRYING) -> Flag:
    """A flag that came in yesterday."""
    send(make_survey(programme), words)
    flag = db.session.scalars(select(Flag)).one()
    flag.raised_on = today() - dt.timedelta(days=1)
    db.session.commit()
    return flag


def test_every_lead_is_written_to_of_what_to_look_at_now(outbox: Path, programme: Programme) -> None:
    leads = [make_lead(programme), make_lead(programme)]
    send(make_survey(programme), WORRYING)
    db.session.commit()
    written = letters(outbox)
    assert len(written) == 2
    assert all(any(f"To: {lead.email}" in letter for letter in written) for lead in leads)
    assert all(f"{ADDRESS}\n" in letter for letter in written)


def test_a_letter_says_nothing_of_what_was_written_or_why(outbox: Path, programme: Programme) -> None:
    make_lead(programme)
    send(make_survey(programme), WORRYING)
    db.session.commit()
    (letter,) = letters(outbox)
    for word in ["dad", "hit", "kill", "suicide", "Young", "Your place", "worr", "answer"]:
        assert word not in letter.partition("\n\n")[2]


def test_a_concern_of_a_reader_writes_too_without_their_note(
    client: PageClient, outbox: Path, programme: Programme
) -> None:
    make_lead(programme)
    (response,) = send(make_survey(programme), CALM)
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    client.get(f"/staff/alternative-provision/concerns/{response.answers[0].id}").submit(note="Who is Grey?")
    (letter,) = letters(outbox)
    assert "Grey" not in letter
    assert "friend" not in letter


def test_many_at_once_are_one_letter(outbox: Path, programme: Programme) -> None:
    make_lead(programme)
    send(make_survey(programme), *[WORRYING] * 5)
    db.session.commit()
    assert len(letters(outbox)) == 1


def test_what_can_wait_until_the_lead_looks_writes_nothing(outbox: Path, programme: Programme) -> None:
    make_lead(programme)
    send(make_survey(programme), POLISH)
    db.session.commit()
    assert letters(outbox) == []


def test_a_mail_server_that_refuses_fails_nothing_and_is_tried_again(
    outbox: Path, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_letter: object) -> None:
        raise mail.MailNotSentError("no")

    make_lead(programme)
    with monkeypatch.context() as refusing:
        refusing.setattr(mail, "send", refuse)
        send(make_survey(programme), WORRYING)
        db.session.commit()
    db.session.expire_all()
    assert [(letter.is_sent, letter.failures) for letter in db.session.scalars(select(FlagLetter))] == [(False, 1)]
    keep_time()
    keep_time()
    assert len(letters(outbox)) == 1


def test_administrators_are_told_once_when_nobody_took_it_for_a_day(outbox: Path, programme: Programme) -> None:
    administrator = make_user(programme, Role.ADMINISTRATOR)
    wait(programme)
    for _run in range(2):
        alerts.write_to_administrators(at=dt.datetime.combine(today(), NOON))
        db.session.commit()
    (letter,) = letters(outbox)
    assert f"To: {administrator.email}" in letter
    assert "/staff/alternative-provision/people" in letter
    assert "kill" not in letter


def test_nobody_is_told_before_a_day_has_passed(outbox: Path, programme: Programme) -> None:
    make_user(programme, Role.ADMINISTRATOR)
    wait(programme)
    morning = dt.datetime.combine(today(), NOON) - dt.timedelta(hours=1)
    assert alerts.write_to_administrators(at=morning) == 0


def test_nobody_is_told_of_what_a_lead_has_taken(outbox: Path, programme: Programme) -> None:
    make_user(programme, Role.ADMINISTRATOR)
    flag = wait(programme)
    casework.take(flag=flag, by=make_lead(programme), version=flag.version, programme_id=programme.id)
    assert alerts.write_to_administrators(at=dt.datetime.combine(today(), NOON)) == 0


def test_what_does_not_have_to_be_looked_at_now_tells_no_administrator(outbox: Path, programme: Programme) -> None:
    make_user(programme, Role.ADMINISTRATOR)
    wait(programme, POLISH)
    assert alerts.write_to_administrators(at=dt.datetime.combine(today(), NOON)) == 0


def test_what_a_lead_did_ends_no_letter_twice(outbox: Path, programme: Programme) -> None:
    lead = make_lead(programme)
    flag = wait(programme)
    done = Act(FlagAct.REFERRED, lead, flag.version, "Rang", "Duty team")
    casework.act(flag=flag, done=done, programme_id=programme.id)
    db.session.commit()
    keep_time()
    assert len(letters(outbox)) == 1
