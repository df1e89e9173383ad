"""Any instrument, any answers, any form: never a dead end, never a 500, never a lost answer."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from engage.database import db
from engage.surveys import fields, pages, responses
from engage.surveys.instrument import fingerprint, read_instrument
from engage.surveys.models import AnswerState, Survey, SurveyEdition
from engage.surveys.responses import Said
from tests.builders import make_programme, make_survey
from tests.page_checks import faults
from tests.pages import PageClient
from tests.surveys.generated import answers_to, documents, given_to

QUESTIONS = "/s/your-say/q/"
SETTINGS = settings(max_examples=15, deadline=None, suppress_health_check=[*HealthCheck])


@pytest.fixture
def survey(client: PageClient) -> Survey:
    return make_survey(make_programme())


def put_in_the_field(survey: Survey, document: str) -> SurveyEdition:
    number = (db.session.scalar(select(func.max(SurveyEdition.number))) or 0) + 1
    edition = SurveyEdition(survey=survey, number=number, document=document, sha256=fingerprint(document))
    db.session.add(edition)
    db.session.commit()
    return edition


@given(drawn=st.data(), document=documents())
@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
def test_every_route_starts_ends_and_hides_exactly_what_it_does_not_ask(drawn: st.DataObject, document: str) -> None:
    instrument = read_instrument(document)
    said = drawn.draw(given_to(instrument))
    route = instrument.route(said)
    assert route[0] is instrument.pages[0]
    assert list(route) == [page for page in instrument.pages if page in route]
    asked = {part.id for page in route for part in page.parts}
    assert asked | instrument.hidden(said) == set(instrument.by_id)
    assert instrument.route({item_id: one for item_id, one in said.items() if item_id in asked}) == route


@given(drawn=st.data(), document=documents())
@SETTINGS
def test_back_from_a_page_is_the_page_whose_next_it_is(
    app: Flask, survey: Survey, drawn: st.DataObject, document: str
) -> None:
    edition, instrument = put_in_the_field(survey, document), read_instrument(document)
    said = {
        item_id: Said(AnswerState.ANSWERED, options) for item_id, options in drawn.draw(given_to(instrument)).items()
    }
    visit = responses.find_visit(slug=survey.slug)
    with app.test_request_context():
        setting = pages.setting_of(visit)
    assert setting.edition_id == edition.id
    route = [page.id for page in instrument.route(pages.given(said))]
    places = [pages.place_of(setting, page_id, said) for page_id in route]
    assert [place.before for place in places] == [None, *route[:-1]]
    assert [place.after for place in places] == [*route[1:], None]
    assert [place.number for place in places] == sorted(place.number for place in places)


@given(drawn=st.data(), document=documents())
@SETTINGS
def test_no_walk_through_any_survey_breaks_or_loses_an_answer(
    client: PageClient, survey: Survey, drawn: st.DataObject, document: str
) -> None:
    put_in_the_field(survey, document)
    instrument = read_instrument(document)
    token, response_id = begin(client)
    kept: dict[str, Said] = {}
    for _step in range(drawn.draw(st.integers(1, 5))):
        page = drawn.draw(st.sampled_from(instrument.pages))
        form = drawn.draw(answers_to(page))
        kept |= walk_a_step(client, page.id, {"csrf_token": token, **form})
        assert responses.list_answers(response_id=response_id) == kept
    client.get("/s/your-say/check")
    hidden = instrument.hidden(pages.given(kept))
    client.post("/s/your-say/check", {"csrf_token": token}, status=302)
    sent = {item_id: said for item_id, said in kept.items() if item_id not in hidden}
    assert responses.list_answers(response_id=response_id) == sent


def begin(client: PageClient) -> tuple[str, uuid.UUID]:
    """A new draft: the token of its pages, and its id."""
    start = client.get("/s/your-say")
    start.submit(assent=True)
    values = {field["name"]: field.get("value", "") for field in start.soup.select("main input[type=hidden]")}
    return values["csrf_token"], uuid.UUID(values["response"])


def walk_a_step(client: PageClient, page_id: str, form: dict[str, object]) -> dict[str, Said]:
    """Look at a page (or where it leads on to), send a form to it and go where that leads; what is stored by it."""
    client.get(QUESTIONS + page_id)
    answer = client.flask.post(QUESTIONS + page_id, data=form)
    if answer.status_code == 200:
        assert not faults(answer.get_data(as_text=True))
        return {}
    client.get(answer.headers["Location"])
    return said_by(page_id, form)


def said_by(page_id: str, form: dict[str, object]) -> dict[str, Said]:
    edition = db.session.scalars(select(SurveyEdition).order_by(SurveyEdition.number.desc()).limit(1)).one()
    sent = {name: values for name, values in form.items() if isinstance(values, list)}
    return fields.read(read_instrument(edition.document).page_by_id[page_id], str(form["action"]), sent)
