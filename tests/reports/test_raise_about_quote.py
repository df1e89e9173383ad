"""Whoever reads a quote may tell the safeguarding lead, and reads no more of the answer than the quote."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import Role
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.reports.heard import READERS
from engage.reports.models import Finding
from engage.safeguarding.models import Flag
from engage.surveys.models import Survey
from tests.builders import make_user
from tests.pages import Page, PageClient
from tests.reports.builders import make_voices, quote
from tests.reports.conftest import Publish

pytestmark = pytest.mark.usefixtures("no_noise")

QUOTED, WHOLE = "I moved four times", "I moved four times and Mr Grey drives me"
RAISE = "Tell the safeguarding lead if one of them worries you"


@pytest.fixture
def address(finding: Finding, young_people: Survey, code: Code, publish: Publish) -> str:
    """The page of a finding with one published quote."""
    quote(finding, make_voices(young_people, code, count=6, words=WHOLE)[0], QUOTED)
    publish()
    return f"/staff/alternative-provision/what-we-heard/belonging/findings/{finding.id}"


def open_concern(client: PageClient, programme: Programme, address: str, role: Role) -> Page:
    client.flask.sign_in(make_user(programme, role))
    return client.get(address).click(RAISE)


@pytest.mark.parametrize("role", READERS)
def test_every_reader_can_raise_a_quote(client: PageClient, programme: Programme, address: str, role: Role) -> None:
    page = open_concern(client, programme, address, role)
    assert QUOTED in page.text
    assert "Mr Grey" not in page.text
    chosen = page.soup.select_one("input[name=paragraph]")["value"]
    assert page.submit(paragraph=chosen, note="Who is he?").h1 == "The safeguarding lead has it"
    assert db.session.scalars(select(Flag)).one().words == WHOLE
    assert QUOTED not in client.get(address).text


def test_what_is_missing_is_said(client: PageClient, programme: Programme, address: str) -> None:
    page = open_concern(client, programme, address, Role.WORKING_GROUP_MEMBER)
    assert page.submit(note=" ").errors.keys() == {"paragraph", "note"}
