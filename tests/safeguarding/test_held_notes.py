"""What anybody writes about somebody is read by the safeguarding lead first, on every page and in every file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import BuildError, MapAdapter

from engage.accounts.models import Role
from engage.database import db
from engage.passages.models import HeldPassage
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag
from tests.builders import make_user
from tests.pages import PageClient
from tests.safeguarding.worrying_notes import WORRY, triaged_columns, write_everywhere

READERS = [role for role in Role if role is not Role.SAFEGUARDING_LEAD]
# What stands in addresses. Numbers are those of the first row: of each thing the desk has made one.
VALUES = {"programme": "alternative-provision", "survey_slug": "for-review", "survey": "for-review"}
VALUES |= {"slug": "belonging", "section_slug": "belonging", "item_id": "what-works", "part": "lines"}
NUMBERS = ("meeting_id", "decision_id", "finding_id", "line_id", "number", "section_id", "part_id", "wave_id")


def addresses(app: Flask) -> Iterator[str]:
    """Every address that can be opened, for what has been written."""
    adapter: MapAdapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: 1 if name in NUMBERS else VALUES.get(name) for name in rule.arguments}
        if "GET" in (rule.methods or ()) and None not in values.values():
            try:
                yield adapter.build(rule.endpoint, values)
            except BuildError:
                continue


def read(client: FlaskClient, address: str) -> str:
    """What comes back, of a spreadsheet the sheets; empty where the page is not for this reader."""
    response = client.get(address)
    if response.status_code != 200:
        return ""
    if not response.data.startswith(b"PK"):
        return response.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(response.data)) as sheets:
        return "\n".join(sheets.read(name).decode() for name in sheets.namelist())


def test_every_triaged_column_is_written_and_held(app: Flask, programme: Programme) -> None:
    write_everywhere(programme)
    held = db.session.scalars(select(HeldPassage.words).order_by(HeldPassage.id)).all()
    assert {words.rpartition("(")[2].rstrip(")") for words in held} == triaged_columns()
    assert len(db.session.scalars(select(Flag)).all()) == len(held)


@pytest.mark.parametrize("roles", [READERS, [Role.WORKING_GROUP_MEMBER], []], ids=["staff", "member", "public"])
def test_nobody_else_reads_what_is_held(
    app: Flask, client: PageClient, programme: Programme, roles: list[Role]
) -> None:
    write_everywhere(programme)
    if roles:
        client.flask.sign_in(make_user(programme, *roles))
    pages = {address: read(client.flask, address) for address in addresses(app)}
    assert [address for address, page in pages.items() if WORRY in page] == []
    assert len([page for page in pages.values() if page]) >= (20 if roles else 10)
