"""Triage of what staff wrote before it was triaged: notes of meetings and comments on surveys, as they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from engage.database import db, today
from engage.forums.models import Forum, Meeting
from engage.passages.columns import MARK
from engage.passages.operations import paragraphs_of
from engage.passages.signals import WrittenText
from engage.programmes.models import Wave
from engage.safeguarding.notes import Notes, Stored, names_of_meeting, notes_of_meeting, notes_of_survey
from engage.safeguarding.passages import LONGEST_AT_ONCE, hold_worrying
from engage.surveys.models import ReviewComment, Survey


def list_meetings_and_surveys() -> list[tuple[type[Meeting] | type[Survey], int]]:
    """Everything that notes or comments were written of, in every programme: its kind and id."""
    meetings = select(Meeting.id).join(Forum).order_by(Forum.programme_id, Meeting.id)
    commented = select(ReviewComment.survey_id)
    surveys = select(Survey.id).join(Wave).where(Survey.id.in_(commented)).order_by(Wave.programme_id, Survey.id)
    return [
        *((Meeting, meeting_id) for meeting_id in db.session.scalars(meetings)),
        *((Survey, survey_id) for survey_id in db.session.scalars(surveys)),
    ]


def triage_stored(*, kind: type[Meeting] | type[Survey], row_id: int, by_meaning: bool) -> int:
    """Hold what triage holds of the notes of one meeting, or of the comments on one survey, wherever it stands in them;
    how many paragraphs were held that others could read until now. What is on hold, or was released, is left as it is,
    so that a second run changes nothing."""
    return sum(_triage(each, by_meaning) for each in _notes_of(kind, row_id))


def _notes_of(kind: type[Meeting] | type[Survey], row_id: int) -> list[Notes]:
    if kind is Survey:
        return notes_of_survey(db.session.get_one(Survey, row_id))
    meeting = db.session.get_one(Meeting, row_id)
    return [*notes_of_meeting(meeting), *names_of_meeting(meeting)]


def _triage(notes: Notes, by_meaning: bool) -> int:
    place = f"{notes.source.place} · written before such texts were triaged, could be read until {today():%d.%m.%Y}"
    source, count = replace(notes.source, place=place), 0
    for stored in notes.stored:
        for parts in _batches(stored):
            written = WrittenText(source, stored.author_id, parts, stored.is_name)
            held = set(hold_worrying(written=written, by_meaning=by_meaning).values())
            count += len(held)
            for passage in held:
                for each in notes.stored:
                    each.cover(passage)
    db.session.flush()
    return count


def _batches(stored: Stored) -> Iterator[tuple[str, ...]]:
    """The paragraphs that are not on hold, so many at a time as are read at once."""
    batch: list[str] = []
    for part in dict.fromkeys(part for part in paragraphs_of(stored.text) if MARK.sub("", part).strip()):
        if batch and sum(map(len, batch)) + len(part) > LONGEST_AT_ONCE:
            yield tuple(batch)
            batch = []
        batch.append(part)
    if batch:
        yield tuple(batch)
