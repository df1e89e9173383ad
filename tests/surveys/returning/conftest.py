from __future__ import annotations

import pytest
from flask import Flask

from tests.builders import make_programme, make_survey
from tests.pages import Page, PageClient


@pytest.fixture
def first_question(client: PageClient) -> Page:
    make_survey(make_programme())
    return client.get("/s/your-say").submit(assent=True)


@pytest.fixture
def other_device(app: Flask) -> PageClient:
    return PageClient(app.test_client())
