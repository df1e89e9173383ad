"""From what people said to what was done: findings, the summary, the meeting, and what the public reads."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

FINDING = "Moving between places breaks trust"


def test_an_analyst_approves_a_quote_and_an_officer_publishes_it_for_the_working_group(
    visitor_alone: Visitor,
) -> None:
    visitor_alone.sign_in("analyst@bury.example")
    visitor_alone.click("Findings")
    visitor_alone.click(f"Quotes: {FINDING}")
    visitor_alone.click("Children and young people")
    childs = visitor_alone.page.get_by_label(re.compile("^Young person"))
    words = childs.first.input_value().strip()
    visitor_alone.page.locator("article", has=childs).first.get_by_role("button", name=re.compile("Approve")).click()
    visitor_alone.check()
    visitor_alone.sees("The quote is approved")
    visitor_alone.sign_out()
    visitor_alone.sign_in("officer@bury.example")
    visitor_alone.click("Findings")
    visitor_alone.click("Look and publish")
    visitor_alone.press("Prepare the next edition")
    visitor_alone.press("Publish")
    visitor_alone.sees("is published")
    visitor_alone.sign_out()
    read_the_quotes_behind_a_figure(visitor_alone)
    visitor_alone.sees(words, "If others like them had answered", "between")
    visitor_alone.page.get_by_text("How we worked this out").click()
    visitor_alone.sees("Wilson", "Holm")
    visitor_alone.click("line 7.2 of the specification")
    assert visitor_alone.heading == "Specification"


def test_an_officer_looks_twice_before_a_finding_goes_and_puts_the_first_edition_back(visitor_alone: Visitor) -> None:
    visitor_alone.sign_in("officer@bury.example")
    visitor_alone.click("Findings")
    visitor_alone.click(f"Change: {FINDING}")
    visitor_alone.click("Remove this finding")
    visitor_alone.press("Remove this finding")
    visitor_alone.click("Look and publish")
    visitor_alone.press("Prepare the next edition")
    visitor_alone.sees("What would change", "Finding goes")
    visitor_alone.press("Publish")
    assert visitor_alone.heading == "This would be lost"
    visitor_alone.press("Publish all the same")
    visitor_alone.sees("Edition 2 is published")
    visitor_alone.click("All editions")
    visitor_alone.click("Edition 1…")
    visitor_alone.sees("Edition 1 is not in force.")
    visitor_alone.click("All editions")
    visitor_alone.click("Put edition 1…")
    visitor_alone.write("Why does it come back?", "The finding belongs there.")
    visitor_alone.press("Put it back in force")
    visitor_alone.sees("Edition 1 is in force again", "The finding belongs there.")
    visitor_alone.open("/p/alternative-provision-2026/you-said-we-did")
    visitor_alone.sees("edition 1 of our summary")


def read_the_quotes_behind_a_figure(visitor: Visitor) -> None:
    visitor.sign_in("member@bury.example")
    visitor.click("What we heard")
    visitor.click("7. Belonging…")
    finding = visitor.page.get_by_role("article").filter(has_text=FINDING)
    finding.get_by_role("link", name=re.compile("Quotes from Children and young people:")).click()
    visitor.check()


def test_a_working_group_member_reads_what_people_chose_and_how_it_was_made(visitor: Visitor) -> None:
    visitor.sign_in("member@bury.example")
    visitor.click("What we heard")
    visitor.click("7. Belonging…")
    visitor.sees("What they chose", "Who is missing", "In the specification")
    visitor.page.locator("#chosen summary").first.click()
    expect(visitor.page.locator("#chosen table").first).to_be_visible()
    visitor.click("How this was made")
    visitor.sees("Who answered", "Keeping people safe")


def test_a_decision_of_the_group_changes_the_specification_and_everyone_reads_it(visitor: Visitor) -> None:
    visitor.sign_in("officer@bury.example")
    add_meeting(visitor, "Meeting 4: the first day in a new place")
    decide(
        visitor, "A first visit before the first day", "Every pupil visits before they start, with an adult they know."
    )
    add_action_and_approve(visitor, "Meeting 4: the first day in a new place")
    visitor.click("Publish decision…")
    visitor.press("Publish decision…")
    visitor.click("Specification")
    visitor.sees("Every pupil visits before they start")
    visitor.sign_out()
    visitor.open("/")
    visitor.click("You said, we did…")
    visitor.sees("A first visit before the first day", "Every pupil visits before they start, with an adult they know.")


def add_meeting(visitor: Visitor, title: str) -> None:
    visitor.click("Meetings")
    visitor.click("Add a meeting")
    visitor.write("Title", title)
    visitor.write_day("Date", dt.date(2026, 7, 30))
    visitor.write("Place (optional)", "Town hall")
    visitor.press("Save")
    visitor.click("Change who was there")
    visitor.write("Name, as they wish to be minuted", "Young person B")
    visitor.write("Who they speak for (optional)", "Young people")
    visitor.press("Add")
    visitor.click(title)
    visitor.click("Write down what was said")
    visitor.write("What was said", "The group read what children said of their first day.\n\nA visit first would help.")
    visitor.press("Save")


def decide(visitor: Visitor, title: str, words: str) -> None:
    """Record what was decided, from the finding it settles."""
    visitor.click("What we heard")
    visitor.click("3. Placement and matching")
    visitor.page.get_by_role("link", name=re.compile("Record a decision|Add another decision")).first.click()
    visitor.check()
    visitor.write("What was decided, in one line", title)
    visitor.tick("Accepted")
    visitor.write("Why", "Children who had a visit said that the first day was easier.")
    visitor.choose("Line of the specification it changes", "3.1")
    visitor.write("New words of that line", words)
    visitor.press("Save the decision")
    visitor.sees("settles")


def add_action_and_approve(visitor: Visitor, meeting: str) -> None:
    visitor.click("Meetings")
    visitor.click(meeting)
    visitor.click("Add an action")
    visitor.write("What is to be done", "Ask providers what a visit costs them.")
    visitor.write("Who does it", "Commissioning officer")
    visitor.write_day("By when", dt.date(2026, 8, 13))
    visitor.press("Save the action")
    visitor.click("Read once more and approve")
    visitor.sees("Every pupil visits before they start")
    visitor.press("Approve the minutes")
    visitor.sees("Minutes approved")
