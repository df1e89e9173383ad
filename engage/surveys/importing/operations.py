"""Taking in a file of answers: kept, mapped, and stored at most once."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, db, now, today
from engage.surveys.importing import queries
from engage.surveys.importing.mapping import CheckedResponse, Mapping
from engage.surveys.importing.tables import FileRefused, read_table
from engage.surveys.models import Answer, Channel, ImportFile, Response, Survey
from engage.surveys.signals import responses_submitted


class NotInTheField(DomainError):
    """The survey has no edition yet, so there is nothing to read the answers against."""


class StillBad(DomainError):
    """The file has bad cells and they were not to be left out."""


class AlreadyStored(DomainError):
    """The file has been stored."""


@dataclass(frozen=True)
class Stored:
    """How many responses of the file are new, were there before, and were left out for a bad cell."""

    new: int
    already: int
    left_out: int


def check_upload(*, survey: Survey, content: bytes | None) -> Iterator[DomainError]:
    """Find what speaks against a file of answers to a survey. Content of None is not looked at."""
    if not survey.editions:
        yield NotInTheField("Open the survey first: answers are read against the questions that were asked", "file")
    if content is not None:
        try:
            read_table(content)
        except FileRefused as refused:
            yield refused


def keep_file(*, survey: Survey, uploader: User, name: str, content: bytes) -> ImportFile:
    """Keep an uploaded file while it is mapped. Raises FileRefused, NotInTheField."""
    for fault in check_upload(survey=survey, content=content):
        raise fault
    digest = hashlib.sha256(content).hexdigest()
    file = ImportFile(
        id=uuid.uuid4(), survey=survey, uploader=uploader, name=name[:200], sha256=digest, content=content
    )
    db.session.add(file)
    db.session.flush()
    return file


def map_file(*, file: ImportFile, mapping: Mapping) -> None:
    file.mapping = mapping.model_dump()
    db.session.flush()


def store_file(*, file: ImportFile, leave_out_bad: bool = False) -> Stored:
    """Store the file's responses that are not there yet, and forget its content.

    Sends `responses_submitted`. Raises StillBad when a cell is bad and may not be left out, AlreadyStored.
    """
    if file.content is None:
        raise AlreadyStored("This file has been stored already")
    checked = queries.check_file(file)
    if checked.problems and not leave_out_bad:
        raise StillBad("Some cells can't be stored. Mend the file, or leave the bad rows out")
    clean = checked.clean
    already = queries.known_keys(survey_id=file.survey_id, source_keys=[found.source_key for found in clean])
    new = [found for found in clean if found.source_key not in already]
    _insert(file.survey, new)
    file.content, file.stored_at, file.stored_responses = None, now(), len(new)
    result = Stored(len(new), len(already), len(checked.responses) - len(clean))
    _record(file, result)
    return result


def _insert(survey: Survey, found: list[CheckedResponse]) -> None:
    if not found:
        return
    common = {"survey_id": survey.id, "edition_id": survey.editions[-1].id, "channel": Channel.IMPORTED}
    responses: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for checked in found:
        response_id = uuid.uuid4()
        responses.append({**common, "id": response_id, "submitted_on": today(), "source_key": checked.source_key})
        answers.extend({"response_id": response_id, **vars(answer)} for answer in checked.answers.values())
    # By id, so that the order of storing is not the order of the file.
    db.session.execute(insert(Response), sorted(responses, key=lambda row: row["id"]))
    db.session.execute(insert(Answer), answers)
    responses_submitted.send(response_ids=[row["id"] for row in responses])


def _record(file: ImportFile, result: Stored) -> None:
    db.session.flush()
    record(
        user=file.uploader,
        action="imported answers",
        subject="survey",
        subject_id=file.survey_id,
        programme_id=file.survey.wave.programme_id,
        **vars(result),
    )
