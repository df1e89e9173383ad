from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Role
from engage.coding import operations, queries
from engage.coding.models import Excerpt, ExcerptReview
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag, FlagReason
from engage.surveys.models import Help, Survey
from tests.builders import make_programme, make_survey, make_user
from tests.coding.frames import coded_programme, excerpt_of, submit
from tests.pages import Page, PageClient

ADDRESS = "/staff/alternative-provision/coding"
KIND = "my mentor is kind and talks to me"
FRIENDS = "i have friends here and belong"
NOTHING = "It is what it is"


def words_on(page: Page) -> list[str]:
    return page.select(".said__words")


def test_an_empty_desk_says_what_will_come(analyst: PageClient) -> None:
    assert "Open answers come here as soon as they are sent" in analyst.get(ADDRESS).text


def test_an_adult_who_answered_in_a_childs_place_is_not_taken_for_the_child(
    analyst: PageClient, survey: Survey
) -> None:
    submit(survey, KIND).help = Help.PROXY
    assert analyst.get(ADDRESS).select(".desk-row__about")[0] == "Adult, for a young person · What is good here?"


def test_answers_come_with_the_least_certain_first(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    for words in (NOTHING, KIND, FRIENDS):
        submit(survey, words)
    operations.suggest_codes(programme_id=programme.id)
    submit(survey, "came after the machine had read")
    sureness = {FRIENDS: 0.9, KIND: 0.55, NOTHING: 0.95}
    for review in db.session.scalars(select(ExcerptReview)):
        review.sureness = sureness[db.session.get_one(Excerpt, review.excerpt_id).text]
    assert words_on(analyst.get(ADDRESS)) == [KIND, FRIENDS, NOTHING, "came after the machine had read"]


def test_what_is_done_and_left_is_counted(analyst: PageClient, survey: Survey) -> None:
    excerpt = excerpt_of(submit(survey, KIND))
    submit(survey, FRIENDS)
    operations.save_review(excerpt=excerpt, reviewer=make_user(), verdicts={})
    page = analyst.get(ADDRESS)
    assert page.select(".tallies li") == ["1 coded by a person", "1 left"]
    assert words_on(page) == [FRIENDS]
    assert words_on(page.submit("Show these", state="done")) == [KIND]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"code": "belonging"}, {FRIENDS}),
        ({"section": "belonging"}, {KIND, FRIENDS}),
        ({"audience": "young-people"}, {KIND, FRIENDS, NOTHING}),
        ({"audience": "providers"}, set()),
        ({"question": "what-works"}, {KIND, FRIENDS, NOTHING}),
        ({"words": "MENTOR"}, {KIND}),
        ({"words": "100%"}, set()),
        ({"state": "done"}, set()),
    ],
)
def test_filters_stay_in_the_address(
    analyst: PageClient, survey: Survey, programme: Programme, filters: dict[str, str], found: set[str]
) -> None:
    for words in (NOTHING, KIND, FRIENDS):
        submit(survey, words)
    operations.suggest_codes(programme_id=programme.id)
    db.session.commit()
    assert set(words_on(analyst.get(ADDRESS).submit("Show these", **filters))) == found


def test_the_next_answer_is_one_of_those_filtered(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    for words in (NOTHING, "a b c", "a b d"):
        submit(survey, words)
    page = analyst.get(ADDRESS, query={"words": "a b"}).click("Code this answer 1")
    assert words_on(page.submit("Save and next"))[0].startswith("a b")
    assert words_on(page.submit("Save and next"))[0].startswith("a b")


def test_an_answer_on_hold_is_neither_listed_nor_counted(analyst: PageClient, survey: Survey) -> None:
    excerpt = excerpt_of(submit(survey, KIND))
    db.session.add(Flag(answer_id=excerpt.answer_id, reason=FlagReason.WORRYING_WORDS))
    db.session.commit()
    page = analyst.get(ADDRESS)
    assert words_on(page) == []
    assert page.select(".tallies li") == ["0 coded by a person", "0 left"]
    assert "What is good here?" not in page.text


def test_a_worrying_answer_never_becomes_an_excerpt(analyst: PageClient, survey: Survey) -> None:
    submit(survey, "i want to kill myself")
    assert db.session.scalars(select(Excerpt)).all() == []
    assert words_on(analyst.get(ADDRESS)) == []


def test_twenty_stand_on_a_page_and_the_filters_are_kept(analyst: PageClient, survey: Survey) -> None:
    for number in range(21):
        submit(survey, f"maths is fun {number}")
    page = analyst.get(ADDRESS, query={"words": "maths"})
    assert len(words_on(page)) == 20
    assert len(words_on(page.click("Next page"))) == 1


def test_another_programmes_answers_are_not_listed(analyst: PageClient) -> None:
    submit(make_survey(coded_programme(slug="another"), slug="other-say"), KIND)
    assert words_on(analyst.get(ADDRESS)) == []


def test_a_commissioning_officer_comes_to_the_frame_instead(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    assert client.get(ADDRESS).h1 == "Coding frame"


def test_updating_suggestions_runs_the_machine(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    submit(survey, KIND)
    page = analyst.get(ADDRESS)
    assert "The machine has not read these answers yet" in page.text
    page = page.submit("Update suggestions")
    assert "The machine is reading the answers again" in page.text
    assert "for 1 answers" in page.text
    assert "learnt from 0 answers" in page.text
    assert [coding.code_slug for coding in queries.effective_codings(programme.waves[0].id)] == ["trusted-adult"]


def test_without_a_frame_the_desk_leads_to_starting_one(client: PageClient, app: Flask) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.ANALYST))
    page = client.get(ADDRESS)
    assert "The machine needs a coding frame first" in page.text
    assert page.click("Start the frame").h1 == "Coding frame"
