"""Two people who change the same thing: the second is told, sees both texts, and loses no word. Every form of a stored
text does it, in every room; `tests/conventions/test_saving.py` finds one that does not.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from engage.accounts.models import AuditEntry, Role
from engage.coding.models import Code
from engage.database import db
from engage.forums import operations as forums
from engage.forums.models import Outcome
from engage.programmes.models import Programme
from engage.reports.models import Finding
from engage.surveys.equality.operations import add_known_share
from engage.surveys.inviting.operations import add_route
from engage.surveys.models import Survey
from tests.builders import make_survey, make_user
from tests.page_checks import words
from tests.pages import Page, PageClient
from tests.reports.builders import make_meeting, make_voices, quote

STAFF = "/staff/alternative-provision"


class Text(NamedTuple):
    """An address with a stored text to change, its field, and what the first and the second person write."""

    address: str
    field: str
    first: str
    second: str


@pytest.fixture(autouse=True)
def officer(client: PageClient, programme: Programme) -> None:
    roles = (Role.COMMISSIONING_OFFICER, Role.ANALYST, Role.ADMINISTRATOR)
    client.flask.sign_in(make_user(programme, *roles))


@pytest.fixture
def headline(finding: Finding) -> Text:
    return Text(f"/findings/{finding.id}", "title", "Moving hurts", "Moving is hard")


@pytest.fixture
def sentence(finding: Finding) -> Text:
    return Text("/findings/sections/belonging/sentence", "sentence", "They want to stay.", "They want one adult.")


@pytest.fixture
def approved_quote(finding: Finding, young_people: Survey, code: Code) -> Text:
    [voice] = make_voices(young_people, code, words="I like it here a lot")
    quote(finding, voice)
    return Text(f"/findings/{finding.id}/quotes/{voice.id}", "words", "I like it here …", "… it here a lot")


@pytest.fixture
def new_quote(finding: Finding, young_people: Survey, code: Code) -> Text:
    [voice] = make_voices(young_people, code, words="I like it here a lot")
    return Text(f"/findings/{finding.id}/quotes/{voice.id}", "words", "I like it here …", "… it here a lot")


@pytest.fixture
def decision(programme: Programme) -> Text:
    made = forums.record_decision(
        meeting=make_meeting(programme), title="One adult", outcome=Outcome.ACCEPTED, reason="You asked."
    )
    db.session.commit()
    return Text(f"/decisions/{made.id}/change", "reason", "Most of you asked.", "Some of you asked.")


@pytest.fixture
def share(programme: Programme, young_people: Survey) -> Text:
    school = {"question": "your-needs", "choice": "yes", "percent": 40.0, "source": "Census", "year": 2024}
    made = add_known_share(audience=programme.audiences[0], **school)
    db.session.commit()
    return Text(f"/programme/shares/{made.id}", "source", "School census", "Borough census")


@pytest.fixture
def code_words(code: Code) -> Text:
    return Text(f"/coding/frame/{code.slug}", "definition", "Moving often", "Moving at all")


@pytest.fixture
def route(programme: Programme) -> Text:
    made = add_route(survey=make_survey(programme), name="Springfield school")
    db.session.commit()
    return Text(f"/routes/{made.id}", "name", "Springfield primary", "Springfield high")


@pytest.fixture
def survey_title(programme: Programme) -> Text:
    make_survey(programme)
    return Text("/surveys/your-say/edit", "title", "Say it", "Say more")


@pytest.fixture
def question(programme: Programme) -> Text:
    make_survey(programme, status="draft")
    return Text("/surveys/your-say/items/belonging/edit", "question", "Is it yours?", "Is it for you?")


TEXTS = [
    "headline",
    "sentence",
    "approved_quote",
    "new_quote",
    "decision",
    "share",
    "code_words",
    "route",
    "survey_title",
    "question",
]


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest) -> Text:
    found: Text = request.getfixturevalue(request.param)
    return found


def typed(page: Page, field: str) -> str:
    box = page.soup.find(attrs={"name": field})
    return str(box.get("value") or words(box))


def test_the_second_is_told_and_sees_both_texts(client: PageClient, text: Text) -> None:
    first, second = client.get(STAFF + text.address), client.get(STAFF + text.address)
    assert not first.submit(**{text.field: text.first}).errors
    page = second.submit(**{text.field: text.second})
    assert "Somebody else changed this while you were writing" in page.errors[""]
    assert page.select(".meanwhile") == [text.first]
    assert typed(page, text.field) == text.second
    assert not page.submit().errors
    assert typed(client.get(STAFF + text.address), text.field) == text.second


def test_a_form_saved_as_it_stands_leaves_no_trace(client: PageClient, text: Text) -> None:
    client.get(STAFF + text.address).submit(**{text.field: text.first})
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    assert not client.get(STAFF + text.address).submit().errors
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before


def test_two_administrators_who_change_the_roles_of_one_person(client: PageClient, programme: Programme) -> None:
    address = f"{STAFF}/people/{make_user(programme, Role.REVIEWER).id}"
    first, second = client.get(address), client.get(address)
    first.submit(roles=["analyst", "reviewer"])
    page = second.submit(roles=["facilitator"])
    assert page.select(".meanwhile") == ["Reviewer, Analyst"]
