"""The analyst's desk: what answers are about."""

from __future__ import annotations

from tests.journeys.visitor import Visitor

ANALYST = "analyst@bury.example"


def test_an_analyst_reads_the_coding_frame_and_takes_it_away(visitor: Visitor) -> None:
    visitor.sign_in(ANALYST)
    visitor.click("Coding")
    visitor.click("Look for new codes")
    visitor.sees("A group is a place to look, not a code")
    visitor.click("Make a code of this…")
    visitor.sees("The answers it comes from")
    visitor.click("Read all…")
    visitor.click("Coding")
    visitor.click("See who sent the same")
    visitor.sees("6 people", "May be organised", "4 answers in the very same words, 2 nearly")
    visitor.click("Coding")
    visitor.click("Read the frame")
    visitor.sees("28 codes", "Use it when", "Do not use it when", "Words people use")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download as CSV").click()
    assert download.value.path().read_text("utf-8-sig").startswith("code,name,definition")


def test_an_analyst_confirms_a_suggestion_rejects_another_and_adds_a_code(visitor: Visitor) -> None:
    visitor.sign_in(ANALYST)
    visitor.click("Coding")
    visitor.choose("Audience", "Parents and carers")
    visitor.press("Show these")
    visitor.click("Code this answer…")
    applies = visitor.page.get_by_label("It applies")
    while applies.count() < 2:
        visitor.click("Skip this one")
    visitor.sees("What the machine suggests", "because of:")
    applies.first.check()
    for refused in visitor.page.get_by_label("It does not").all()[1:]:
        refused.check()
    visitor.page.locator("#others").get_by_role("checkbox").first.check()
    said = visitor.page.locator("blockquote").inner_text()
    visitor.press("Save and next")
    assert visitor.page.locator("blockquote").inner_text() != said


def test_an_analyst_asks_the_machine_to_learn_from_what_people_said(visitor: Visitor) -> None:
    visitor.sign_in(ANALYST)
    visitor.click("Coding")
    visitor.press("Update suggestions")
    visitor.sees("The machine is reading the answers again")
