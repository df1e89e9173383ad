"""After every act the lead is where they were in the queue, with its filters and page, or at the next one there."""

from __future__ import annotations

import pytest

from engage.programmes.models import Programme
from engage.safeguarding.queries import ON_A_PAGE
from tests.builders import make_survey
from tests.pages import Page, PageClient
from tests.safeguarding.answers import ADDRESS, POLISH, WORRYING, send

FILTER = {"reason": "worrying_words", "audience": "young-people", "tier": "look_now"}
BACK = "Back to where you were in the list"
SAVE = {"note": "Rang", "party": "The school", "may_be_read": True}


@pytest.fixture
def second_page(lead: PageClient, programme: Programme) -> Page:
    """The second page of what is to be looked at now, with what is in Polish left out by the filters."""
    send(make_survey(programme), *[f"{WORRYING} {number}" for number in range(ON_A_PAGE + 2)], POLISH)
    return lead.get(ADDRESS, query={**FILTER, "page": "2"})


def is_back(page: Page) -> bool:
    return all(f"{name}={value}" in page.address for name, value in {**FILTER, "page": "2"}.items())


@pytest.mark.parametrize("act", ["noted", "asked"])
def test_who_stays_on_the_page_of_a_flag_has_the_way_back_and_on(second_page: Page, act: str) -> None:
    page = second_page.click("Open this 1").submit("Save", act=act, **SAVE)
    assert is_back(page.click(BACK))
    assert page.click(BACK).select("h1") == ["Safeguarding"]
    assert is_back(page.click("Go on to the next one"))


@pytest.mark.parametrize("act", ["released", "closed", "referred"])
def test_who_is_done_with_a_flag_is_at_the_next_one_of_the_same_filters(second_page: Page, act: str) -> None:
    page = second_page.click("Open this 1").submit("Save", act=act, **SAVE)
    assert page.messages[-1] == "This is the next one that nobody has taken"
    assert page.select(".reasons .tag")[0] == "Worrying words"
    assert is_back(page)
    assert is_back(page.click(BACK))


def test_taking_a_flag_and_looking_at_the_rest_keep_the_place(second_page: Page) -> None:
    page = second_page.click("Open this 1").submit("Take this").click("Show the other answers")
    assert is_back(page.click(BACK))


def test_what_was_refused_keeps_the_place(second_page: Page) -> None:
    page = second_page.click("Open this 1").submit("Save", act="noted", note="")
    assert page.errors
    assert is_back(page.click(BACK))


def test_who_opened_one_of_the_closed_ones_again_goes_on_among_these(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), WORRYING, f"{WORRYING} too", f"{WORRYING} more")
    for _each in range(2):
        lead.get(ADDRESS).click("Open this 1").submit("Save", act="closed", **SAVE)
    page = lead.get(ADDRESS, query={"state": "closed"}).click("Open this 1").submit("Save", act="reopened", note="Rang")
    assert page.click("Go on to the next one").h1 == "Kept from everyone"


def test_an_address_that_leads_elsewhere_is_no_place(second_page: Page) -> None:
    page = second_page.client.get(f"{ADDRESS}?next=https://example.org&tier=//example.org&page=//example.org")
    page = page.click("Open this 1").submit("Save", act="closed", **SAVE)
    assert page.address.startswith(ADDRESS)
