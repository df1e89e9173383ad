"""A form sent by hand with every field missing: whatever is wrong is said on the page, and nothing breaks."""

from __future__ import annotations

import pytest
from bs4 import Tag

from engage.accounts.models import Role
from tests.builders import make_programme, make_survey, make_user
from tests.page_checks import attribute
from tests.pages import PageClient

STAFF = "/staff/alternative-provision"
FORMS = [
    "/programme/waves/add",
    "/programme/phases/add",
    "/programme/milestones/add",
    "/programme/audiences/add",
    "/programme/lots/add",
    "/programme/sections/add",
    "/programme/new-programme",
    "/programme/new-council",
    "/new-survey",
    "/surveys/your-say/edit",
    "/forums/new",
    "/meetings/new",
]


@pytest.mark.parametrize("address", FORMS)
def test_a_form_without_its_fields_is_shown_again_with_what_is_missing(client: PageClient, address: str) -> None:
    programme = make_programme()
    make_survey(programme)
    client.flask.sign_in(make_user(programme, Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER))
    page = client.get(STAFF + address)
    token = page.soup.select_one("main input[name=csrf_token]")
    assert isinstance(token, Tag)
    again = client.post(page.address, {"csrf_token": attribute(token, "value")})
    assert again.errors
