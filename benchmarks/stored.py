"""A database with one open survey and as many stored responses as asked for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import insert

from engage.accounts import operations as accounts
from engage.app import create_app
from engage.config import Settings
from engage.database import MIGRATIONS, db, now, today
from engage.programmes.models import Audience, Council, Programme, Wave
from engage.surveys.instrument import Instrument, fingerprint, read_instrument
from engage.surveys.models import Answer, Response, Survey, SurveyEdition

BATCH = 5_000
DOCUMENT = Path(__file__).parent.parent / "engage" / "surveys" / "library" / "ap-young-people-1.toml"
TWELVE = Path(__file__).parent / "twelve.toml"
SLUG = "measured"


def fill(folder: Path, *, responses: int = 0, database_url: str = "", document: Path = DOCUMENT) -> Instrument:
    """Make the database in `folder`, or at the URL of an empty one; returns what the survey in it asks."""
    app = create_app(Settings(data_dir=folder, database_url=database_url))
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        survey = _survey(document.read_text())
        instrument = read_instrument(survey.document)
        _store(survey.id, survey.editions[0].id, instrument, responses)
        db.session.remove()
        db.engine.dispose()
    return instrument


def _survey(document: str) -> Survey:
    programme = Programme(
        council=Council(slug="testham", name="Testham Council", email="hello@testham.example"),
        slug="measured",
        title="Measured",
        summary="Measured",
        published_at=now(),
    )
    programme.waves = [Wave(number=1, title="First", starts_on=today(), ends_on=today())]
    programme.audiences = [Audience(slug="young-people", name="Young people", singular="Young person")]
    people = [accounts.create_user(email=f"{part}@testham.example", name=part) for part in ("author", "approver")]
    survey = Survey(
        wave=programme.waves[0],
        audience=programme.audiences[0],
        slug=SLUG,
        title="Measured",
        document=document,
        status="open",
        author=people[0],
        approver=people[1],
        opens_on=today(),
        closes_on=today() + dt.timedelta(days=7),
        editions=[SurveyEdition(number=1, document=document, sha256=fingerprint(document))],
    )
    db.session.add_all([programme, survey])
    db.session.commit()
    return survey


def _store(survey_id: int, edition_id: int, instrument: Instrument, responses: int) -> None:
    ids = (uuid.uuid4() for _ in range(responses))
    while batch := list(islice(ids, BATCH)):
        rows = [{"id": new, "survey_id": survey_id, "edition_id": edition_id, "submitted_on": today()} for new in batch]
        db.session.execute(insert(Response), rows)
        db.session.execute(insert(Answer), [row for new in batch for row in _answers(new, instrument)])
        db.session.commit()


def _answers(response_id: uuid.UUID, instrument: Instrument) -> Iterator[dict[str, Any]]:
    for item in instrument.items:
        options = None if item.is_open else [item.options[0].id]
        text = "The dog helps me when it is loud." if item.is_open else None
        yield {
            "id": uuid.uuid4(),
            "response_id": response_id,
            "item_id": item.id,
            "state": "answered",
            "options": options,
            "text": text,
        }
