"""What cannot be an answer, or cannot be answered: a clear page or field error, nothing lost, nothing stored twice."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, inspect, select

from engage.database import db, today
from engage.surveys.models import Answer, AnswerState, Response, Survey
from tests.builders import make_programme, make_response, make_survey
from tests.page_checks import faults
from tests.pages import Page, PageClient


@pytest.fixture
def survey(client: PageClient) -> Survey:
    return make_survey(make_programme())


@pytest.fixture
def first_question(client: PageClient, survey: Survey) -> Page:
    return client.get(f"/s/{survey.slug}").submit(assent=True)


def stored(item_id: str) -> tuple[str, list[str] | None, str | None]:
    """The one answer to an item."""
    answer = db.session.scalars(select(Answer).where(Answer.item_id == item_id)).one()
    return answer.state, answer.options, answer.text


def tampered(page: Page, **fields: object) -> dict[str, object]:
    token = page.soup.select_one("input[name=csrf_token]")["value"]
    return {"csrf_token": token, "action": "next", **fields}


@pytest.mark.parametrize("address", ["/s/no-such-survey", "/s/%00", "/s/No%20Such", "/s/" + "x" * 300])
def test_an_unknown_survey_is_not_found(client: PageClient, address: str) -> None:
    assert client.get(address, status=404).h1 == "We cannot find this page"


@pytest.mark.parametrize("status", ["draft", "in_review", "approved"])
def test_a_survey_that_was_never_opened_is_not_found(client: PageClient, status: str) -> None:
    make_survey(make_programme(), status=status)
    client.get("/s/your-say", status=404)


def test_a_closed_survey_says_so_and_leads_to_what_was_done(client: PageClient) -> None:
    make_survey(make_programme(), status="closed")
    page = client.get("/s/your-say", status=410)
    assert page.h1 == "This survey has closed"
    assert page.links["See what happens next and what we did"] == "/p/alternative-provision"


def test_a_survey_past_its_last_day_has_closed(client: PageClient, survey: Survey) -> None:
    survey.closes_on = today() - dt.timedelta(days=1)
    client.get("/s/your-say", status=410)


def test_a_survey_before_its_first_day_says_when_it_opens(client: PageClient, survey: Survey) -> None:
    survey.opens_on = survey.closes_on
    page = client.get("/s/your-say", status=403)
    assert page.h1 == "This survey is not open yet"


def test_closing_takes_effect_at_once_for_those_in_the_middle(first_question: Page, survey: Survey) -> None:
    page = first_question.submit(answer="always")
    survey.status = "closed"
    assert page.submit(answer=["staff"], status=410).h1 == "This survey has closed"
    assert db.session.scalars(select(Answer.item_id)).all() == ["belonging"]
    assert first_question.client.get("/s/your-say/check", status=410)


def test_a_survey_that_has_closed_still_thanks_those_who_sent(first_question: Page, survey: Survey) -> None:
    done = first_question.submit("Finish now", answer="never").submit("Send my answers")
    survey.status = "closed"
    assert first_question.client.get(done.address).h1 == "Your answers are sent"


@pytest.mark.parametrize("response", ["", "not-an-id", "0" * 31, "\0", "../../etc"])
def test_a_start_form_with_a_strange_id_leads_back_to_the_start(
    client: PageClient, survey: Survey, response: str
) -> None:
    form = tampered(client.get("/s/your-say"), response=response, assent="yes")
    page = client.post("/s/your-say", form, status=400)
    assert page.links["Start from the beginning"] == "/s/your-say"
    assert db.session.scalar(select(func.count(Response.id))) == 0


def test_the_same_start_form_sent_twice_stores_one_draft(client: PageClient, survey: Survey) -> None:
    start = client.get("/s/your-say")
    start.submit(assent=True)
    assert "Question 1 of 3" in start.submit(assent=True).text
    assert db.session.scalar(select(func.count(Response.id))) == 1


def test_a_start_form_replayed_after_sending_changes_nothing(client: PageClient, survey: Survey) -> None:
    start = client.get("/s/your-say")
    start.submit(assent=True).submit("Finish now", answer="never").submit("Send my answers")
    page = start.submit(assent=True, status=409)
    assert page.h1 == "These answers were already sent"
    assert stored("belonging") == ("answered", ["never"], None)


def test_a_start_form_cannot_take_over_a_response_to_another_survey(client: PageClient, survey: Survey) -> None:
    other = make_response(make_survey(make_programme(slug="other"), slug="other"), submitted=False)
    form = tampered(client.get("/s/your-say"), response=other.id.hex, assent="yes")
    client.post("/s/your-say", form, status=400)
    assert db.session.get(Response, other.id).survey.slug == "other"


def test_a_question_form_replayed_stores_its_answer_once(first_question: Page) -> None:
    first_question.submit(answer="always")
    first_question.submit(answer="always")
    assert stored("belonging") == ("answered", ["always"], None)


def test_a_question_form_replayed_after_sending_changes_nothing(first_question: Page) -> None:
    flask = first_question.client.flask
    check = first_question.submit("Finish now", answer="never")
    cookie = flask.get_cookie("session")
    check.submit("Send my answers")
    flask.set_cookie("session", cookie.value)
    assert first_question.submit(answer="always", status=409).h1 == "These answers were already sent"
    assert stored("belonging") == ("answered", ["never"], None)


@pytest.mark.parametrize("path", ["q/belonging", "check", "stop"])
def test_a_page_without_its_draft_leads_back_to_the_start(client: PageClient, survey: Survey, path: str) -> None:
    page = client.get(f"/s/your-say/{path}", status=400)
    assert page.h1 == "We cannot find your answers"
    page.click("Start from the beginning")


@pytest.mark.parametrize("path", ["q/belonging", "check", "stop"])
def test_a_tampered_cookie_is_no_cookie(first_question: Page, path: str) -> None:
    first_question.client.flask.set_cookie("session", "eyJyZXNwb25zZTp5b3VyLXNheSI6IjAifQ.aaaa.bbbb")
    first_question.client.get(f"/s/your-say/{path}", status=400)


def test_a_form_without_its_token_is_refused(first_question: Page) -> None:
    first_question.client.post("/s/your-say/q/belonging", {"action": "next", "answer": "always"}, status=400)
    assert db.session.scalar(select(func.count(Answer.id))) == 0


def test_a_browser_that_keeps_no_cookie_is_told_so_on_a_page_of_the_survey(first_question: Page) -> None:
    browser = first_question.client
    browser.flask.delete_cookie("session")
    page = first_question.submit("Next", answer="always", status=400)
    assert page.h1 == "We cannot find your answers"
    assert "keeps no cookies" in page.text
    assert "I have a code" in page.links
    browser.post("/s/no-such-survey", {}, status=400)


def test_an_unknown_question_is_not_found(first_question: Page) -> None:
    first_question.client.get("/s/your-say/q/no-such-item", status=404)


def test_too_long_a_text_is_refused_beside_its_box_and_kept(first_question: Page) -> None:
    question = first_question.client.get("/s/your-say/q/what-works")
    page = question.submit(answer="é" * 5_003)
    assert page.errors == {"answer": "Your answer is too long. Take out 3 characters or more"}
    assert page.soup.textarea.get_text().strip() == "é" * 5_003
    assert page.title.startswith("Error: ")


def test_a_flood_is_refused_with_a_page(first_question: Page) -> None:
    question = first_question.client.get("/s/your-say/q/what-works")
    question.submit(answer="x" * 300_000, status=413)


def test_a_text_of_just_the_length_is_stored_however_its_lines_end(first_question: Page) -> None:
    question = first_question.client.get("/s/your-say/q/what-works")
    question.submit(answer="a\r\n" * 2_499 + "bb")
    assert stored("what-works")[2] == "a\n" * 2_499 + "bb"


@pytest.mark.parametrize("answer", ["often", "always'--", ["always", "often"], "\0"])
def test_a_choice_that_is_not_offered_is_refused(first_question: Page, answer: str | list[str]) -> None:
    form = tampered(first_question, answer=answer)
    page = first_question.client.post("/s/your-say/q/belonging", form)
    assert page.errors == {"answer": "Choose from the answers on this page"}


def test_two_answers_where_one_is_asked_for_are_refused(first_question: Page) -> None:
    form = tampered(first_question, answer=["always", "never"])
    page = first_question.client.post("/s/your-say/q/belonging", form)
    assert page.errors == {"answer": "Choose one answer"}


@pytest.mark.parametrize("alone", ["none", "dont-know"])
def test_none_of_these_does_not_go_with_another_answer(first_question: Page, alone: str) -> None:
    page = first_question.submit().submit(answer=["staff", alone])
    assert "do not go together" in page.errors["answer"]
    assert [tag["value"] for tag in page.soup.select("input[checked]")] == ["staff", alone]


def test_a_refused_answer_leaves_the_stored_one_as_it_was(first_question: Page) -> None:
    first_question.submit(answer="always")
    first_question.client.post("/s/your-say/q/belonging", tampered(first_question, answer="often"))
    assert stored("belonging") == ("answered", ["always"], None)


def test_nothing_that_is_stored_tells_who_where_or_when(first_question: Page) -> None:
    columns = {column["name"] for table in ("response", "answer") for column in inspect(db.engine).get_columns(table)}
    assert columns == {
        *("id", "survey_id", "edition_id", "channel", "submitted_on", "started_on", "source_key"),
        "record_key",  # random, and of nothing but the noise of figures
        *("return_hash", "receipt_hash", "help", "route_id"),  # a route is a school or a list, never a person
        *("response_id", "item_id", "state", "options", "text"),
    }


OFFERED = st.sampled_from(["always", "sometimes", "staff", "friends", "none", "dont-know", ""])
FORMS = st.fixed_dictionaries(
    {
        "action": st.sampled_from(["next", "skip", "dont-know", "finish", "", "delete"]),
        "answer": st.lists(OFFERED | st.text(max_size=40) | st.just("x" * 5_001), max_size=3),
    }
)
AS_STORED = {"belonging": ["always"], "what-helps": ["staff", "friends"], "what-works": "The dog."}


@given(item_id=st.sampled_from(sorted(AS_STORED)), form=FORMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_form_breaks_a_page_or_loses_an_answer(first_question: Page, item_id: str, form: dict[str, object]) -> None:
    client: FlaskClient = first_question.client.flask
    address = f"/s/your-say/q/{item_id}"
    client.post(address, data=tampered(first_question, answer=AS_STORED[item_id]))
    before = stored(item_id)
    answer = client.post(address, data=tampered(first_question, **form))
    after = stored(item_id)
    assert answer.status_code in ({302} if after != before else {200, 302, 400})
    assert answer.status_code == 302 or not faults(answer.get_data(as_text=True))
    assert after == before or after[0] != AnswerState.ANSWERED or form["answer"]


@given(sent=st.binary(max_size=200))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_a_page(first_question: Page, sent: bytes) -> None:
    token = str(tampered(first_question)["csrf_token"]).encode()
    body = b"csrf_token=" + token + b"&action=next&answer=" + sent
    answer = first_question.client.flask.post(
        "/s/your-say/q/what-works", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in {200, 302, 400}


def test_an_unknown_draft_in_a_good_cookie_leads_back_to_the_start(first_question: Page) -> None:
    with first_question.client.flask.session_transaction() as session:
        session["response:your-say"] = uuid.uuid4().hex
    first_question.submit(answer="always", status=400)
    assert db.session.scalar(select(func.count(Answer.id))) == 0
