"""The pages of a survey as pages: what is kept, what is filled in, how an item looks to those who review it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.database import db
from engage.surveys import pages
from engage.surveys.instrument import Item, ItemType, read_instrument
from engage.surveys.items import PARTS
from tests.builders import INSTRUMENT, make_programme, make_survey
from tests.page_checks import read_page
from tests.pages import Page, PageClient
from tests.surveys.every_type import EVERY_TYPE

ITEMS = (*read_instrument(INSTRUMENT).pages, *read_instrument(EVERY_TYPE).pages)


@pytest.fixture
def first_question(client: PageClient) -> Page:
    make_survey(make_programme())
    return client.get("/s/your-say").submit(assent=True)


def test_slots_are_filled_and_those_without_a_value_are_left_empty() -> None:
    shell = pages.Shell("<p>\ue000name\ue001, \ue000other\ue001!</p>")
    assert shell.fill({"name": "Sam"}) == "<p>Sam, !</p>"


def test_a_stored_answer_cannot_open_a_slot() -> None:
    shell = pages.Shell("<p>\ue000name\ue001</p>")
    assert shell.fill({"name": "\ue000csrf\ue001", "csrf": "secret"}) == "<p>\ue000csrf\ue001</p>"


def test_an_answer_opens_neither_a_slot_nor_a_tag(first_question: Page) -> None:
    question = first_question.client.get("/s/your-say/q/what-works")
    back = question.submit(answer="\ue000csrf\ue001</textarea><script>").click("Back")
    assert back.soup.textarea.get_text().strip() == "csrf</textarea><script>"


def test_one_person_never_sees_what_another_wrote(first_question: Page, app: Flask) -> None:
    first_question.client.get("/s/your-say/q/what-works").submit(answer="mine alone")
    other = PageClient(app.test_client()).get("/s/your-say").submit(assent=True)
    assert "mine alone" not in other.client.get("/s/your-say/q/what-works").text


def test_a_new_name_of_the_council_shows_at_once(first_question: Page, client: PageClient) -> None:
    council = make_programme(slug="other").council
    make_survey(council.programmes[0], slug="other")
    question = client.get("/s/other").submit(assent=True)
    council.name = "Newham-on-Test"
    db.session.commit()
    assert "Newham-on-Test" in client.get(question.address).title


def test_reading_a_question_writes_no_cookie(first_question: Page, raw_client: FlaskClient) -> None:
    answer = raw_client.get(first_question.address)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_survey_speaks_its_own_language(client: PageClient) -> None:
    document = INSTRUMENT.replace("version = 1", 'version = 1\nlanguage = "pl"')
    make_survey(make_programme(), document=document)
    page = client.get("/s/your-say").submit(assent=True)
    assert page.soup.html["lang"] == "pl"
    assert page.submit("Next", answer="always").soup.html["lang"] == "pl"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_is_previewed_as_respondents_see_it_switched_off(app: Flask, item: Item) -> None:
    with app.test_request_context():
        preview = read_page(pages.preview_item(item))
    assert preview.h3.get_text() == item.question
    assert preview.select("[disabled]") or not item.parts
    offered = [option.label for option in item.options]
    assert [tag.get_text(strip=True) for tag in preview.select(".card span, option[value]:not([value=''])")][
        : len(offered)
    ] == offered


def test_several_previews_stand_on_one_page(app: Flask) -> None:
    with app.test_request_context():
        page = read_page("".join(pages.preview_item(item) for item in ITEMS))
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_every_type_of_item_has_a_partial_and_a_field_or_parts_that_have(app: Flask) -> None:
    for kind in ItemType:
        assert app.jinja_env.get_template(f"surveys/items/{kind}.html")
        assert (kind in pages.fields.FIELDS) is not (kind in PARTS)
