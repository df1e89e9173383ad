from __future__ import annotations

import pytest
from flask import Flask

from engage.accounts.models import Role
from engage.programmes.models import Programme
from engage.surveys.models import Survey
from tests.builders import make_survey, make_user
from tests.coding.frames import coded_programme
from tests.pages import PageClient


@pytest.fixture
def programme(app: Flask) -> Programme:
    return coded_programme()


@pytest.fixture
def survey(programme: Programme) -> Survey:
    return make_survey(programme)


@pytest.fixture
def analyst(client: PageClient, programme: Programme) -> PageClient:
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    return client
