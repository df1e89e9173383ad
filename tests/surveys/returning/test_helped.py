"""Saying if somebody helped: asked with the check page, never required, kept with the response."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.database import db
from engage.surveys.models import Response
from tests.builders import INSTRUMENT, make_programme, make_survey
from tests.pages import Page, PageClient

PROXY = "I am an adult, answering for a child"


@pytest.fixture
def check(client: PageClient) -> Page:
    make_survey(make_programme(), document=INSTRUMENT.replace("help =", f'proxy = "{PROXY}"\nhelp =', 1))
    return client.get("/s/your-say").submit(assent=True).submit("Finish now", answer="never")


@pytest.mark.parametrize("helped", ["none", "read", "wrote", "proxy"])
def test_a_person_may_say_who_helped(check: Page, helped: str) -> None:
    check.submit("Send my answers", help=helped)
    assert db.session.scalars(select(Response.help)).one() == helped


def test_nobody_has_to_say(check: Page) -> None:
    assert not check.soup.select("[name=help][checked]")
    check.submit("Send my answers")
    assert db.session.scalars(select(Response.help)).one() is None


def test_what_is_not_offered_counts_as_not_said(check: Page) -> None:
    check.submit("Send my answers", help="a dog")
    assert db.session.scalars(select(Response.help)).one() is None


def test_an_adult_may_say_that_they_answer_in_a_childs_place(check: Page) -> None:
    assert PROXY in check.select(".helped label")


def test_where_the_survey_expects_no_one_in_anybodys_place_it_does_not_ask(first_question: Page) -> None:
    assert len(first_question.submit("Finish now", answer="never").select(".helped label")) == 3


def test_organisations_are_not_asked(client: PageClient) -> None:
    survey = make_survey(make_programme())
    survey.audience = survey.wave.programme.audiences[1]
    db.session.commit()
    page = client.get("/s/your-say").submit(assent=True).submit("Finish now", answer="never")
    assert not page.select(".helped")
    page.submit("Send my answers")
    assert db.session.scalars(select(Response.help)).one() is None
