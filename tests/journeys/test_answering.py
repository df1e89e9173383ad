"""The people the council asks, each with their own survey."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor


def begin(visitor: Visitor, audience: str, assent: str) -> None:
    visitor.open("/")
    visitor.click(audience)
    visitor.tick(assent)
    visitor.press("Start")


def answer(visitor: Visitor, words: str) -> None:
    """Choose the answer with these words, or write them, and go on."""
    if visitor.page.locator("textarea").count():
        visitor.page.locator("textarea").fill(words)
    else:
        visitor.tick(words)
    visitor.press("Next")


def finish(visitor: Visitor) -> None:
    """Skip what is left, look at what will be sent, and send it."""
    while visitor.heading != "Check your answers":
        visitor.press("Skip this question")
    visitor.press("Send my answers")
    if visitor.heading == "A few questions about you":
        visitor.press("Finish without answering these")
    assert visitor.heading == "Your answers are sent"


def answer_for(visitor: Visitor, organisation: str) -> None:
    """Say for which organisation one answers, and that it may be named."""
    visitor.write("Name of your organisation", organisation)
    visitor.tick("Yes, say that we answered")
    visitor.press("Next")


@pytest.mark.parametrize("fixture", ["visitor", "visitor_without_script"])
def test_a_child_answers_goes_back_skips_does_not_know_and_changes_an_answer(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    child: Visitor = request.getfixturevalue(fixture)
    begin(child, "Children and young people", "Yes, I want to take part")
    answer(child, "In a special school")
    child.click("Back")
    expect(child.page.get_by_label("In a special school")).to_be_checked()
    answer(child, "At home")
    answer(child, "I don’t know")
    child.press("Skip this question")
    child.press("Finish now")
    child.sees("At home", "Nothing has been sent yet")
    child.click("Change: Where do you learn at the moment?")
    answer(child, "In a place that is not a school, all week")
    assert child.heading == "Do you feel you belong there?"
    child.press("Finish now")
    child.sees("In a place that is not a school, all week")
    child.sees_no("How long have you been out of school?")
    child.press("Send my answers")
    child.tick("11 to 13")
    child.press("Send and finish")
    child.sees("Thank you", "What happens next")
    child.click("See what happens next and what we did")


def test_a_child_is_asked_first_and_may_stop_and_delete_everything(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.click("Children and young people")
    visitor.press("Start")
    visitor.sees("There is a problem")
    visitor.tick("Yes, I want to take part")
    visitor.press("Start")
    answer(visitor, "At home")
    visitor.press("Finish now")
    visitor.click("Stop and delete my answers")
    visitor.press("Delete my answers")
    visitor.sees("Nothing you wrote here was kept")


def test_a_child_in_alternative_provision_says_whether_they_should_stay_and_why(visitor: Visitor) -> None:
    begin(visitor, "Children and young people", "Yes, I want to take part")
    answer(visitor, "In a place that is not a school, all week")
    while visitor.heading != "Should a place be yours for two terms or more?":
        visitor.press("Skip this question")
    visitor.tick("Yes, for all of us")
    visitor.write("Why do you say that?", "It takes a term to know their names.")
    visitor.press("Next")
    visitor.press("Finish now")
    visitor.sees("Yes, for all of us", "It takes a term to know their names.")


def test_a_parent_who_comes_too_late_is_told_so_and_can_leave_an_address(visitor: Visitor) -> None:
    visitor.page.goto(visitor.address + "/s/parents-carers")
    assert visitor.heading == "This survey has closed"
    visitor.complaints.clear()  # the browser's own, of a page that says 410 Gone
    visitor.click("Get one email when the result is published")
    visitor.press("Leave this address")
    visitor.sees("Enter an email address, like name@example.org")
    visitor.write("Email address", "parent@example.org")
    visitor.press("Leave this address")
    assert visitor.heading == "We will write to you"


def test_a_school_answers_about_the_pupils_it_refers(visitor: Visitor) -> None:
    begin(visitor, "Schools", "I have read this and I am answering for my school")
    visitor.press("Skip this page")
    answer(visitor, "Secondary")
    answer(visitor, "3 to 5")
    visitor.choose("Matters most", "Autism")
    visitor.choose("Second", "ADHD")
    visitor.press("Next")
    visitor.write("Full-time places for the highest need", "2")
    visitor.press("Next")
    answer(visitor, "The form asks for the same things three times and nobody tells us where it has got to.")
    finish(visitor)


def test_a_provider_answers_about_what_it_could_offer(visitor: Visitor) -> None:
    begin(visitor, "Providers", "I have read this and I am answering for my organisation")
    answer_for(visitor, "Riverside Workshops")
    answer(visitor, "Charity, community group or social enterprise")
    visitor.press("Next")
    visitor.tick("Full-time places for the highest need")
    answer(visitor, "Vocational, therapeutic and complementary places")
    visitor.write("Full-time places for the highest need", "about eight")
    visitor.press("Next")
    visitor.sees("Enter a number in figures")
    visitor.write("Full-time places for the highest need", "8")
    visitor.press("Next")
    finish(visitor)


def tab_to(visitor: Visitor, words: str) -> None:
    """Press Tab until something with these words has the focus, as somebody without a mouse does."""
    focused = visitor.page.locator(":focus")
    for _ in range(40):
        visitor.page.keyboard.press("Tab")
        if focused.count() and words in focused.evaluate("e => e.innerText || e.closest('label')?.innerText || ''"):
            return
    raise AssertionError(f"Tab never comes to “{words}” on {visitor.page.url}")


def follow(visitor: Visitor, words: str) -> None:
    """Press Enter on what has these words, and arrive where it leads."""
    tab_to(visitor, words)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.check()


def test_a_child_answers_with_the_keyboard_alone(visitor: Visitor) -> None:
    visitor.open("/")
    follow(visitor, "Children and young people")
    tab_to(visitor, "Yes, I want to take part")
    visitor.page.keyboard.press("Space")
    follow(visitor, "Start")
    tab_to(visitor, "In a school like most")
    visitor.page.keyboard.press("Space")
    follow(visitor, "Next")
    follow(visitor, "Finish now")
    follow(visitor, "Send my answers")
    follow(visitor, "Finish without answering these")
    assert visitor.heading == "Your answers are sent"
