"""Inviting people by a link and a poster, hearing of the result, and answering as an organisation."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Site
from tests.journeys.test_answering import answer_for, begin, finish
from tests.journeys.visitor import Visitor

PARENT = "I have read this and I want to take part"
PROVIDER = "I have read this and I am answering for my organisation"


def at_another_browser(browser: Browser, site: Site) -> Visitor:
    return Visitor(browser.new_context(locale="en-GB").new_page(), site.address)


@pytest.fixture
def other(browser: Browser, site: Site) -> Visitor:
    return at_another_browser(browser, site)


def follow(visitor: Visitor, words: str) -> None:
    """Follow the first link whose words are like these: part of them is for screen readers alone."""
    visitor.page.get_by_role("link", name=re.compile(words)).first.click()
    visitor.check()


def test_an_officer_makes_a_route_and_sees_whom_it_brings(visitor: Visitor, other: Visitor) -> None:
    visitor.sign_in("officer@bury.example")
    visitor.open("/staff/alternative-provision-2026/responses")
    visitor.click("Who is missing, and which route brings whom")
    follow(visitor, "links?.*poster.*Your child")
    visitor.click("Add a route")
    visitor.write("Name", "Parent forum")
    visitor.write("How many people it reaches (optional)", "40")
    visitor.press("Save")
    visitor.sees("Parent forum: nobody has answered yet")
    follow(visitor, "Poster.*Parent forum")
    address = visitor.page.locator(".poster__address").inner_text()
    other.open(re.sub(r"^[^/]+", "", address))
    other.tick(PARENT)
    other.press("Start")
    finish(other)
    visitor.click("Links and posters")
    visitor.sees("Parent forum: 1 of 40 have answered")


def test_a_parent_says_who_they_are_and_leaves_an_address(visitor: Visitor) -> None:
    begin(visitor, "Parents and carers", PARENT)
    visitor.press("Finish now")
    visitor.press("Send my answers")
    visitor.choose("What is your ethnic group?", "Caribbean")
    visitor.tick("Female")
    visitor.press("Send and finish")
    visitor.click("Get one email when the result is published")
    visitor.press("Leave this address")
    visitor.sees("Enter an email address, like name@example.org")
    visitor.write("Email address", "parent@example.org")
    visitor.press("Leave this address")
    assert visitor.heading == "We will write to you"


def test_the_officer_writes_to_those_who_asked(visitor: Visitor, other: Visitor) -> None:
    other.open("/")
    other.click("Parents and carers")
    other.page.goto(other.page.url.split("?")[0] + "/updates")
    other.write("Email address", "carer@example.org")
    other.press("Leave this address")
    visitor.sign_in("officer@bury.example")
    visitor.open("/staff/alternative-provision-2026/findings")
    visitor.click("People who want to hear the result")
    visitor.press("Write to everyone who asked")
    assert "on" in visitor.page.locator(".done").inner_text()


def test_a_provider_marks_what_only_procurement_may_read(visitor: Visitor, other: Visitor) -> None:
    begin(other, "Providers", PROVIDER)
    other.press("Next")
    other.sees("There is a problem")
    answer_for(other, "Hillside Tutors")
    while not other.page.locator("textarea").count():
        other.press("Skip this question")
    other.page.locator("textarea").fill("Our price is 95 pounds a day.")
    other.press("Finish now")
    other.click("Mark answers that are commercially confidential")
    other.page.locator("input[name=item]").first.check()
    other.press("Save and check my answers")
    finish(other)
    visitor.sign_in("procurement@bury.example")
    visitor.click("Organisations")
    visitor.sees("Hillside Tutors")
    visitor.click("What they marked as commercially confidential")
    visitor.sees("Our price is 95 pounds a day.")


def test_who_answered_waits_until_a_survey_has_closed(visitor: Visitor) -> None:
    visitor.sign_in("officer@bury.example")
    visitor.click("Who answered")
    visitor.sees("Once a survey has closed")
