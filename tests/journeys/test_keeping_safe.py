"""An answer that worries us, and one that is not in English, wait for the safeguarding lead."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.visitor import Visitor

WORRYING = "my keyworker at the farm is kind but at home he hits me"
POLISH = "Chciałbym wrócić do szkoły, bo tęsknię za kolegami i za panią od muzyki"


def say(visitor: Visitor, words: str) -> None:
    """A child writes only this, of what is good where they learn."""
    visitor.open("/")
    visitor.click("Children and young people")
    visitor.tick("Yes, I want to take part")
    visitor.press("Start")
    while visitor.heading != "What is good about the place where you learn?":
        visitor.press("Skip this question")
    visitor.write("What is good about the place where you learn?", words)
    visitor.press("Finish now")
    visitor.press("Send my answers")


def look_for(visitor: Visitor, words: str) -> Page:
    """The analyst looks through every answer of the desk for these words."""
    visitor.sign_in("analyst@bury.example")
    visitor.click("Coding")
    visitor.choose("State", "All")
    visitor.write("Words in it", words)
    return visitor.press("Show these")


def find_held(visitor: Visitor, reason: str, words: str) -> Locator:
    """The safeguarding lead turns the pages of what is on hold until these words are there."""
    visitor.sign_in("safeguarding@bury.example")
    visitor.click("Safeguarding")
    visitor.choose("Reason", reason)
    visitor.choose("Audience", "Children and young people")
    visitor.press("Show these")
    held = visitor.page.get_by_role("article").filter(has_text=words).first
    while not held.count():
        visitor.click("Next page")
    return held


def test_a_worrying_answer_reaches_the_analyst_only_once_it_is_released(visitor: Visitor) -> None:
    say(visitor, WORRYING)
    look_for(visitor, "keyworker at the farm")
    visitor.sees("No answer fits these filters")
    visitor.sign_out()
    held = find_held(visitor, "Worrying words", WORRYING)
    expect(held.locator("mark").filter(has_text="he hits")).to_be_visible()
    held.get_by_role("link", name=re.compile("Open this")).click()
    visitor.check()
    visitor.press("Take this")
    visitor.tick("Release it: others may read it from now on")
    visitor.tick("If you release it: I have read it, and it may be read by others")
    visitor.write("What you found and what was done", "Passed to the duty team; the setting was told.")
    visitor.press("Save")
    visitor.sign_out()
    look_for(visitor, "keyworker at the farm")
    visitor.sees(WORRYING)


def test_an_answer_in_polish_waits_for_a_person(visitor: Visitor) -> None:
    say(visitor, POLISH)
    expect(find_held(visitor, "May not be in English", POLISH)).to_be_visible()
    visitor.sign_out()
    look_for(visitor, "tęsknię")
    visitor.sees("No answer fits these filters")
