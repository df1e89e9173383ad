"""What has had its time is forgotten: drafts a day after closing, receipts two weeks after."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from engage.cli import commands
from engage.database import db, now, today
from engage.surveys.models import Answer, Response, Survey
from engage.surveys.returning import operations, tries
from engage.surveys.returning.codes import Lock, Purpose, make_code
from engage.surveys.returning.models import CodeTries
from tests.builders import make_programme, make_response, make_survey

pytestmark = pytest.mark.postgresql


@pytest.fixture
def survey(app: Flask) -> Survey:
    """With a draft and a sent response that has a receipt."""
    survey = make_survey(make_programme())
    make_response(survey, submitted=False, what_works="half a")
    make_response(survey, what_works="whole").receipt_hash = "a" * 64
    db.session.commit()
    return survey


def tidy_days_after(survey: Survey, days: int) -> operations.Tidied:
    survey.closes_on = today() - dt.timedelta(days=days)
    survey.opens_on = survey.closes_on
    db.session.commit()
    tidied = operations.tidy(at=now())
    db.session.commit()
    return tidied


@pytest.mark.parametrize(("days", "left"), [(-3, 2), (0, 2), (1, 2), (2, 1), (14, 1)])
def test_drafts_are_deleted_once_a_day_has_passed_since_closing(survey: Survey, days: int, left: int) -> None:
    tidy_days_after(survey, days)
    assert len(db.session.scalars(select(Response)).all()) == left
    assert len(db.session.scalars(select(Answer)).all()) == left


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (14, True), (15, False)])
def test_receipts_go_when_answers_can_no_longer_be_taken_back(survey: Survey, days: int, is_kept: bool) -> None:
    tidy_days_after(survey, days)
    sent = db.session.scalars(select(Response).where(Response.submitted_on.is_not(None))).one()
    assert bool(sent.receipt_hash) is is_kept


def test_tidying_again_changes_nothing(survey: Survey) -> None:
    assert tidy_days_after(survey, 20) == (1, 1, 0)
    assert tidy_days_after(survey, 20) == (0, 0, 0)


def test_counts_of_wrong_codes_are_gone_after_a_day(survey: Survey) -> None:
    tries.count_wrong(lock=Lock("key", Purpose.RETURN, survey.id), code=make_code())
    operations.tidy(at=now() + dt.timedelta(hours=24))
    assert len(db.session.scalars(select(CodeTries)).all()) == 2
    operations.tidy(at=now() + dt.timedelta(hours=25))
    assert db.session.scalars(select(CodeTries)).all() == []


def test_the_command_says_what_it_did(survey: Survey, app: Flask) -> None:
    survey.opens_on = survey.closes_on = today() - dt.timedelta(days=20)
    db.session.commit()
    told = CliRunner().invoke(commands, ["tidy"], obj=ScriptInfo(create_app=lambda: app))
    assert told.output == "1 unsent answers deleted, 1 receipts forgotten.\n"


def test_the_worker_does_it_by_itself_every_hour(survey: Survey, app: Flask) -> None:
    survey.opens_on = survey.closes_on = today() - dt.timedelta(days=20)
    db.session.commit()
    queue = app.extensions["huey"]
    due = queue.read_periodic(dt.datetime(2026, 6, 1, 9, 10))
    assert [task.name for task in due] == ["tidy"]
    assert queue.read_periodic(dt.datetime(2026, 6, 1, 9, 11)) == []
