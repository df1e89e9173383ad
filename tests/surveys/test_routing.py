"""Which questions are asked, by what was answered before."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.database import db
from engage.surveys.instrument import Instrument, InstrumentError, read_instrument
from engage.surveys.models import Answer, Survey
from tests.builders import make_programme, make_survey
from tests.pages import Page, PageClient
from tests.surveys.every_type import AGREE, MATTERS, PROPOSAL, WELCOME, document, item

WHERE = item("where", "choice", "Where do you learn?", AGREE.replace("agree", "school").replace("unsure", "home"))
HELPS = item(
    "helps",
    "choices",
    "What helps?",
    MATTERS.replace("]\n", '  { id = "none", label = "None", exclusive = true },\n]\n'),
)
WHY_HOME = item("why-home", "long_text", "Why at home?", 'show_if = { item = "where", equals = "home" }\n')
FOOD = item("food", "short_text", "What food?", 'show_if = { item = "helps", contains = "food" }\n')
END = item("end", "short_text", "Anything else?")
ROUTED = document(WHERE, WHY_HOME, HELPS, FOOD, END)


def shown(document: str, **given: list[str]) -> list[str]:
    instrument = read_instrument(document)
    return [page.id for page in instrument.route({name.replace("_", "-"): said for name, said in given.items()})]


def test_a_question_is_asked_of_those_whose_answer_calls_for_it() -> None:
    assert shown(ROUTED) == ["where", "helps", "end"]
    assert shown(ROUTED, where=["home"], helps=["safe", "food"]) == ["where", "why-home", "helps", "food", "end"]


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        ('{ item = "why", answered = true }', {"why": []}),
        ('{ item = "why", answered = false }', {}),
        ('{ not = { item = "where", equals = "school" } }', {"where": ["home"]}),
        ('{ any = [{ item = "where", equals = "home" }, { item = "helps", contains = "food" }] }', {"helps": ["food"]}),
        (
            '{ all = [{ item = "where", equals = "home" }, { item = "helps", contains = "food" }] }',
            {"where": ["home"], "helps": ["safe", "food"]},
        ),
    ],
)
def test_conditions_ask_whether_something_was_answered_and_join(condition: str, answers: dict[str, list[str]]) -> None:
    why = item("why", "long_text", "Why?")
    routed = document(WHERE, HELPS, why, item("last", "short_text", "And?", f"show_if = {condition}\n"))
    assert "last" in shown(routed, **answers)
    opposite = {"where": ["school"], "helps": ["safe"]} | ({} if "why" in answers else {"why": []})
    assert "last" not in shown(routed, **opposite)


def test_what_is_hidden_counts_as_not_answered_further_on() -> None:
    follow_up = item("more", "short_text", "More?", 'show_if = { item = "why-home", answered = true }\n')
    routed = document(WHERE, WHY_HOME, follow_up)
    assert shown(routed, where=["school"], why_home=[]) == ["where"]
    assert shown(routed, where=["home"], why_home=[]) == ["where", "why-home", "more"]


def test_a_section_is_asked_as_a_whole_or_not() -> None:
    second = '\n[[sections]]\nid = "two"\ntitle = "At home"\nshow_if = { item = "where", equals = "home" }\n'
    routed = document(WHERE) + second + HELPS + END
    assert shown(routed) == ["where"]
    assert shown(routed, where=["home"]) == ["where", "helps", "end"]


def test_a_part_of_a_proposal_can_be_looked_at() -> None:
    last = item("last", "short_text", "And?", 'show_if = { item = "one-door", equals = "disagree" }\n')
    assert shown(document(PROPOSAL, last), one_door=["disagree"]) == ["one-door", "last"]


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ('{ item = "end", answered = true }', "not asked before it"),
        ('{ item = "food", answered = true }', "not asked before it"),
        ('{ item = "nowhere", answered = true }', "not asked before it"),
        ('{ item = "where", equals = "moon" }', "has no answer moon"),
        ('{ item = "where", contains = "home" }', "cannot be looked at with contains"),
        ('{ item = "helps", equals = "food" }', "cannot be looked at with equals"),
        ('{ item = "helps" }', "say one of"),
        ('{ item = "helps", answered = true, contains = "food" }', "say one of"),
        ("{ answered = true }", "say which item"),
        ("{ }", "one of item, all, any and not"),
        ('{ all = [{ item = "where", equals = "home" }, { item = "where", equals = "school" }] }', "no answers lead"),
        ('{ all = [{ item = "helps", contains = "none" }, { item = "helps", contains = "food" }] }', "no answers lead"),
        ('{ all = [{ item = "where", equals = "home" }, { item = "where", answered = false }] }', "no answers lead"),
        (
            '{ all = [{ item = "where", equals = "school" }, { item = "why-home", answered = true }] }',
            "no answers lead",
        ),
    ],
)
def test_a_condition_that_cannot_be_met_or_looked_up_is_refused(condition: str, why: str) -> None:
    food = item("food", "short_text", "What food?", f"show_if = {condition}\n")
    with pytest.raises(InstrumentError, match=why):
        read_instrument(document(WHERE, WHY_HOME, HELPS, food, END))


def test_a_condition_on_too_many_answers_is_refused_rather_than_tried_for_ever() -> None:
    many = [item(f"q{number}", "choice", "Which?", AGREE) for number in range(8)]
    each = ", ".join(f'{{ item = "q{number}", equals = "agree" }}' for number in range(8))
    last = item("last", "short_text", "And?", f"show_if = {{ all = [{each}] }}\n")
    with pytest.raises(InstrumentError, match="too many answers"):
        read_instrument(document(*many, last))


@pytest.fixture
def survey(client: PageClient) -> Survey:
    return make_survey(make_programme(), document=ROUTED)


@pytest.fixture
def first(client: PageClient, survey: Survey) -> Page:
    return client.get("/s/your-say").submit(assent=True)


def stored() -> set[str]:
    return set(db.session.scalars(select(Answer.item_id)))


def test_next_and_back_follow_the_route_and_count_it(first: Page) -> None:
    assert "Question 1 of 3" in first.text
    why = first.submit(answer="home")
    assert (why.h1, "Question 2 of 4" in why.text) == ("Why at home?", True)
    helps = why.submit(**{"answer": "Quiet."})
    assert helps.click("Back").h1 == "Why at home?"
    assert helps.submit(answer=["safe"]).h1 == "Anything else?"


def test_another_answer_takes_the_question_out_of_the_way_and_back_keeps_what_was_said(first: Page) -> None:
    first.submit(answer="home").submit(answer="Quiet.")
    assert first.submit(answer="school").h1 == "What helps?"
    assert "Why at home?" not in first.client.get("/s/your-say/check").text
    assert first.submit(answer="home").soup.textarea.get_text().strip() == "Quiet."


def test_what_the_route_hides_is_not_sent(first: Page) -> None:
    first.submit(answer="home").submit(answer="Quiet.")
    first.submit(answer="school").submit("Finish now", answer=["safe"]).submit("Send my answers")
    assert stored() == {"where", "helps"}


def test_what_the_route_asks_is_sent(first: Page) -> None:
    first.submit(answer="home").submit("Finish now", answer="Quiet.").submit("Send my answers")
    assert stored() == {"where", "why-home"}


def test_the_address_of_a_hidden_question_leads_on(first: Page) -> None:
    assert first.client.get("/s/your-say/q/why-home").h1 == "What helps?"
    first.submit(answer="school")
    assert first.client.get("/s/your-say/q/food").h1 == "Anything else?"


def test_a_form_of_a_question_that_another_tab_has_hidden_is_still_kept(first: Page) -> None:
    why = first.submit(answer="home")
    first.submit(answer="school")
    assert why.submit(answer="Quiet.").h1 == "What helps?"
    assert "why-home" in stored()


def test_a_change_from_the_check_page_leads_through_the_questions_it_opens(first: Page) -> None:
    check = first.submit("Finish now", answer="school")
    change = check.client.get("/s/your-say/q/where?from=check")
    opened = change.submit(answer="home")
    assert opened.h1 == "Why at home?"
    assert opened.submit(answer="Quiet.").h1 == "Check your answers"


def test_the_last_question_asked_is_behind_the_check_page(first: Page) -> None:
    check = first.submit("Finish now", answer="school")
    assert check.click("Back").h1 == "Anything else?"


def test_information_is_routed_like_a_question(client: PageClient) -> None:
    told = WELCOME.replace("text =", 'show_if = { item = "where", equals = "home" }\ntext =')
    make_survey(make_programme(), document=document(WHERE, told, END))
    page = client.get("/s/your-say").submit(assent=True).submit(answer="home")
    assert page.h1 == "Before you start"
    assert "Question 2 of 2" in page.submit("Next").text


def test_the_questions_left_out_are_known_by_the_items_that_hold_their_answers() -> None:
    instrument: Instrument = read_instrument(
        document(WHERE, PROPOSAL.replace("why =", 'show_if = { item = "where", equals = "home" }\nwhy ='))
    )
    assert instrument.hidden({"where": ["school"]}) == {"one-door", "one-door-why"}
