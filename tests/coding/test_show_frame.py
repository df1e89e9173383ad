from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.accounts.models import Role
from engage.coding.frame_file import library_frame, read_frame_file
from engage.programmes.models import Programme, SpecificationSection
from tests.builders import make_programme, make_user
from tests.coding.frames import ROWS, coded_programme
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/coding/frame"


def test_codes_stand_by_the_section_they_feed(analyst: PageClient) -> None:
    page = analyst.get(ADDRESS)
    assert page.select("main h2:not(.govuk-heading-s)") == ["Belonging and relationships", "No section"]
    assert page.select("main h3") == ["A trusted adult", "Belonging and friends", "Getting there"]
    assert "Words people use trusted mentor" in page.text


def test_an_officer_reads_the_frame_and_cannot_change_it(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    page = client.get(ADDRESS)
    assert set(page.links) & {"Upload a new version", "Change the words of “Getting there”"} == set()
    client.get(f"{ADDRESS}/upload", status=403)
    client.get(f"{ADDRESS}/transport", status=403)


@pytest.mark.parametrize("role", [Role.WORKING_GROUP_MEMBER, Role.REVIEWER, Role.SAFEGUARDING_LEAD])
def test_nobody_else_opens_it(client: PageClient, programme: Programme, role: Role) -> None:
    client.flask.sign_in(make_user(programme, role))
    client.get(ADDRESS, status=403)


def test_the_download_is_a_file_that_can_come_back(raw_client: FlaskClient, app: Flask) -> None:
    raw_client.sign_in(make_user(coded_programme(), Role.ANALYST))
    answer = raw_client.get("/staff/alternative-provision/coding/frame.csv")
    assert answer.mimetype == "text/csv"
    assert read_frame_file(answer.data) == ROWS


def test_the_frame_that_comes_with_engage_starts_one(client: PageClient, app: Flask) -> None:
    programme = make_programme()
    slugs = {row["section"] for row in library_frame()} - {"belonging", ""}
    programme.sections += [
        SpecificationSection(slug=slug, number=number, title=slug) for number, slug in enumerate(sorted(slugs), 20)
    ]
    programme.kloes += [type(programme.kloes[0])(slug=slug, title=slug) for slug in other_kloes()]
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    page = client.get(ADDRESS).submit("Start from the alternative provision frame")
    assert "Version 1 is in force" in page.text
    assert len(page.select("main h3")) == len(library_frame())


def other_kloes() -> list[str]:
    return sorted({row["kloe"] for row in library_frame()} - {"effectiveness", ""})


def test_a_programme_without_its_sections_cannot_take_it_and_is_told_why(client: PageClient, app: Flask) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.ANALYST))
    page = client.get(ADDRESS).submit("Start from the alternative provision frame")
    assert page.h1 == "Upload a coding frame"
    assert "the specification has no section" in page.text
    assert "so nothing was stored" in page.errors["file"]
