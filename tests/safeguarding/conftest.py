from __future__ import annotations

import pytest
from flask import Flask

from engage.accounts.models import Role
from engage.programmes.models import Programme
from tests.builders import make_programme, make_user
from tests.pages import PageClient


@pytest.fixture
def programme(app: Flask) -> Programme:
    return make_programme()


@pytest.fixture
def lead(client: PageClient, programme: Programme) -> PageClient:
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    return client
