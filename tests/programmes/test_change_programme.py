from __future__ import annotations

from engage.accounts.models import Role
from tests.builders import make_programme, make_user
from tests.pages import PageClient

URL = "/staff/alternative-provision/programme"


def test_the_title_and_summary_change(client: PageClient) -> None:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.ADMINISTRATOR))
    client.get(URL).click("Change What it is about").submit(title="Places to learn", summary="Why we ask.")
    assert (programme.title, programme.summary) == ("Places to learn", "Why we ask.")


def test_a_programme_has_to_say_what_it_is_about(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.ADMINISTRATOR))
    page = client.get(f"{URL}/about").submit(title="Kept", summary=" ")
    assert page.errors == {"summary": "Say what the programme is about"}
    assert page.soup.find(id="title")["value"] == "Kept"
