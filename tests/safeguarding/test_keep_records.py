from __future__ import annotations

from sqlalchemy import select

from engage.accounts.models import Role
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct
from engage.surveys.models import Answer
from engage.surveys.returning.operations import withdraw
from tests.builders import make_survey, make_user
from tests.pages import Page, PageClient
from tests.safeguarding.answers import ADDRESS, POLISH, WORRYING, send


def taken_back(programme: Programme, words: str, *, release: bool = False) -> None:
    """An answer that was sent, perhaps read by the lead, and then taken back by its person."""
    (response,) = send(make_survey(programme), words)
    response.receipt_hash = "receipt"
    if release:
        lead = make_user(programme, Role.SAFEGUARDING_LEAD)
        for flag in db.session.scalars(select(Flag)):
            done = Act(FlagAct.RELEASED, lead, flag.version, "Spoke to the school", may_be_read=True)
            casework.act(flag=flag, done=done, programme_id=programme.id, as_written=True)
    db.session.flush()
    assert withdraw(survey_id=response.survey_id, receipt_hash="receipt")
    db.session.commit()


def kept(lead: PageClient, **query: str) -> Page:
    return lead.get(ADDRESS, query=query)


def test_a_worry_that_was_taken_back_stays_without_its_words(lead: PageClient, programme: Programme) -> None:
    taken_back(programme, WORRYING)
    assert db.session.scalars(select(Answer)).all() == []
    page = kept(lead)
    assert "The person took this answer back on" in page.text
    assert "Young person · Your place, your say" in page.text
    assert "suicide" in page.text
    assert "kill" not in page.text
    flag = db.session.scalars(select(Flag)).one()
    assert (flag.answer_id, flag.matched) == (None, "")


def test_what_the_lead_did_before_is_kept(lead: PageClient, programme: Programme) -> None:
    taken_back(programme, WORRYING, release=True)
    assert "Spoke to the school" in kept(lead, state="released").click("See this record 1").text


def test_the_lead_notes_what_was_done_about_it(lead: PageClient, programme: Programme) -> None:
    taken_back(programme, WORRYING)
    page = kept(lead).click("See this record 1")
    assert page.h1 == "An answer that was taken back"
    page = page.submit("Save", act="closed", note="Told the school to look out")
    assert "It is kept from everyone" in page.text
    page = kept(lead, state="closed").click("See this record 1")
    assert "Told the school to look out" in page.text


def test_a_referral_of_an_answer_in_another_language_is_still_there_when_it_is_taken_back(
    lead: PageClient, programme: Programme
) -> None:
    (response,) = send(make_survey(programme), POLISH)
    response.receipt_hash = "receipt"
    lead.get(ADDRESS).click("Open this 1").submit("Save", act="referred", party="Duty team", note="They ring today")
    withdraw(survey_id=response.survey_id, receipt_hash="receipt")
    db.session.commit()
    page = kept(lead, state="referred").click("See this record 1")
    assert "They ring today" in page.text
    assert "pomocy" not in page.text


def test_an_untouched_answer_held_only_for_its_language_leaves_nothing(lead: PageClient, programme: Programme) -> None:
    taken_back(programme, POLISH)
    assert db.session.scalars(select(Flag)).all() == []


def test_another_persons_answer_is_untouched(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme, slug="other"), WORRYING)
    taken_back(programme, "the tutors are kind")
    assert kept(lead).select(".said__words") == [WORRYING]
