"""Saving and coming back, saying who helped, taking answers back, and the card to keep."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Site
from tests.journeys.test_answering import answer, begin
from tests.journeys.visitor import Visitor

ASSENT = "Yes, I want to take part"
BOTH = pytest.mark.parametrize("fixture", ["visitor", "visitor_without_script"])


@BOTH
def test_a_child_saves_puts_the_code_away_and_carries_on_another_day(
    fixture: str, request: pytest.FixtureRequest, browser: Browser, site: Site
) -> None:
    child: Visitor = request.getfixturevalue(fixture)
    begin(child, "Children and young people", ASSENT)
    answer(child, "At home")
    child.press("Save and come back later")
    code = child.page.locator(".code").inner_text()
    child.press("I have kept my code")
    assert child.page.get_by_label(ASSENT, exact=True).is_checked() is False
    later = Visitor(browser.new_context(locale="en-GB").new_page(), site.address)
    later.open("/")
    later.click("Children and young people")
    later.click("I have a code")
    later.write("Your code", "otter otter otter otter otter")
    later.press("Open my answers")
    later.sees("There is a problem")
    later.write("Your code", code.upper().replace(" ", "-"))
    later.press("Open my answers")
    assert "Question 2" in later.page.locator("main").inner_text()
    later.click("Back")
    expect(later.page.get_by_label("At home")).to_be_checked()
    later.page.context.close()


@BOTH
def test_a_child_says_who_helped_keeps_the_card_and_takes_the_answers_back(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    child: Visitor = request.getfixturevalue(fixture)
    begin(child, "Children and young people", ASSENT)
    answer(child, "At home")
    child.press("Finish now")
    child.tick("Yes, someone read it to me")
    child.press("Send my answers")
    child.press("Finish without answering these")
    receipt = child.page.locator(".code").inner_text()
    child.click("A card to print")
    child.sees(receipt, "/r/")
    take_back = child.page.locator(".address").last.inner_text()
    child.open(re.sub(r"^[^/]+", "", take_back))
    child.write("The words on your receipt", receipt)
    child.press("Delete my answers")
    assert child.heading == "Your answers are taken back"


def test_the_short_address_on_the_card_leads_to_you_said_we_did(visitor: Visitor) -> None:
    begin(visitor, "Children and young people", ASSENT)
    visitor.press("Finish now")
    visitor.press("Send my answers")
    visitor.press("Finish without answering these")
    visitor.open(re.sub(r"^[^/]+", "", visitor.page.locator(".address").first.inner_text()))
    assert visitor.heading == "You said, we did"


def test_a_child_leaves_and_the_next_finds_nothing(visitor: Visitor) -> None:
    begin(visitor, "Children and young people", ASSENT)
    answer(visitor, "At home")
    left = visitor.page.url
    visitor.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    visitor.page.get_by_text("Leave this page").click()
    visitor.page.wait_for_url("https://www.bbc.co.uk/**")
    assert visitor.page.request.get(left).status == 400
