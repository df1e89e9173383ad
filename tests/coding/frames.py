"""A small frame, and answers that went through submission."""

from __future__ import annotations

from sqlalchemy import select

from engage.coding import operations
from engage.coding.frame_file import COLUMNS, Row
from engage.coding.models import Excerpt
from engage.database import db
from engage.programmes.models import Programme
from engage.surveys.models import Response, Survey
from engage.surveys.signals import responses_submitted
from tests.builders import make_programme, make_response


def row(**cells: str) -> Row:
    return {**dict.fromkeys(COLUMNS, ""), **cells}


ROWS = [
    row(
        code="trusted-adult",
        name="A trusted adult",
        definition="One adult who stays and can be talked to.",
        examples="trusted mentor mentors tutor kind talk talks",
        section="belonging",
        kloe="effectiveness",
    ),
    row(
        code="belonging",
        name="Belonging and friends",
        definition="Feeling part of the place.",
        examples="belong belonging friends mates lonely welcome",
        section="belonging",
    ),
    row(
        code="transport",
        name="Getting there",
        definition="The way there and back.",
        examples="bus taxi transport journey",
    ),
]


def coded_programme(slug: str = "alternative-provision") -> Programme:
    """A programme with the small frame."""
    programme = make_programme(slug=slug)
    operations.store_frame(programme_id=programme.id, rows=ROWS)
    db.session.commit()
    return programme


def submit(survey: Survey, words: str) -> Response:
    """A response whose open answer went through triage."""
    response = make_response(survey, what_works=words)
    responses_submitted.send(None, response_ids=[response.id])
    db.session.commit()
    return response


def excerpt_of(response: Response) -> Excerpt:
    return db.session.scalars(select(Excerpt).where(Excerpt.answer_id == response.answers[0].id)).one()
