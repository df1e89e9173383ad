"""The words of every type of item, as officers and reviewers read and change them."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.surveys.models import Survey
from tests.builders import make_programme, make_survey, make_user
from tests.pages import Page, PageClient
from tests.surveys.every_type import EVERY_TYPE
from tests.surveys.test_routing import ROUTED

ADDRESS = "/staff/alternative-provision/surveys/your-say"


def open_survey(client: PageClient, document: str) -> tuple[Page, Survey]:
    survey = make_survey(make_programme(), status="draft", document=document)
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return client.get(ADDRESS), survey


def test_reviewers_see_what_each_type_asks(client: PageClient) -> None:
    page, _survey = open_survey(client, EVERY_TYPE)
    for words in (
        "Take your time.",
        "People write a number from 0 places to 200 places",
        "Up to 5 places; 6 to 15 places; More than 15 places",
        "People pick their top three, in order",
        "Why do you say that?",
        "Full-time places",
        "A plain face stands above each answer",
    ):
        assert words in page.text
    assert "Question 8 of 8" in page.text


def test_reviewers_read_of_whom_something_is_asked(client: PageClient) -> None:
    page, _survey = open_survey(client, ROUTED)
    assert "Asked only if “Where do you learn?” is answered “Not sure”." in page.text


def test_a_turned_round_condition_reads_as_people_speak(client: PageClient) -> None:
    at_home = '{ item = "where", equals = "home" }'
    page, _survey = open_survey(client, ROUTED.replace(at_home, f"{{ not = {at_home} }}"))
    assert "Asked only if “Where do you learn?” is not answered “Not sure”." in page.text


@pytest.mark.parametrize(
    ("item_id", "field", "words"),
    [
        ("offer", "row-blended", "Part-time places"),
        ("one-door", "why", "What makes you say so?"),
        ("places", "unit", "seats"),
        ("welcome", "text-0", "There is no hurry."),
        ("top-three", "option-food", "Lunch"),
    ],
)
def test_the_words_that_only_some_types_have_can_be_changed(
    client: PageClient, item_id: str, field: str, words: str
) -> None:
    _page, survey = open_survey(client, EVERY_TYPE)
    form = client.get(f"{ADDRESS}/items/{item_id}/edit")
    assert words in form.submit(**{field: words}).text
    changed = [
        new for old, new in zip(EVERY_TYPE.splitlines(), survey.document.splitlines(), strict=True) if old != new
    ]
    assert len(changed) == 1
    assert words in changed[0]


def test_words_that_are_left_alone_leave_the_document_as_it_is(client: PageClient) -> None:
    _page, survey = open_survey(client, EVERY_TYPE)
    for item_id in ("offer", "one-door", "places", "welcome", "keen"):
        client.get(f"{ADDRESS}/items/{item_id}/edit").submit()
    assert survey.document == EVERY_TYPE
