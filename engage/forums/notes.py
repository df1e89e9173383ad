"""What people write of forums and meetings, triaged before it is stored."""

from __future__ import annotations

from enum import StrEnum

from engage.accounts.models import User
from engage.forums.models import Meeting
from engage.passages.columns import TriagedText
from engage.passages.operations import triage_text
from engage.passages.signals import Source


class Note(StrEnum):
    """What is written of a meeting."""

    ATTENDANCE = "attendance"
    MINUTES = "minutes"
    DECISION = "decision"
    ACTION = "action"


# As the safeguarding lead reads it in the queue.
PLACES = {
    Note.ATTENDANCE: "Who was there",
    Note.MINUTES: "Minutes",
    Note.DECISION: "A decision",
    Note.ACTION: "An action",
}


def triage_note(
    text: str, *, of: Meeting, note: Note, author: User | None, earlier: str | None = "", is_name: bool = False
) -> TriagedText:
    """What is written of a meeting, without what nobody may read yet. See `triage_text`."""
    return triage_text(text, source=source_of(of, note), author=author, earlier=earlier or "", is_name=is_name)


def source_of(meeting: Meeting, note: Note) -> Source:
    """Where a note of a meeting is written."""
    day = f"{meeting.held_on.day} {meeting.held_on:%B %Y}"
    return Source(meeting.forum.programme_id, note, meeting.id, f"{PLACES[note]} · {meeting.title} · {day}")


def triage_heading(text: str, *, programme_id: int, author: User | None, earlier: str = "") -> TriagedText:
    """The name of a forum, or the title or place of a meeting, without what nobody may read yet."""
    source = source_of_headings(programme_id)
    return triage_text(text, source=source, author=author, earlier=earlier, is_name=True)


def source_of_headings(programme_id: int) -> Source:
    """Where names of forums and titles and places of meetings are written."""
    return Source(programme_id, "heading", programme_id, "Name, title or place of a forum or meeting")
