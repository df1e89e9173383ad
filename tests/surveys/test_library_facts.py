"""What ships with Engage holds no council's facts; a programme's own fill it in."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from flask import Flask

from engage.accounts.models import Role
from engage.programmes.models import Programme
from engage.surveys import queries
from engage.surveys.library import Shipped, find_instrument, list_instruments
from tests.builders import make_programme, make_user
from tests.pages import PageClient

ENGAGE = Path(__file__).parents[2] / "engage"
LIBRARIES = sorted(path for path in ENGAGE.glob("*/library/*") if path.suffix in {".toml", ".csv"})
MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
COUNCILS = "Bury|Bristol|Herefordshire|Rochdale|Bolton|Manchester|Salford|Radcliffe|Prestwich|Whitefield|Ramsbottom"
# "May" is a month where a number or the end of a sentence follows; "Every May" and "in May" too.
A_COUNCILS_OWN = re.compile(
    rf"\b({MONTHS}|{COUNCILS}|(?:19[5-9]|20[1-9])\d)\b|\bMay \d|\b(?:in|by|from|every) May\b|\bfour[- ]year"
)


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_no_text_of_the_library_names_a_council_a_year_or_a_month(path: Path) -> None:
    assert A_COUNCILS_OWN.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("words", ["from March 2027", "by May", "1 May 2031", "Bury Council", "a four-year framework"])
def test_the_words_of_one_council_would_be_found(words: str) -> None:
    assert A_COUNCILS_OWN.search(words)


def test_no_page_and_no_code_names_a_council_but_the_demonstration() -> None:
    paths = [path for kind in ("*.py", "*.html", "*.js", "*.scss", "*.csv", "*.toml") for path in ENGAGE.rglob(kind)]
    ours = [path for path in paths if not {"demo", "migrations", "static", "analysis"} & set(path.parts)]
    named = re.compile(rf"\b({COUNCILS})\b|\b(?:bury|bristol|herefordshire)\.gov\.uk")
    found = {path.name: named.findall(path.read_text(encoding="utf-8")) for path in ours}
    assert len(found) > 100
    assert {name for name, names in found.items() if names} == {"platform.py"}  # the command that loads it


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    programme.audiences[0].slug = "parents-carers"
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


def start_survey(client: PageClient) -> str:
    """The document of a survey for families that the officer makes from the library."""
    page = client.get("/staff/alternative-provision/new-survey")
    page.submit(instrument="ap-parents-carers-1", slug="families")
    survey = queries.find_survey(slug="families")
    assert survey
    return survey.document


def test_a_survey_says_the_council_and_when_the_service_starts(client: PageClient, programme: Programme) -> None:
    programme.service_starts_on = dt.date(2031, 4, 7)
    document = start_survey(client)
    assert "Testham Council is planning new places" in document
    assert "run these places from April 2031." in document


def test_a_sentence_reads_well_where_the_start_is_not_known(client: PageClient, programme: Programme) -> None:
    document = start_survey(client)
    assert "the people who run these places." in document
    assert not re.search(r"[{}]{2}|\{%", document)


@pytest.mark.parametrize("shipped", list_instruments(), ids=lambda shipped: shipped.name)
def test_a_name_with_quotes_does_no_harm(app: Flask, shipped: Shipped) -> None:
    programme = make_programme()
    programme.council.name = 'The "Quoted" \\ Council\n'
    filled = find_instrument(shipped.name, programme)
    assert [item.id for item in filled.instrument.pages] == [item.id for item in shipped.instrument.pages]
