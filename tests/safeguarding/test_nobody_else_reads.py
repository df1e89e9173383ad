"""What is on hold, referred or closed, and what no job has read yet, is on no page of anybody but a lead."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct, UnreadAnswer
from engage.surveys.inviting.operations import add_route
from engage.surveys.models import Survey
from tests.builders import make_survey, make_user
from tests.pages import PageClient
from tests.safeguarding.answers import WORRYING, send
from tests.safeguarding.test_held_notes import addresses, read

SECRET, NOTE, SCHOOL = "quietly purple", "Rang the orange office", "St Indigo"
STATES = [FlagAct.NOTED, FlagAct.ASKED, FlagAct.REFERRED, FlagAct.CLOSED]
EVERY_OTHER = [role for role in Role if role != Role.SAFEGUARDING_LEAD]


def hold_in_every_state(programme: Programme) -> Survey:
    """An answer in each state but released, all by one way of inviting, and one that no job has read."""
    survey = make_survey(programme, slug="for-review")
    route = add_route(survey=survey, name=SCHOOL)
    lead = make_user(programme, Role.SAFEGUARDING_LEAD)
    for response in send(survey, *[f"{WORRYING} {SECRET}"] * (len(STATES) + 1)):
        response.route_id = route.id
    for flag, kind in zip(db.session.scalars(select(Flag).order_by(Flag.id)), STATES, strict=False):
        done = Act(kind, lead, flag.version, NOTE, "The orange office")
        casework.act(flag=flag, done=done, programme_id=programme.id)
    (unread,) = send(survey, f"{SECRET} kind")
    db.session.add(UnreadAnswer(answer_id=unread.answers[0].id))
    db.session.commit()
    return survey


@pytest.mark.parametrize("role", EVERY_OTHER)
def test_no_page_of_any_other_role_has_a_word_of_it(
    app: Flask, client: PageClient, programme: Programme, role: Role
) -> None:
    hold_in_every_state(programme)
    client.flask.sign_in(make_user(programme, role))
    pages = {address: read(client.flask, address) for address in addresses(app)}
    for secret in (SECRET, NOTE, "orange"):
        assert [address for address, page in pages.items() if secret in page] == []
    assert len([page for page in pages.values() if page]) >= 5


def test_the_lead_reads_it(client: PageClient, programme: Programme) -> None:
    hold_in_every_state(programme)
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    page = client.get("/staff/alternative-provision/safeguarding").click("Open this 1")
    assert SECRET in page.text
    assert f"By way of: {SCHOOL}" in page.text


def test_the_audit_trail_has_what_was_done_and_no_word(programme: Programme) -> None:
    hold_in_every_state(programme)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == "flag").order_by(AuditEntry.id)).all()
    actions = ["added a note to a flag", "asked for more about a flag", "referred a flag", "closed a flag"]
    assert [entry.action for entry in entries] == actions
    assert all(entry.facts == {"reason": "worrying_words"} for entry in entries)
