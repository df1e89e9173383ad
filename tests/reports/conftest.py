"""A programme in which young people and providers have answered, with one code and one finding made of it."""

from __future__ import annotations

import pytest
from flask import Flask

from engage.accounts.models import Role, User
from engage.coding.models import Code
from engage.programmes.models import Programme
from engage.reports.models import Finding
from engage.surveys.models import Survey
from tests.builders import make_programme, make_user
from tests.pages import PageClient
from tests.reports.builders import make_codes, make_finding, make_survey_for


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
def code(programme: Programme) -> Code:
    return make_codes(programme, "Moving places", "Trusted adult")[0]


@pytest.fixture
def finding(programme: Programme, code: Code) -> Finding:
    return make_finding(programme, code)


@pytest.fixture
def officer(programme: Programme, client: PageClient) -> User:
    """The commissioning officer, signed in."""
    user = make_user(programme, Role.COMMISSIONING_OFFICER)
    client.flask.sign_in(user)
    return user
