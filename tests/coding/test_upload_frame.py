from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from engage.accounts.models import AuditEntry
from engage.coding import queries
from engage.coding.models import CodingFrame
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag
from engage.surveys.models import Survey
from tests.coding.frames import submit
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/coding/frame/upload"
HEAD = "code,name,definition,section,kloe\n"
GOOD = HEAD + "kind-staff,Kind staff,Staff are kind.,belonging,effectiveness\n"


def upload(analyst: PageClient, content: str | bytes) -> Page:
    given = content.encode() if isinstance(content, str) else content
    return analyst.get(ADDRESS).submit(file=(io.BytesIO(given), "frame.csv"))


def test_a_clean_file_becomes_the_next_version(analyst: PageClient, programme: Programme) -> None:
    page = upload(analyst, GOOD)
    assert "Version 2 is in force" in page.text
    assert [code.slug for code in queries.list_codes(programme.id)] == ["kind-staff"]
    assert "stored a coding frame" in db.session.scalars(select(AuditEntry.action)).all()


def test_the_machine_reads_the_answers_with_the_new_version(
    analyst: PageClient, survey: Survey, programme: Programme
) -> None:
    submit(survey, "the staff are kind")
    upload(analyst, GOOD.replace("definition", "definition,examples").replace("kind.,", "kind.,kind staff,"))
    assert [coding.code_slug for coding in queries.effective_codings(programme.waves[0].id)] == ["kind-staff"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The first row must name these columns too: code, name, definition"),
        (HEAD, "A frame has 1 to 100 codes. This one has 0"),
        (HEAD + ",Kind,Words,,\n", "2 code this cell is empty"),
        (HEAD + "Kind Staff,Kind,Words,,\n", "2 code “Kind Staff” is not lower-case letters"),
        (HEAD + "kind,Kind,Words,moon,\n", "2 section the specification has no section “moon”"),
        (HEAD + "kind,Kind,Words,,moon\n", "2 kloe the programme has no line of enquiry “moon”"),
        (HEAD + "kind,Kind,Words,,\nkind,Kind,Words,,\n", "3 code “kind” is in row 2 too"),
        (HEAD + f"kind,{'x' * 201},Words,,\n", "2 name this is longer than 200 characters"),
        (HEAD + "kind\n", "2 name this cell is empty"),
        (b"\xff\xfe\x00\x01", "This is not a CSV file"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_stored(
    analyst: PageClient, programme: Programme, content: str | bytes, said: str
) -> None:
    page = upload(analyst, content)
    assert "so nothing was stored" in page.errors["file"]
    assert said in " ".join(page.select("tbody tr"))
    assert db.session.scalar(select(func.count(CodingFrame.id))) == 1


def test_every_problem_is_listed(analyst: PageClient) -> None:
    page = upload(analyst, HEAD + "".join(f"kind-{number},,Words,,\n" for number in range(30)))
    assert page.errors == {"file": "30 things are not right, so nothing was stored"}
    assert len(page.select("tbody tr")) == 30


def test_a_file_must_be_chosen(analyst: PageClient) -> None:
    assert analyst.get(ADDRESS).submit().errors == {"file": "Choose a CSV file"}


HURT = "A girl said her stepdad hits her"


def test_a_cell_about_somebody_is_refused_and_waits_for_the_safeguarding_lead(analyst: PageClient) -> None:
    page = upload(analyst, GOOD + f"home,Home,{HURT}.,,\n")
    assert "3 definition This may be about somebody, so it is not saved" in page.text
    assert db.session.scalar(select(func.count()).select_from(CodingFrame)) == 1
    assert [flag.words for flag in db.session.scalars(select(Flag))] == [f"{HURT}."]


@pytest.mark.parametrize("field", ["name", "definition", "use_when", "not_when", "examples"])
def test_no_words_of_a_code_may_be_about_somebody(analyst: PageClient, programme: Programme, field: str) -> None:
    frame = "/staff/alternative-provision/coding/frame"
    for address in (f"{frame}/add", f"{frame}/belonging"):
        typed = {"name": "Home", "definition": "What it is like at home.", field: HURT}
        page = analyst.get(address).submit(**typed)
        assert page.errors[field].startswith("This may be about somebody")
    assert HURT not in analyst.get(frame).text
    assert len(db.session.scalars(select(Flag)).all()) == 1


def test_a_code_for_a_kind_of_harm_is_saved(analyst: PageClient) -> None:
    page = analyst.get("/staff/alternative-provision/coding/frame/add")
    page = page.submit(name="Bullying", definition="Bullying, fights and name-calling between pupils.")
    assert page.errors == {}
    assert "Bullying" in page.text


def test_no_mark_of_a_passage_on_hold_comes_in_with_a_file(analyst: PageClient, programme: Programme) -> None:
    upload(analyst, GOOD.replace("Staff are kind.", "Staff \ue0001.23\ue001 are kind."))
    assert [code.definition for code in queries.list_codes(programme.id)] == ["Staff 1.23 are kind."]
