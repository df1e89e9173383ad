from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.database import db
from engage.programmes.models import Programme
from tests.builders import make_programme, make_survey, make_user
from tests.pages import Page, PageClient

URL = "/staff/alternative-provision/programme"


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


def unpublish(client: PageClient) -> Page:
    return client.get(URL).click("Change Who sees it").submit("Make it a draft again")


def test_a_published_programme_becomes_a_draft_again(client: PageClient, programme: Programme) -> None:
    assert "is a draft again" in unpublish(client).messages[0]
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert (programme.is_draft, actions) == (True, ["made programme a draft"])


def test_not_while_people_can_answer_a_survey(client: PageClient, programme: Programme) -> None:
    page = client.get(f"{URL}/unpublish")
    make_survey(programme)
    assert "People can still answer the survey “Your place, your say”." in page.submit().errors[""]
    assert not programme.is_draft
    page = client.get(f"{URL}/unpublish")
    assert "People can still answer the survey “Your place, your say”." in page.text
    assert page.select("main form") == []


def test_what_was_sent_can_still_be_taken_back(client: PageClient, programme: Programme) -> None:
    make_survey(programme, status="closed")
    unpublish(client)
    client.flask.delete_cookie("session")
    client.get("/s/your-say", 404)
    assert client.get("/s/your-say/withdraw").status == 200


def test_a_survey_of_a_draft_is_not_opened(client: PageClient, programme: Programme) -> None:
    make_survey(programme, status="approved")
    page = client.get("/staff/alternative-provision/surveys/your-say")
    unpublish(client)
    assert "Publish the programme first" in page.submit("Open the survey").text
    page = client.get("/staff/alternative-provision/surveys/your-say")
    assert "Publish the programme before you open its surveys" in page.text
    assert "Open the survey" not in page.select("main form button")
