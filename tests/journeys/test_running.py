"""The commissioning officer's work: the programme, and a survey from its first draft to its first response."""

from __future__ import annotations

import datetime as dt

from engage.database import today
from tests.journeys.visitor import Visitor

OFFICER, REVIEWER = "officer@bury.example", "reviewer@bury.example"


def change(visitor: Visitor, what: str, label: str, words: str) -> None:
    """Follow the Change link of a row, change one box and save."""
    visitor.click(f"Change {what}")
    visitor.write(label, words)
    visitor.press("Save")
    visitor.sees(words)


def test_an_officer_keeps_the_programme_up_to_date(visitor: Visitor) -> None:
    visitor.sign_in(OFFICER)
    visitor.click("Programme")
    change(visitor, "Telephone", "Telephone (optional)", "0161 496 0199")
    change(visitor, "Title", "Title", "Alternative provision 2026 to 2027")
    change(visitor, "Lot 1", "Title", "Full-time places for the highest need")
    change(visitor, "Schools", "How many there are (leave empty if nobody knows)", "85")
    change(visitor, "1. Vision and principles", "Title", "Vision and principles")
    visitor.click("Add a milestone")
    visitor.write("What happens", "Second wave of surveys")
    visitor.write_day("On", dt.date(2026, 10, 5))
    visitor.press("Save")
    visitor.sees("Second wave of surveys", "Monday 5 October 2026")
    visitor.click("Change Wave 1: early engagement")
    visitor.write_day("Last day", dt.date(2026, 12, 31))
    visitor.press("Save")
    visitor.sees("31 December 2026")


def test_a_survey_opens_only_when_somebody_else_has_approved_it(visitor: Visitor) -> None:
    title = "How referrals work for you"
    visitor.sign_in(OFFICER)
    create_survey(visitor, title, "referrals")
    visitor.press("Put up for review")
    visitor.sees("You wrote these words, so somebody else approves them")
    assert not visitor.page.get_by_role("button", name="Approve the survey").count()
    visitor.sign_out()
    visitor.sign_in(REVIEWER)
    comment_and_approve(visitor, title)
    visitor.sign_out()
    visitor.sign_in(OFFICER)
    visitor.click("Surveys")
    visitor.click(title)
    visitor.press("Open the survey")
    visitor.sees("The survey is open", "14 days left")
    visitor.click("Responses by audience")
    visitor.sees(title, "14 days", "Partner agencies", "Parents and carers")


def create_survey(visitor: Visitor, title: str, address: str) -> None:
    visitor.click("Surveys")
    visitor.click("Create a survey")
    visitor.choose("Who is it for?", "Partner agencies")
    visitor.choose("Which questions?", "Schools: Alternative provision and your school")
    visitor.write("Title", title)
    visitor.write("Address", address)
    visitor.write_day("Opens on", today())
    visitor.write_day("Closes on", today() + dt.timedelta(days=13))
    visitor.press("Create survey")
    visitor.sees("The survey is created", title)


def comment_and_approve(visitor: Visitor, title: str) -> None:
    """A reviewer says something of a question, is content with what comes of it, and approves the survey."""
    visitor.click("Surveys")
    visitor.click(title)
    visitor.click("Comment on question 2")
    visitor.write("Your comment", "Say that a managed move does not count.")
    visitor.press("Save comment")
    visitor.sees("1 comment has to be settled before approval")
    visitor.press("This is settled…")
    visitor.press("Approve the survey")
    visitor.sees("The survey is approved")
