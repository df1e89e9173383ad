"""Getting in: by invitation, and after forgetting the password."""

from __future__ import annotations

import re

from tests.journeys.conftest import Site
from tests.journeys.visitor import Visitor

WORDS, OTHER_WORDS = "blue kettle harbour nine", "green kettle harbour ten"


def invite(visitor: Visitor, name: str, email: str) -> str:
    """The administrator invites somebody; the address of the one-time link that they pass on."""
    visitor.sign_in("administrator@bury.example")
    visitor.click("People")
    visitor.press("Invite someone")
    visitor.write("Name", name)
    visitor.write("Work email address", email)
    visitor.tick("Reviewer")
    visitor.press("Invite them")
    link = visitor.page.locator("code").inner_text()
    visitor.click("People")
    visitor.sees(name, "Invited")
    visitor.sign_out()
    return link


def choose_password(visitor: Visitor, link: str, words: str) -> None:
    visitor.page.goto(link)
    visitor.check()
    visitor.write("Choose a password", words)
    visitor.press("Save and sign in")
    visitor.sees("You are signed in")


def test_somebody_who_is_invited_chooses_a_password_once_and_signs_in(visitor: Visitor) -> None:
    link = invite(visitor, "Inclusion adviser", "adviser@bury.example")
    choose_password(visitor, link, WORDS)
    visitor.sign_out()
    visitor.page.goto(link)
    visitor.check()
    assert visitor.heading == "Sign in"
    visitor.sign_in("adviser@bury.example", WORDS)
    visitor.click("Surveys")
    visitor.sees("Tell us about where you learn")


def test_somebody_who_forgot_their_password_is_sent_a_link(visitor: Visitor, site: Site) -> None:
    choose_password(visitor, invite(visitor, "School adviser", "school.adviser@bury.example"), WORDS)
    visitor.sign_out()
    visitor.open("/sign-in")
    visitor.click("I have forgotten my password")
    visitor.write("Email address", "school.adviser@bury.example")
    visitor.press("Send me a link")
    visitor.sees("If someone has an account with that email address")
    choose_password(visitor, last_link(site), OTHER_WORDS)
    visitor.sign_out()
    visitor.sign_in("school.adviser@bury.example", WORDS)
    visitor.sees("There is a problem")


def last_link(site: Site) -> str:
    """Where no mail server is set, a letter is printed where the server runs."""
    return re.findall(r"http\S+/link/\S+", site.output.read_text())[-1]
