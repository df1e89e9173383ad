from __future__ import annotations

import pytest
from sqlalchemy import func, select

from engage.database import db
from engage.surveys.equality.models import EqualityAnswer
from engage.surveys.equality.questions import ASKED, ETHNIC_GROUP, PREFER_NOT, Question
from engage.surveys.models import Survey
from tests.builders import INSTRUMENT, make_programme, make_survey
from tests.pages import Page, PageClient


def survey_asking(whom: str) -> Survey:
    document = INSTRUMENT.replace("\n[assent]", f'about_you = "{whom}"\n\n[assent]')
    return make_survey(make_programme(), document=document)


def send_answers(client: PageClient) -> Page:
    return client.get("/s/your-say").submit("Start", assent=True).submit("Finish now").submit("Send my answers")


def stored() -> dict[str, str]:
    rows = db.session.execute(select(EqualityAnswer.question, EqualityAnswer.choice).order_by(EqualityAnswer.question))
    return dict(rows.all())


@pytest.fixture
def questions(client: PageClient) -> Page:
    survey_asking("children")
    return send_answers(client)


def test_the_questions_come_after_sending_and_say_why(questions: Page) -> None:
    assert questions.h1 == "A few questions about you"
    assert "Your answers are sent" in questions.text
    assert "Nobody can put them together" in questions.text


def test_what_is_said_is_stored_without_a_way_back(questions: Page) -> None:
    done = questions.submit("Send and finish", **{"your-age": "11-13", "in-care": PREFER_NOT})
    assert done.h1 == "Your answers are sent"
    assert stored() == {"your-age": "11-13", "in-care": PREFER_NOT}
    columns = {column.name for column in EqualityAnswer.__table__.columns}
    assert columns == {"id", "survey_id", "question", "choice", "record_key"}


def test_nothing_has_to_be_said(questions: Page) -> None:
    assert questions.submit("Finish without answering these", **{"your-age": "11-13"}).h1 == "Your answers are sent"
    assert stored() == {}


def test_an_answer_that_was_never_offered_is_left_out(questions: Page) -> None:
    questions.submit("Send and finish", **{"your-age": "150"})
    assert stored() == {}


def test_sent_twice_it_is_stored_once(questions: Page) -> None:
    with questions.client.flask.session_transaction() as session:
        mark = session["about:your-say"]
    questions.submit("Send and finish", **{"your-age": "11-13"})
    with questions.client.flask.session_transaction() as session:
        session["about:your-say"] = mark
    assert questions.submit("Send and finish", **{"your-age": "11-13"}).h1 == "Your answers are sent"
    assert db.session.scalar(select(func.count()).select_from(EqualityAnswer)) == 1


def test_who_has_not_just_sent_answers_is_not_asked(client: PageClient) -> None:
    survey_asking("children")
    assert client.get("/s/your-say/about-you").h1 == "Your answers are sent"


def test_a_survey_that_does_not_ask_goes_straight_to_thank_you(client: PageClient) -> None:
    make_survey(make_programme())
    assert send_answers(client).h1 == "Your answers are sent"


def test_parents_choose_their_ethnic_group_from_nineteen(client: PageClient) -> None:
    survey_asking("parents")
    page = send_answers(client)
    assert len(page.soup.select("select option[value]:not([value=''])")) == 20
    page.submit("Send and finish", **{"ethnic-group": "caribbean"})
    assert stored() == {"ethnic-group": "caribbean"}


@pytest.mark.parametrize("asked", ASKED.values())
def test_every_question_can_be_left_unsaid(asked: tuple[Question, ...]) -> None:
    assert all(question.accepts(PREFER_NOT) for question in asked)


def test_the_groups_are_those_of_the_census_and_a_way_out() -> None:
    groups = [choice for choice in ETHNIC_GROUP.choices if choice.group]
    assert len(groups) == 19
