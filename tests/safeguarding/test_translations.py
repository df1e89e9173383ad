"""A released answer that is not in English: a person's translation is what is coded and quoted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import Role
from engage.coding.models import Excerpt
from engage.database import db
from engage.programmes.models import Programme
from engage.reports.publishing import draft_summary
from engage.safeguarding.models import Translation
from tests.builders import make_survey, make_user
from tests.pages import Page, PageClient
from tests.reports.builders import make_codes, make_finding, make_survey_for, make_voices, quote
from tests.safeguarding.answers import ADDRESS, POLISH, send

ENGLISH = "The teachers are good, but there is no help for my child"


@pytest.fixture
def held(lead: PageClient, programme: Programme) -> Page:
    send(make_survey(programme), POLISH)
    return lead.get(ADDRESS).click("Open this 1")


def excerpt() -> Excerpt | None:
    return db.session.scalar(select(Excerpt))


def test_the_translation_is_what_is_coded_with_the_original_beside_it(
    held: Page, programme: Programme, client: PageClient
) -> None:
    held.submit("Save", act="released", note="Read", translation=ENGLISH)
    found = excerpt()
    assert found is not None
    assert (found.text, found.original) == (ENGLISH, POLISH)
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    page = client.get(f"/staff/alternative-provision/coding/{found.id}")
    assert page.select(".said__words") == [ENGLISH, POLISH]
    assert page.select(".quote__who") == ["Young person, translated"]


def test_a_translation_that_comes_with_a_release_is_an_act_of_its_own(held: Page, lead: PageClient) -> None:
    held.submit("Save", act="released", note="Read", translation=ENGLISH)
    page = lead.get(ADDRESS, query={"state": "released"}).click("Open this 1")
    assert page.select(".history li strong") == ["Translated", "Released"]


def test_it_is_not_released_without_a_translation_unless_somebody_says_so(held: Page) -> None:
    page = held.submit("Save", act="released", note="Read")
    assert page.errors == {"translation": "Write a translation, or tick that it is released without one"}
    assert excerpt() is None
    page.submit("Save", act="released", note="Read", as_written=True)
    found = excerpt()
    assert found is not None
    assert (found.text, found.original) == (POLISH, None)


def test_a_translation_can_come_later_and_be_mended(held: Page, lead: PageClient) -> None:
    held.submit("Save", act="released", note="Read", as_written=True)
    page = lead.get(ADDRESS, query={"state": "released"}).click("Open this 1")
    page = page.submit("Save", act="translated", translation="The teachers are god")
    page.submit("Save", act="translated", translation=ENGLISH)
    found = excerpt()
    assert found is not None
    assert (found.text, found.original) == (ENGLISH, POLISH)
    assert len(db.session.scalars(select(Translation)).all()) == 2


def test_who_translated_it_and_when_is_shown_and_kept(held: Page, lead: PageClient) -> None:
    page = held.submit("Save", act="translated", translation=ENGLISH)
    assert page.select(".govuk-inset-text .said__words") == [ENGLISH]
    assert "Translated by A person on" in page.text
    assert page.select(".history li strong") == ["Translated"]


def test_a_translation_that_is_there_already_is_enough(held: Page) -> None:
    page = held.submit("Save", act="translated", translation=ENGLISH)
    assert page.submit("Save", act="released", note="Read").messages == ["Released. Others can read it now"]


def test_a_quote_of_a_translation_is_marked_as_one(programme: Programme) -> None:
    codes = make_codes(programme, "Moving")
    voices = make_voices(make_survey_for(programme, "young-people"), *codes, count=20)
    voices[0].original = POLISH
    quote(make_finding(programme, *codes), voices[0])
    (section,) = draft_summary(programme.waves[0]).document.sections
    assert [words.who for words in section.findings[0].quotes] == ["Young person, translated"]
