from __future__ import annotations

from engage.accounts.models import Role
from tests.builders import make_programme, make_survey, make_user
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/surveys"


def test_every_question_is_shown_in_order_with_what_it_serves(client: PageClient) -> None:
    programme = make_programme()
    make_survey(programme, status="in_review")
    client.flask.sign_in(make_user(programme, Role.REVIEWER))
    page = client.get(f"{ADDRESS}/your-say")
    assert page.select("main h3") == ["Do you feel you belong here?", "What helps you?", "What is good here?"]
    assert "Feeds the specification: Belonging and relationships." in page.text
    assert page.select("#item-belonging li") == ["Always", "Sometimes", "Never"]
