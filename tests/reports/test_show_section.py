from __future__ import annotations

import pytest

from engage.accounts.models import Role, User
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.reports import operations
from engage.reports.models import Finding
from engage.surveys.models import Survey
from tests.builders import make_user
from tests.pages import Page, PageClient
from tests.reports.builders import make_voices

HERE = "/staff/alternative-provision/what-we-heard"


@pytest.fixture
def many(young_people: Survey, providers: Survey, code: Code) -> None:
    """20 of 30 young people and 6 of 16 providers say it."""
    make_voices(young_people, code, count=20)
    make_voices(young_people, count=10, words="It is fine")
    make_voices(providers, code, count=6, feels=1)
    make_voices(providers, count=10, words="It is fine")


def publish(programme: Programme, officer: User) -> None:
    operations.publish_summary(wave=programme.waves[0], publisher=officer)
    db.session.commit()


def read(client: PageClient, programme: Programme) -> Page:
    client.flask.sign_in(make_user(programme, Role.WORKING_GROUP_MEMBER))
    return client.get(f"{HERE}/belonging")


def test_a_finding_says_how_many_of_each_audience_said_it(
    client: PageClient, programme: Programme, officer: User, finding: Finding, many: None
) -> None:
    publish(programme, officer)
    page = read(client, programme)
    assert "26 people said this" in page.text
    assert page.select(".bars__text") == ["20 of 30", "6 of 16"]


def test_a_section_without_words_yet_is_listed_and_opened(
    client: PageClient, programme: Programme, officer: User, finding: Finding, many: None
) -> None:
    publish(programme, officer)
    client.flask.sign_in(make_user(programme, Role.WORKING_GROUP_MEMBER))
    page = client.get(HERE).click("7. Belonging and relationships")
    assert page.h1 == "Belonging and relationships"
    assert page.click("How this was made").h1 == "How this was made"
