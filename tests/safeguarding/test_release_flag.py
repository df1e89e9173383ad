from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.coding.models import Excerpt
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag
from engage.surveys.models import Response
from engage.surveys.signals import responses_submitted
from tests.builders import make_programme, make_response, make_survey, make_user
from tests.pages import Page, PageClient
from tests.safeguarding.answers import ADDRESS, POLISH, WORRYING, send

BOTH = f"{POLISH} kill myself"
LOOK = "Look at this answer and release it 1"


def open_first(lead: PageClient, programme: Programme, words: str = WORRYING) -> Page:
    send(make_survey(programme), words)
    return lead.get(ADDRESS).click(LOOK)


def excerpts() -> list[str]:
    return list(db.session.scalars(select(Excerpt.text)))


def test_releasing_an_answer_gives_it_to_the_analysts(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme)
    assert excerpts() == []
    page = page.submit(note="Spoke to the school")
    assert "Analysts can read this answer now" in page.text
    assert excerpts() == [WORRYING]


def test_who_released_it_is_recorded_without_any_words(lead: PageClient, programme: Programme) -> None:
    open_first(lead, programme).submit(note="Spoke to the school")
    flag = db.session.scalars(select(Flag)).one()
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.user_id, entry.subject_id) == (flag.releaser_id, str(flag.id))
    assert entry.facts == {"reason": "worrying_words"}


def test_a_release_needs_a_note(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme).submit(note=" ")
    assert page.errors == {"note": "Say what you found and what was done"}
    assert excerpts() == []


def test_a_released_answer_is_listed_with_who_and_why(lead: PageClient, programme: Programme) -> None:
    open_first(lead, programme).submit(note="Spoke to the school")
    page = lead.get(ADDRESS, query={"state": "released"})
    assert "Released by A person on" in page.text
    assert "Spoke to the school" in page.text
    assert page.click("See this answer again 1").h1 == "A released answer"


def test_an_answer_with_two_reasons_needs_both_released(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme, BOTH).submit(note="Spoke to the school")
    assert "still on hold for its other reason" in page.text
    assert excerpts() == []
    page.click(LOOK).submit(note="Translated: the teachers are good")
    assert excerpts() == [BOTH]


def test_the_other_reason_is_said_and_linked(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme, BOTH)
    assert "Also on hold: May not be in English" in page.text
    assert "Also on hold: Worrying words" in page.click("Look at that reason").text


def test_a_second_release_is_refused(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme)
    page.submit(note="Spoke to the school")
    again = page.submit(note="Me too")
    assert "This answer has already been released" in again.text
    assert "Me too" not in again.text


def test_the_other_answers_are_shown_on_request(lead: PageClient, programme: Programme) -> None:
    response: Response = make_response(make_survey(programme), what_works=WORRYING, belonging=["never"])
    responses_submitted.send(None, response_ids=[response.id])
    page = lead.get(ADDRESS).click(LOOK)
    assert "Never" not in page.text
    assert "Do you feel you belong here? Never" in page.click("Show the other answers").text


def test_a_flag_of_another_programme_is_not_found(lead: PageClient, programme: Programme) -> None:
    send(make_survey(make_programme(slug="another")), WORRYING)
    flag = db.session.scalars(select(Flag)).one()
    lead.get(f"{ADDRESS}/{flag.id}", status=404)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER])
def test_nobody_else_reads_or_releases(client: PageClient, programme: Programme, role: Role) -> None:
    send(make_survey(programme), WORRYING)
    flag = db.session.scalars(select(Flag)).one()
    client.flask.sign_in(make_user(programme, role))
    client.get(f"{ADDRESS}/{flag.id}", status=403)
