"""Reading forums, meetings, decisions and actions."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from engage.database import db
from engage.forums.models import Action, Decision, Forum, Meeting
from engage.programmes.models import SpecificationLine, SpecificationSection


def list_forums(*, programme_id: int) -> Sequence[Forum]:
    """The programme's forums, oldest first."""
    return db.session.scalars(select(Forum).where(Forum.programme_id == programme_id).order_by(Forum.id)).all()


def list_meetings(*, programme_id: int) -> Sequence[Meeting]:
    """Every meeting of the programme, latest first."""
    query = select(Meeting).join(Forum).where(Forum.programme_id == programme_id)
    query = query.options(selectinload(Meeting.forum), selectinload(Meeting.minutes), selectinload(Meeting.decisions))
    return db.session.scalars(query.order_by(Meeting.held_on.desc(), Meeting.id.desc())).all()


def next_meeting(*, programme_id: int, on: dt.date) -> Meeting | None:
    """The first meeting on that day or later."""
    query = select(Meeting).join(Forum).where(Forum.programme_id == programme_id, Meeting.held_on >= on)
    return db.session.scalar(query.order_by(Meeting.held_on, Meeting.id).limit(1))


def find_meeting(*, programme_id: int, meeting_id: int) -> Meeting | None:
    meeting = db.session.get(Meeting, meeting_id)
    return meeting if meeting and meeting.forum.programme_id == programme_id else None


def find_decision(*, programme_id: int, decision_id: int) -> Decision | None:
    decision = db.session.get(Decision, decision_id)
    return decision if decision and decision.programme_id == programme_id else None


def find_decision_by_number(*, programme_id: int, number: int) -> Decision | None:
    return db.session.scalar(select(Decision).where(Decision.programme_id == programme_id, Decision.number == number))


def fingerprint_of_minutes(meeting: Meeting) -> str:
    """Return a digest of everything that approving the minutes of a meeting makes final, the lines' words included."""
    revisions = meeting.minutes.revisions if meeting.minutes else []
    content = [
        [revision.number for revision in revisions],
        [[person.name, person.represents, person.sent_apologies] for person in meeting.attendance],
        [
            [each.number, each.title, each.outcome, each.reason, each.new_text, each.line and each.line.text]
            for each in meeting.decisions
        ],
        [[action.text, action.owner, action.due_on.isoformat()] for action in meeting.actions],
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def find_action(*, programme_id: int, action_id: int) -> Action | None:
    action = db.session.get(Action, action_id)
    return action if action and action.meeting.forum.programme_id == programme_id else None


def list_decisions(*, programme_id: int) -> Sequence[Decision]:
    """Every decision of the programme, by number."""
    query = select(Decision).where(Decision.programme_id == programme_id)
    query = query.options(selectinload(Decision.meeting), selectinload(Decision.line))
    return db.session.scalars(query.order_by(Decision.number)).all()


def list_published_decisions(*, programme_id: int) -> Sequence[Decision]:
    """What the public may read, latest first."""
    query = select(Decision).where(Decision.programme_id == programme_id, Decision.published_at.is_not(None))
    line = selectinload(Decision.line).selectinload(SpecificationLine.versions)
    query = query.options(selectinload(Decision.meeting), line)
    return db.session.scalars(query.order_by(Decision.number.desc())).all()


def list_open_actions(*, programme_id: int) -> Sequence[Action]:
    """Actions not done yet, the most urgent first."""
    query = select(Action).join(Meeting).join(Forum).where(Forum.programme_id == programme_id, Action.done_on.is_(None))
    return db.session.scalars(query.order_by(Action.due_on, Action.id)).all()


def list_lines(*, programme_id: int) -> Sequence[SpecificationLine]:
    """Every line of the specification, in its order."""
    query = select(SpecificationLine).join(SpecificationSection)
    query = query.where(SpecificationSection.programme_id == programme_id)
    order = (SpecificationSection.number, SpecificationLine.position, SpecificationLine.id)
    return db.session.scalars(query.order_by(*order)).all()


def next_decision_number(*, programme_id: int) -> int:
    highest = db.session.scalar(select(func.max(Decision.number)).where(Decision.programme_id == programme_id))
    return (highest or 0) + 1
