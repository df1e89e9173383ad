"""What anyone reads, without signing in."""

from __future__ import annotations

from tests.journeys.visitor import PHONE, Visitor


def test_anyone_reads_what_the_programme_is_about_and_what_was_decided(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.sees(
        "Alternative provision 2026 to 2027", "Have your say", "Children and young people", "What happens when"
    )
    visitor.page.get_by_text("See as a table").first.click()
    visitor.sees("Needs assessment and early engagement", "Mobilisation")
    visitor.click("You said, we did…")
    visitor.sees("You said", "We did", "Now we will ask for")


def test_anyone_reads_the_small_print_from_the_foot_of_a_page(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.click("Privacy notice")
    visitor.click("There is a shorter page for children and young people")
    visitor.sees("Please do not write your name")
    visitor.click("Accessibility statement")
    visitor.click("Contact")
    visitor.sees("alternative.provision@bury.example.org", "0800 1111")


def test_on_a_phone_a_councillor_finds_the_rooms_behind_the_menu(visitor: Visitor) -> None:
    visitor.sign_in("member@bury.example")
    visitor.page.set_viewport_size(PHONE)
    assert not visitor.page.get_by_role("link", name="Meetings", exact=True).is_visible()
    visitor.page.get_by_text("Menu", exact=True).press("Enter")
    visitor.click("Meetings")
    assert visitor.heading == "Meetings"
