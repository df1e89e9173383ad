"""Writing meetings: who came, the minutes, what was decided and who does what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, db, now, today
from engage.forums import queries
from engage.forums.models import (
    Action,
    Attendance,
    Decision,
    Forum,
    ForumKind,
    Meeting,
    Minutes,
    MinutesRevision,
    MinutesStatus,
    Outcome,
)
from engage.forums.notes import Note, triage_heading, triage_note
from engage.passages.queries import is_held, with_released
from engage.programmes.models import SpecificationLine
from engage.programmes.specification.operations import add_version


class MinutesApproved(DomainError):
    """The minutes have been approved: nothing in them changes any more."""


class NothingToApprove(DomainError):
    """No points have been written down yet."""


class MinutesChangedMeanwhile(DomainError):
    """Something in the minutes was changed after they were read for approval."""


class NotDecidedYet(DomainError):
    """A decision is published only when the minutes it stands in are approved."""


class PartHeld(DomainError):
    """A part of what was to be published, or to change the specification, is held for the safeguarding lead."""


class HeldPartGone(DomainError):
    """A line that stands on pages for a held part was typed where no such part is."""


class WordsWithoutLine(DomainError):
    """New words need the line they are for, and an outcome that accepts something."""


def add_forum(*, programme_id: int, kind: ForumKind, title: str, author: User | None = None) -> Forum:
    name = triage_heading(title, programme_id=programme_id, author=author)
    forum = Forum(programme_id=programme_id, kind=kind, title=name)
    db.session.add(forum)
    db.session.flush()
    return forum


def add_meeting(*, forum: Forum, title: str, held_on: dt.date, place: str = "", author: User | None = None) -> Meeting:
    """A meeting with empty draft minutes."""
    heading = triage_heading(title, programme_id=forum.programme_id, author=author)
    where = triage_heading(place, programme_id=forum.programme_id, author=author)
    meeting = Meeting(forum=forum, title=heading, held_on=held_on, place=where, minutes=Minutes())
    db.session.add(meeting)
    db.session.flush()
    return meeting


def change_meeting(*, meeting: Meeting, title: str, held_on: dt.date, place: str, author: User | None = None) -> None:
    """Raises MinutesApproved."""
    _refuse_if_approved(meeting)
    programme_id = meeting.forum.programme_id
    meeting.title = triage_heading(title, programme_id=programme_id, author=author, earlier=meeting.title)
    meeting.place = triage_heading(place, programme_id=programme_id, author=author, earlier=meeting.place)
    meeting.held_on = held_on
    db.session.flush()


def add_attendance(
    *,
    meeting: Meeting,
    name: str,
    represents: str = "",
    sent_apologies: bool = False,
    author: User | None = None,
) -> Attendance:
    """Raises MinutesApproved."""
    _refuse_if_approved(meeting)
    named = triage_note(name, of=meeting, note=Note.ATTENDANCE, author=author, is_name=True)
    speaks_for = triage_note(represents, of=meeting, note=Note.ATTENDANCE, author=author, is_name=True)
    person = Attendance(name=named, represents=speaks_for, sent_apologies=sent_apologies)
    meeting.attendance.append(person)
    db.session.flush()
    return person


def remove_attendance(*, meeting: Meeting, attendance_id: int) -> None:
    """Raises MinutesApproved."""
    _refuse_if_approved(meeting)
    meeting.attendance = [person for person in meeting.attendance if person.id != attendance_id]
    db.session.flush()


def write_points(*, meeting: Meeting, points: str, author: User) -> MinutesRevision:
    """A new revision of the minutes; the same words again add none. Raises MinutesApproved.

    What stands in them for a held part may be from any earlier revision: a form may have been open for long.
    """
    minutes = _refuse_if_approved(meeting)
    earlier = [revision.points for revision in reversed(minutes.revisions)]
    triaged = triage_note(points, of=meeting, note=Note.MINUTES, author=author, earlier="\n\n".join(earlier))
    if earlier and earlier[0] == triaged:
        return minutes.revisions[-1]
    revision = MinutesRevision(number=len(minutes.revisions) + 1, points=triaged, author=author)
    minutes.revisions.append(revision)
    db.session.flush()
    return revision


def record_decision(
    *,
    meeting: Meeting,
    title: str,
    outcome: Outcome,
    reason: str,
    line: SpecificationLine | None = None,
    new_text: str = "",
    author: User | None = None,
) -> Decision:
    """A decision of the meeting; it changes its line when the minutes are approved.

    Raises MinutesApproved, WordsWithoutLine.
    """
    programme_id = meeting.forum.programme_id
    _refuse_if_approved(meeting)
    for fault in check_decision(outcome=outcome, line=line, new_text=new_text):
        raise fault
    decision = Decision(programme_id=programme_id, number=queries.next_decision_number(programme_id=programme_id))
    _write(decision, meeting, author, title=title, outcome=outcome, reason=reason, line=line, new_text=new_text)
    meeting.decisions.append(decision)
    db.session.flush()
    return decision


def check_open(meeting: Meeting) -> Iterator[MinutesApproved]:
    """Find what speaks against changing anything in the minutes of a meeting: that they are approved."""
    if meeting.minutes is not None and meeting.minutes.status == MinutesStatus.APPROVED:
        yield MinutesApproved("The minutes are approved, so nothing in them can be changed")


def check_decision(
    *, outcome: Outcome | None, line: SpecificationLine | None, new_text: str
) -> Iterator[WordsWithoutLine]:
    """Find what speaks against a decision with these new words. An outcome of None is not looked at."""
    if new_text and line is None:
        yield WordsWithoutLine("Choose the line that these words are for", "line")
    if new_text and outcome == Outcome.NOT:
        yield WordsWithoutLine("What is not accepted can't change a line: leave the new words out", "new_text")


def change_decision(
    *,
    decision: Decision,
    title: str,
    outcome: Outcome,
    reason: str,
    line: SpecificationLine | None,
    new_text: str,
    author: User | None = None,
) -> None:
    """Raises MinutesApproved, WordsWithoutLine."""
    _refuse_if_approved(decision.meeting)
    for fault in check_decision(outcome=outcome, line=line, new_text=new_text):
        raise fault
    meeting = decision.meeting
    _write(decision, meeting, author, title=title, outcome=outcome, reason=reason, line=line, new_text=new_text)
    db.session.flush()


def add_action(*, meeting: Meeting, text: str, owner: str, due_on: dt.date, author: User | None = None) -> Action:
    """Raises MinutesApproved."""
    _refuse_if_approved(meeting)
    task = triage_note(text, of=meeting, note=Note.ACTION, author=author)
    doer = triage_note(owner, of=meeting, note=Note.ACTION, author=author, is_name=True)
    action = Action(text=task, owner=doer, due_on=due_on)
    meeting.actions.append(action)
    db.session.flush()
    return action


def finish_action(*, action: Action) -> None:
    action.done_on = action.done_on or today()
    db.session.flush()


def check_approval(meeting: Meeting) -> Iterator[DomainError]:
    """Find what speaks against approving the minutes of a meeting as they stand."""
    yield from check_open(meeting)
    if meeting.minutes is None or not meeting.minutes.revisions:
        yield NothingToApprove("Write down the points of the meeting first")
    yield from _held_lines(meeting)


def approve_minutes(*, meeting: Meeting, approver: User, fingerprint: str | None) -> None:
    """Approve the minutes that have this fingerprint; every decision in them changes its line.

    What is on hold in them stays on hold. Raises MinutesApproved, NothingToApprove, MinutesChangedMeanwhile, PartHeld.
    """
    minutes = _refuse_if_approved(meeting)
    if minutes.revisions and fingerprint != queries.fingerprint_of_minutes(meeting):
        raise MinutesChangedMeanwhile("The minutes have changed since you opened this page. Read them once more")
    for fault in check_approval(meeting):
        raise fault
    minutes.status, minutes.approver, minutes.approved_at = MinutesStatus.APPROVED, approver, now()
    for decision in meeting.decisions:
        _change_line(decision, approver)
    db.session.flush()
    _record(approver, "approved minutes", "meeting", meeting.id, meeting)


def check_publication(decision: Decision) -> Iterator[DomainError]:
    """Find what speaks against letting everyone read a decision."""
    minutes = decision.meeting.minutes
    if minutes is None or minutes.status != MinutesStatus.APPROVED:
        yield NotDecidedYet("Approve the minutes first: a decision is published as it was minuted")
    if is_held(decision.title, decision.reason, decision.new_text):
        yield PartHeld("A part of this decision is held for the safeguarding lead, so it can't be published yet")


def publish_decision(*, decision: Decision, publisher: User) -> None:
    """Let everyone read the decision; once is enough. Raises NotDecidedYet, PartHeld."""
    for fault in check_publication(decision):
        raise fault
    decision.published_at = decision.published_at or now()
    db.session.flush()
    _record(publisher, "published a decision", "decision", decision.id, decision.meeting)


def _write(
    decision: Decision,
    meeting: Meeting,
    author: User | None,
    *,
    title: str,
    outcome: Outcome,
    reason: str,
    line: SpecificationLine | None,
    new_text: str,
) -> None:
    triaged = partial(triage_note, of=meeting, note=Note.DECISION, author=author)
    decision.title = triaged(title, earlier=decision.title)
    decision.reason = triaged(reason, earlier=decision.reason)
    decision.new_text = triaged(new_text, earlier=decision.new_text) or None
    decision.outcome, decision.line_id = outcome, line.id if line else None
    decision.old_text = line.text if line and new_text else None


def _change_line(decision: Decision, approver: User) -> None:
    """The old words are those the line has now: another decision may have come between."""
    if decision.line is not None and decision.new_text is not None:
        decision.old_text = decision.line.text
        decision.new_text = with_released(decision.new_text)
        add_version(line=decision.line, text=decision.new_text, author=approver, decision_number=decision.number)


def _refuse_if_approved(meeting: Meeting) -> Minutes:
    for fault in check_open(meeting):
        raise fault
    meeting.minutes = meeting.minutes or Minutes()
    return meeting.minutes


def _held_lines(meeting: Meeting) -> Iterator[DomainError]:
    """The specification is for everybody: no line of it waits for the safeguarding lead."""
    if held := [str(decision.number) for decision in meeting.decisions if is_held(decision.new_text)]:
        yield PartHeld(
            f"The new words of decision {', '.join(held)} are held for the safeguarding lead, so they can't change the "
            "specification yet. Write them in another way, or approve the minutes once they are released"
        )


def _record(user: User, action: str, subject: str, subject_id: int, meeting: Meeting) -> None:
    programme_id = meeting.forum.programme_id
    record(user=user, action=action, subject=subject, subject_id=subject_id, programme_id=programme_id)
