"""What staff wrote before it was triaged is read by a command: held wherever it stands, and all else left alone."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from engage.accounts.models import Role
from engage.cli import commands
from engage.database import db
from engage.forums import operations as forums
from engage.forums.models import Attendance, Meeting, MinutesRevision
from engage.passages.models import HeldPassage
from engage.passages.signals import text_written
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct
from engage.surveys import operations as surveys
from tests.builders import make_survey, make_user
from tests.pages import PageClient
from tests.reports.builders import make_meeting
from tests.safeguarding.answers import ADDRESS

CALM, WORRY = "We began with the register.", "A girl said her stepdad hits her"


def nobody_held(_sender: object, **_written: object) -> dict[str, HeldPassage]:
    return {}


@pytest.fixture
def meeting(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Two revisions, a name and a comment, as they were stored before anybody triaged such texts."""
    receivers = dict(text_written.receivers)
    text_written.receivers.clear()
    with text_written.connected_to(nobody_held):
        meeting, author = make_meeting(programme), make_user(programme, Role.REVIEWER)
        for points in (f"{CALM}\n\n{WORRY} (minutes).", f"{CALM}\n\n{WORRY} (minutes).\n\nWe ended at four."):
            forums.write_points(meeting=meeting, points=points, author=author)
        forums.add_attendance(meeting=meeting, name="A person", represents=f"{WORRY} (name)")
        survey = make_survey(programme, status="in_review", slug="for-review")
        surveys.write_comment(survey=survey, item_id=None, words=f"{WORRY} (comment)", by=author)
        db.session.commit()
    text_written.receivers.update(receivers)
    return meeting


def run(app: Flask) -> str:
    done = CliRunner().invoke(commands, ["triage"], obj=ScriptInfo(create_app=lambda: app))
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


@pytest.mark.usefixtures("meeting")
def test_what_worries_is_held_in_every_revision_and_the_rest_stays(
    app: Flask, client: PageClient, programme: Programme
) -> None:
    assert run(app) == "Paragraphs put on hold: 3."
    texts = db.session.scalars(select(MinutesRevision.points)).all()
    assert [WORRY in text for text in texts] == [False, False]
    assert all(CALM in text for text in texts)
    assert WORRY not in db.session.scalars(select(Attendance.represents)).one()
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    assert WORRY not in client.get("/staff/alternative-provision/surveys/for-review").text


@pytest.mark.usefixtures("meeting")
def test_the_lead_reads_that_others_could_read_it_until_then(
    app: Flask, client: PageClient, programme: Programme
) -> None:
    run(app)
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    page = client.get(ADDRESS)
    assert len(page.select(".said__words")) == 3
    assert page.text.count("written before such texts were triaged, could be read until") == 3


@pytest.mark.usefixtures("meeting")
def test_a_second_run_changes_nothing_whatever_was_released(app: Flask, programme: Programme) -> None:
    run(app)
    flag = db.session.scalars(select(Flag).join(HeldPassage).where(HeldPassage.source == "minutes")).one()
    done = Act(FlagAct.RELEASED, make_user(), flag.version, "Read", may_be_read=True)
    casework.act(flag=flag, done=done, programme_id=programme.id)
    db.session.commit()
    before = db.session.scalars(select(MinutesRevision.points)).all()
    assert run(app) == "Paragraphs put on hold: 0."
    assert db.session.scalars(select(MinutesRevision.points)).all() == before
    assert len(db.session.scalars(select(Flag)).all()) == 3
