"""A decision of which a part is held: the public and the specification wait for the safeguarding lead."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import Role, User
from engage.database import db, now
from engage.forums import operations
from engage.forums.models import Decision, Outcome
from engage.forums.operations import PartHeld
from engage.forums.queries import fingerprint_of_minutes
from engage.passages.models import HeldPassage
from engage.programmes.models import Programme
from tests.builders import make_programme, make_user
from tests.pages import PageClient
from tests.reports.builders import make_meeting

WORRY = "A girl said her stepdad hits her."


@pytest.fixture
def programme(client: PageClient) -> Programme:
    return make_programme()


@pytest.fixture
def author(programme: Programme) -> User:
    return make_user(programme, Role.FACILITATOR)


def decide(programme: Programme, author: User, **words: str) -> Decision:
    meeting, line = make_meeting(programme), programme.sections[0].lines[0]
    said = {"title": "One adult", "reason": "You asked", "new_text": "Two adults."} | words
    decision = operations.record_decision(meeting=meeting, outcome=Outcome.ACCEPTED, line=line, author=author, **said)
    operations.write_points(meeting=meeting, points="We agreed.", author=author)
    db.session.commit()
    return decision


def approve(decision: Decision) -> None:
    meeting, approver = decision.meeting, make_user()
    operations.approve_minutes(meeting=meeting, approver=approver, fingerprint=fingerprint_of_minutes(meeting))


def release() -> None:
    for passage in db.session.scalars(select(HeldPassage)):
        passage.released_at = now()
    db.session.commit()


def test_a_decision_with_a_held_part_is_not_published(programme: Programme, author: User) -> None:
    decision = decide(programme, author, reason=WORRY)
    approve(decision)
    with pytest.raises(PartHeld, match="can't be published yet"):
        operations.publish_decision(decision=decision, publisher=author)


def test_it_is_once_the_lead_released_it(client: PageClient, programme: Programme, author: User) -> None:
    decision = decide(programme, author, reason=WORRY)
    approve(decision)
    release()
    operations.publish_decision(decision=decision, publisher=author)
    assert WORRY in client.get("/p/alternative-provision/you-said-we-did").text


def test_held_words_never_reach_the_specification(programme: Programme, author: User) -> None:
    decision = decide(programme, author, new_text=WORRY)
    with pytest.raises(PartHeld, match="new words of decision 1"):
        approve(decision)
    assert programme.sections[0].lines[0].text == "A pupil has one named adult."


def test_released_words_change_their_line_as_they_were_written(programme: Programme, author: User) -> None:
    decision = decide(programme, author, new_text=WORRY)
    release()
    approve(decision)
    assert programme.sections[0].lines[0].text == WORRY == decision.new_text


def test_the_author_of_a_decision_finds_their_words_in_its_form(
    client: PageClient, programme: Programme, author: User
) -> None:
    decision = decide(programme, author, reason=WORRY)
    address = f"/staff/alternative-provision/decisions/{decision.id}/change"
    client.flask.sign_in(make_user(programme, Role.FACILITATOR))
    assert WORRY not in client.get(address).text
    client.flask.sign_in(author)
    page = client.get(address)
    assert WORRY in page.text
    assert page.submit(title="Two adults").messages == [
        "Decision 1 is saved. A part of it is held: the safeguarding lead reads it before anybody else does."
    ]
