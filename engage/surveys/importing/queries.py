"""Reading files on their way in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from engage.database import db
from engage.surveys.editions import read_edition
from engage.surveys.importing.mapping import Checked, Mapping, check
from engage.surveys.importing.tables import Table, read_table
from engage.surveys.instrument import Instrument
from engage.surveys.models import ImportFile, Response, Survey

# SQLite takes at most 32,766 variables in a statement.
AT_ONCE = 5_000


def find_file(*, programme_id: int, file_id: uuid.UUID) -> ImportFile | None:
    """A file that belongs to a survey of the programme."""
    file = db.session.get(ImportFile, file_id)
    return file if file and file.survey.wave.programme_id == programme_id else None


def list_files(*, survey_id: int) -> Sequence[ImportFile]:
    """The survey's files, newest first."""
    query = select(ImportFile).where(ImportFile.survey_id == survey_id)
    return db.session.scalars(query.order_by(ImportFile.uploaded_at.desc(), ImportFile.id)).all()


def instrument_of(survey: Survey) -> Instrument:
    """What the answers are read against: the newest edition."""
    return read_edition(survey.editions[-1])


def table_of(file: ImportFile) -> Table:
    return read_table(file.content or b"")


def check_file(file: ImportFile) -> Checked:
    """What the file says under its mapping."""
    mapping = Mapping.model_validate(file.mapping or {})
    return check(table_of(file), mapping, instrument_of(file.survey), file_hash=file.sha256)


def known_keys(*, survey_id: int, source_keys: list[str]) -> set[str]:
    """Those of the keys whose response the survey has already."""
    known: set[str] = set()
    for start in range(0, len(source_keys), AT_ONCE):
        some = source_keys[start : start + AT_ONCE]
        query = select(Response.source_key).where(Response.survey_id == survey_id, Response.source_key.in_(some))
        known.update(key for key in db.session.scalars(query.order_by(Response.source_key)) if key)
    return known
