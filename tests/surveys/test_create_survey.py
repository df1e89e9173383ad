from __future__ import annotations

import datetime as dt
import io

import pytest

from engage.accounts.models import Role
from engage.database import db, today
from engage.programmes.models import Programme, Wave
from engage.surveys.queries import find_survey
from tests.builders import INSTRUMENT, make_programme, make_survey, make_user
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/new-survey"


def upload(document: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(document.encode()), "mine.toml"


@pytest.fixture
def programme(app: object) -> Programme:
    return make_programme()


@pytest.fixture
def form(client: PageClient, programme: Programme) -> Page:
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return client.get(ADDRESS)


def test_a_survey_is_made_from_the_library_for_the_days_of_its_wave(form: Page, programme: Programme) -> None:
    page = form.submit(instrument="ap-young-people-1", slug="have-your-say")
    assert page.h1 == "Tell us about where you learn"
    assert page.select("main .tag") == ["Draft"]
    survey = find_survey(slug="have-your-say")
    assert survey
    assert (survey.opens_on, survey.closes_on) == (programme.waves[0].starts_on, programme.waves[0].ends_on)


def test_a_new_survey_belongs_to_the_wave_that_comes_next(client: PageClient, form: Page, programme: Programme) -> None:
    first, soon = programme.waves[0], today() + dt.timedelta(days=20)
    first.starts_on = first.ends_on = today() - dt.timedelta(days=1)
    for number in (2, 3):
        programme.waves.append(Wave(number=number, title=f"Wave {number}", starts_on=soon, ends_on=soon))
    db.session.commit()
    client.get(ADDRESS).submit(instrument="ap-young-people-1", slug="have-your-say")
    survey = find_survey(slug="have-your-say")
    assert survey
    assert (survey.wave.number, survey.opens_on) == (2, soon)


def test_a_survey_is_made_from_a_document_of_ones_own(form: Page) -> None:
    page = form.submit(instrument="own", document=upload(INSTRUMENT), slug="our-own", title="Our own questions")
    assert page.h1 == "Our own questions"
    assert "Do you feel you belong here?" in page.text


def test_a_bad_document_names_each_place_that_is_wrong(form: Page) -> None:
    bad = INSTRUMENT.replace('question = "What helps you?"\n', "").replace('label = "Sometimes"', 'label = ""')
    page = form.submit(instrument="own", document=upload(bad), slug="our-own")
    assert "This document cannot be used" in page.errors["document"]
    assert "section 1, question 1, answer 2, label" in page.text
    assert "section 1, question 2, question: Field required" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe\x00", "not text"), (b"title = ", "not valid TOML"), (b"", "Field required")],
)
def test_a_file_that_is_no_document_is_refused_in_words(form: Page, content: bytes, said: str) -> None:
    page = form.submit(instrument="own", document=(io.BytesIO(content), "x.toml"), slug="our-own")
    assert said in page.text
    assert page.soup.find(id="slug")["value"] == "our-own"


def test_choosing_a_document_of_ones_own_without_a_file_is_said(form: Page) -> None:
    assert "Choose a file" in form.submit(instrument="own", slug="our-own").errors["document"]


def test_an_address_that_is_taken_is_said_beside_the_field(form: Page, programme: Programme) -> None:
    make_survey(programme, slug="have-your-say")
    page = form.submit(instrument="ap-schools-1", slug="have-your-say")
    assert page.errors == {"slug": "Another survey has this address. Choose a different one"}


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (["1", "1", "2020"], "The closing date must be the opening date or later"),
        (["31", "2", "2027"], "Enter a real date, such as 27 3 2026"),
        (["", "", ""], "Enter a date, such as 27 3 2026"),
        (["5"], "Enter a real date, such as 27 3 2026"),
    ],
)
def test_a_wrong_closing_date_is_said_beside_the_field(form: Page, day: list[str], error: str) -> None:
    page = form.submit(instrument="ap-schools-1", slug="schools", closes_on=day)
    assert page.errors == {"closes_on": error}


def test_only_an_officer_makes_surveys(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.REVIEWER))
    client.get(ADDRESS, 403)
