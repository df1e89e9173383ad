"""Inviting people by a link and a poster, hearing of the result, and answering as an organisation."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Site
from tests.journeys.test_answering import answer_for, begin, finish
from tests.journeys.visitor import Visitor

CHILD = "Yes, I want to take part"
PROVIDER = "I have read this and I am answering for my organisation"
# In points of 1/72 inch.
A4 = (595, 842)


def at_another_browser(browser: Browser, site: Site) -> Visitor:
    return Visitor(browser.new_context(locale="en-GB").new_page(), site.address)


@pytest.fixture
def other(browser: Browser, site: Site) -> Visitor:
    return at_another_browser(browser, site)


def paper(visitor: Visitor) -> set[tuple[int, int]]:
    """The sizes of the sheets that come out of a printer."""
    printed = visitor.page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    return {(round(float(width)), round(float(height))) for width, height in sizes}


def follow(visitor: Visitor, words: str) -> None:
    """Follow the first link whose words are like these: part of them is for screen readers alone."""
    visitor.page.get_by_role("link", name=re.compile(words)).first.click()
    visitor.check()


def test_an_officer_makes_a_route_and_sees_whom_it_brings(visitor: Visitor, other: Visitor) -> None:
    visitor.sign_in("officer@bury.example")
    visitor.open("/staff/alternative-provision-2026/responses")
    visitor.click("Who is missing, and which route brings whom")
    follow(visitor, "links?.*poster.*Tell us about where you learn")
    visitor.click("Add a route")
    visitor.write("Name", "Youth club")
    visitor.write("How many people it reaches (optional)", "40")
    visitor.press("Save")
    visitor.sees("Youth club: nobody has answered yet")
    follow(visitor, "Poster.*Youth club")
    assert paper(visitor) == {A4}
    address = visitor.page.locator(".poster__address").inner_text()
    other.open(re.sub(r"^[^/]+", "", address))
    other.tick(CHILD)
    other.press("Start")
    finish(other)
    visitor.click("Links and posters")
    visitor.sees("Youth club: 1 of 40 have answered")


def test_an_officer_sees_which_groups_are_missing_while_there_is_time(visitor: Visitor) -> None:
    visitor.sign_in("officer@bury.example")
    visitor.open("/staff/alternative-provision-2026/reach")
    visitor.sees("days left to reach those who are missing", "17.2%", "As you would expect, or more")
    visitor.click("How large each group is…")
    visitor.click("Add a known share")
    visitor.press("Save")
    visitor.sees("Say where the figure comes from")
    visitor.choose("Group", "Boy or girl: Girl")
    visitor.write("Share of everybody, in per cent", "80")
    visitor.write("Where that figure comes from", "School census")
    visitor.write("Year of the figure", "2023")
    visitor.press("Save")
    visitor.open("/staff/alternative-provision-2026/reach")
    visitor.sees("Fewer than you would expect from “Boy or girl: Girl”")


def test_the_officer_writes_to_those_who_asked(visitor: Visitor, other: Visitor) -> None:
    other.open("/s/parents-carers/updates")
    other.write("Email address", "carer@example.org")
    other.press("Leave this address")
    visitor.sign_in("officer@bury.example")
    visitor.open("/staff/alternative-provision-2026/findings")
    visitor.click("People who want to hear the result")
    visitor.click("Look at the letter")
    visitor.sees("This is the only letter.")
    visitor.press("Send…")
    assert "on" in visitor.page.locator(".done").inner_text()
    visitor.sees("What was written", "Commissioning officer")


def test_a_provider_marks_what_only_procurement_may_read(visitor: Visitor, other: Visitor) -> None:
    begin(other, "Providers", PROVIDER)
    other.press("Next")
    other.sees("There is a problem")
    answer_for(other, "Hillside Tutors")
    other.press("Skip this question")
    other.press("Next")
    while other.heading != "What would one pupil's place cost for one day?":
        other.press("Skip this question")
    other.write("Full-time places for the highest need", "97")
    other.press("Finish now")
    other.click("Mark answers that are commercially confidential")
    other.page.locator("input[name=item]").first.check()
    other.press("Save and check my answers")
    finish(other)
    visitor.sign_in("procurement@bury.example")
    visitor.click("Organisations")
    visitor.sees("Hillside Tutors")
    visitor.click("What they marked as commercially confidential")
    visitor.sees("£97")


def test_who_answered_is_shown_once_a_survey_has_closed(visitor: Visitor) -> None:
    visitor.sign_in("officer@bury.example")
    visitor.click("Who answered")
    visitor.sees("Parents and carers")
    visitor.sees_no("Children and young people")
