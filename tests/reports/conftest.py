"""A programme in which young people and providers have answered, with a finding made of one code."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from engage.accounts.models import Role, User
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.reports.models import Finding
from engage.reports.summary import SummaryDocument
from engage.surveys.models import Survey
from tests.builders import make_programme, make_user
from tests.pages import PageClient
from tests.reports.builders import make_codes, make_finding, make_survey_for, make_voices, publish_summary

Publish = Callable[[], SummaryDocument]


@pytest.fixture
def programme(app: Flask) -> Programme:
    return make_programme()


@pytest.fixture
def young_people(programme: Programme) -> Survey:
    return make_survey_for(programme, "young-people")


@pytest.fixture
def providers(programme: Programme) -> Survey:
    return make_survey_for(programme, "providers")


@pytest.fixture
def codes(programme: Programme) -> list[Code]:
    return make_codes(programme, "Moving places", "Trusted adult")


@pytest.fixture
def code(codes: list[Code]) -> Code:
    return codes[0]


@pytest.fixture
def finding(programme: Programme, code: Code) -> Finding:
    return make_finding(programme, code)


@pytest.fixture
def said(young_people: Survey, providers: Survey, code: Code) -> None:
    """20 of 30 young people say it as a complaint, 6 of 16 providers as praise."""
    make_voices(young_people, code, count=20)
    make_voices(young_people, count=10, words="It is fine")
    make_voices(providers, code, count=6, feels=1)
    make_voices(providers, count=10, words="It is fine")


@pytest.fixture
def officer(programme: Programme, client: PageClient) -> User:
    """The commissioning officer, signed in."""
    return sign_in(client, programme, Role.COMMISSIONING_OFFICER)


@pytest.fixture
def member(programme: Programme, client: PageClient) -> User:
    """A member of the working group, signed in."""
    return sign_in(client, programme, Role.WORKING_GROUP_MEMBER)


@pytest.fixture
def publish(programme: Programme) -> Publish:
    """Publish an edition as things stand."""
    publisher = make_user(programme, Role.COMMISSIONING_OFFICER)

    def publish_now() -> SummaryDocument:
        edition = publish_summary(programme.waves[0], publisher)
        db.session.commit()
        return SummaryDocument.model_validate(edition.document)

    return publish_now


def sign_in(client: PageClient, programme: Programme, role: Role) -> User:
    user = make_user(programme, role)
    client.flask.sign_in(user)
    return user


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL that is sent while the test runs."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)
