"""What staff wrote that a reader may be worried about: notes of a meeting and comments on a survey, by paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Column, select

from engage.database import Model, db
from engage.forums.models import Meeting, MinutesStatus
from engage.forums.notes import Note, source_of_headings
from engage.forums.notes import source_of as source_of_note
from engage.passages.columns import NO_WORDS, TriagedColumn, TriagedText
from engage.passages.covering import cover
from engage.passages.models import HeldPassage
from engage.passages.operations import digest_of, paragraphs_of, without_paragraph
from engage.passages.queries import is_held, with_released
from engage.passages.signals import Source
from engage.surveys.models import Survey
from engage.surveys.operations import COMMENTS, source_of_comments


class Stored(NamedTuple):
    """Where a text stands: in which column of which row, who wrote it where that is known, and whether it is a name."""

    row: Model
    column: str
    author_id: int | None
    is_name: bool = False

    @property
    def text(self) -> TriagedText:
        text: TriagedText | None = getattr(self.row, self.column)
        return text or NO_WORDS

    def cover(self, passage: HeldPassage) -> None:
        """Let the passage's mark stand in it for the passage's words, where they are in it."""
        if self.text:
            setattr(self.row, self.column, without_paragraph(self.text, passage))


class Notes(NamedTuple):
    """What was written in one source: every place it is stored in, and those of them that pages show."""

    source: Source
    stored: Sequence[Stored]
    shown: Sequence[Stored]


class Paragraph(NamedTuple):
    """A paragraph as those who may open the page read it. `digest` tells it from others of its source."""

    notes: Notes
    words: str
    author_id: int | None
    digest: str

    @property
    def name(self) -> str:
        """What a form calls it by."""
        return f"{self.notes.source.name}-{self.digest}"


def notes_of_meeting(meeting: Meeting) -> list[Notes]:
    """Its minutes in every revision, its decisions and actions. The new words of a line are a part of the
    specification once the minutes are approved, and no note any more."""
    revisions = meeting.minutes.revisions if meeting.minutes else []
    points = [Stored(revision, "points", revision.author_id) for revision in revisions]
    is_approved = meeting.minutes is not None and meeting.minutes.status == MinutesStatus.APPROVED
    columns = ("title", "reason") if is_approved else ("title", "reason", "new_text")
    decided = [Stored(decision, column, None) for decision in meeting.decisions for column in columns]
    todo = [Stored(action, "text", None) for action in meeting.actions]
    return [
        Notes(source_of_note(meeting, Note.MINUTES), points, points[-1:]),
        Notes(source_of_note(meeting, Note.DECISION), decided, decided),
        Notes(source_of_note(meeting, Note.ACTION), todo, todo),
    ]


def names_of_meeting(meeting: Meeting) -> list[Notes]:
    """Who was there, and what the meeting and its forum are called: too short to be raised by a reader, and triaged
    all the same."""
    names = [Stored(person, column, None, True) for person in meeting.attendance for column in ("name", "represents")]
    headings = [(meeting.forum, "title"), (meeting, "title"), (meeting, "place")]
    called = [Stored(row, column, None, True) for row, column in headings]
    return [
        Notes(source_of_note(meeting, Note.ATTENDANCE), names, names),
        Notes(source_of_headings(meeting.forum.programme_id), called, called),
    ]


def notes_of_survey(survey: Survey) -> list[Notes]:
    """What reviewers wrote of it."""
    comments = [Stored(comment, "words", comment.author_id) for comment in survey.comments]
    return [Notes(source_of_comments(survey), comments, comments)]


def hold_again(passage: HeldPassage) -> None:
    """Let nobody read a passage that was released, also where its words have been written out in the text since."""
    passage.released_at = None
    for notes in _notes_around(passage):
        for stored in notes.stored:
            stored.cover(passage)
    db.session.flush()


def read_around(passage: HeldPassage) -> tuple[str, str] | None:
    """What stands before and after a passage where it was written, as anybody reads it; none where its mark stands
    there no more."""
    if passage.source in (*Note, COMMENTS):
        texts: Iterable[str | None] = [each.text for notes in _notes_around(passage) for each in notes.shown]
    else:
        texts = (db.session.scalar(select(one).where(one.contains(passage.mark)).limit(1)) for one in _columns())
    found = next((text for text in texts if text and passage.mark in text), None)
    before, _mark, after = found.partition(passage.mark) if found else ("", "", "")
    return (cover(before), cover(after)) if found else None


def list_paragraphs(notes: Sequence[Notes]) -> list[Paragraph]:
    """Each paragraph that is not on hold, in the order of the page; the same words of a source once."""
    found = {paragraph.name: paragraph for each in notes for paragraph in _paragraphs(each)}
    return list(found.values())


def _notes_around(passage: HeldPassage) -> list[Notes]:
    """The notes that a passage is from; none of what is no note of a meeting and no comment on a survey."""
    found: list[Notes] = []
    if passage.source in set(Note):
        meeting = db.session.get_one(Meeting, passage.source_id)
        found = [*notes_of_meeting(meeting), *names_of_meeting(meeting)]
    elif passage.source == COMMENTS:
        found = notes_of_survey(db.session.get_one(Survey, passage.source_id))
    return [notes for notes in found if notes.source.name == passage.source]


def _columns() -> list[Column[TriagedText]]:
    """Every column in which a mark may stand."""
    columns = (column for table in db.metadata.sorted_tables for column in table.columns)
    return [column for column in columns if isinstance(column.type, TriagedColumn)]


def _paragraphs(notes: Notes) -> Iterator[Paragraph]:
    for stored in notes.shown:
        for part in paragraphs_of(stored.text):
            if not is_held(part):
                words = with_released(part)
                yield Paragraph(notes, words, stored.author_id, digest_of(words))
