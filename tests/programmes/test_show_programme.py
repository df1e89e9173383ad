from __future__ import annotations

from engage.accounts.models import Role
from tests.builders import make_programme, make_user
from tests.pages import PageClient

URL = "/staff/alternative-provision/programme"


def test_an_officer_sees_every_part_of_the_programme_on_one_page(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.COMMISSIONING_OFFICER))
    page = client.get(URL)
    headings = [
        "Council",
        "About",
        "Waves",
        "Phases",
        "Milestones",
        "Audiences",
        "Lines of enquiry",
        "Lots",
        "Specification",
    ]
    assert page.select("h2") == headings
    assert "Children and young people 200 · no source given" in page.text
    assert "7. Belonging and relationships 2 lines" in page.text


def test_an_empty_part_says_what_will_be_there(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.ADMINISTRATOR))
    page = client.get(URL)
    assert "The days that people wait for will be here" in page.text
    assert page.click("Add a milestone").h1 == "Add a milestone"


def test_a_reviewer_does_not_edit_the_programme(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.REVIEWER))
    client.get(URL, 403)


def test_an_officer_of_one_programme_is_a_stranger_in_another(client: PageClient) -> None:
    make_programme(slug="other")
    client.flask.sign_in(make_user(make_programme(), Role.COMMISSIONING_OFFICER))
    client.get("/staff/other/programme", 403)
    client.get("/staff/unheard-of/programme", 404)


def test_a_visitor_is_asked_to_sign_in(client: PageClient) -> None:
    make_programme()
    assert client.get(URL).h1 == "Sign in"
