from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.coding.models import Excerpt
from engage.coding.queries import readable
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct, FlagEvent
from engage.surveys.inviting.operations import add_route
from engage.surveys.models import Response
from engage.surveys.signals import responses_submitted
from tests.builders import make_programme, make_response, make_survey, make_user
from tests.pages import Page, PageClient
from tests.safeguarding.answers import ADDRESS, POLISH, WORRYING, send

BOTH = f"{POLISH} kill myself"
LOOK = "Open this 1"


def open_first(lead: PageClient, programme: Programme, words: str = WORRYING) -> Page:
    send(make_survey(programme), words)
    return lead.get(ADDRESS).click(LOOK)


def excerpts() -> list[str]:
    return list(db.session.scalars(select(Excerpt.text)))


def test_releasing_an_answer_gives_it_to_the_analysts(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme)
    assert excerpts() == []
    page = page.submit("Save", act="released", note="Spoke to the school", may_be_read=True)
    assert "Others can read it now" in page.text
    assert excerpts() == [WORRYING]


def test_what_may_be_grave_is_released_by_one_who_says_that_others_may_read_it(
    lead: PageClient, programme: Programme
) -> None:
    page = open_first(lead, programme).submit("Save", act="released", note="A song")
    assert page.errors == {"may_be_read": "Tick that you have read it and that it may be read by others"}
    flag = db.session.scalars(select(Flag)).one()
    done = Act(FlagAct.RELEASED, make_user(programme, Role.SAFEGUARDING_LEAD), flag.version, "A song")
    with pytest.raises(casework.NotRead):
        casework.act(flag=flag, done=done, programme_id=programme.id)
    assert excerpts() == []
    assert page.submit("Save", may_be_read=True).messages == ["Released. Others can read it now"]


def test_who_released_it_is_recorded_without_any_words(lead: PageClient, programme: Programme) -> None:
    open_first(lead, programme).submit("Save", act="released", note="Spoke to the school", may_be_read=True)
    flag = db.session.scalars(select(Flag)).one()
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.user_id, entry.subject_id) == (flag.releaser_id, str(flag.id))
    assert entry.facts == {"reason": "worrying_words"}


def test_everything_that_is_missing_is_said_at_once(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme).submit("Save", note=" ")
    assert page.errors == {"act": "Choose what you will do", "note": "Say what you found and what was done"}
    assert excerpts() == []


def test_a_released_answer_is_listed_with_who_and_why(lead: PageClient, programme: Programme) -> None:
    open_first(lead, programme).submit("Save", act="released", note="Spoke to the school", may_be_read=True)
    page = lead.get(ADDRESS, query={"state": "released"}).click(LOOK)
    assert page.h1 == "Released"
    assert page.select(".history li")[1].startswith("Released A person, ")
    assert page.select(".history li")[1].endswith(" Spoke to the school")


def test_the_history_goes_by_the_clock_of_the_country(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme)
    flag = db.session.scalars(select(Flag)).one()
    done = {"flag_id": flag.id, "act": "noted", "note": "Rang", "user_id": make_user(programme).id}
    db.session.add(FlagEvent(**done, at=dt.datetime(2026, 7, 1, 12, 5, tzinfo=dt.UTC)))
    db.session.commit()
    assert "1 July 2026, 13:05" in lead.get(page.address).select(".history li")[1]


def test_an_answer_with_two_reasons_needs_both_released(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme, BOTH).submit(
        "Save", act="released", note="Spoke to the school", may_be_read=True
    )
    assert "still on hold for another reason" in page.text
    assert excerpts() == []
    page.submit("Save", act="released", note="Read", translation="The teachers are good")
    assert excerpts() == ["The teachers are good"]


def test_the_other_reason_is_said_and_linked(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme, BOTH)
    assert "Also on hold: May not be in English" in page.text
    assert "Also on hold: Worrying words" in page.click("Look at that reason").text


def test_a_button_pressed_twice_acts_once(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme)
    for _press in range(2):
        done = page.submit("Save", act="noted", note="Spoke to the school")
        assert "Saved" in done.messages
    assert len(db.session.scalars(select(FlagEvent)).all()) == 1


def test_a_second_lead_is_shown_what_the_first_did_and_keeps_their_own_note(
    lead: PageClient, programme: Programme
) -> None:
    page = open_first(lead, programme)
    page.submit("Save", act="referred", party="Duty team", note="Rang them at once")
    lead.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    late = page.submit("Save", act="released", note="Looks harmless to me", may_be_read=True)
    assert "Another lead has done something with this since you opened it" in late.text
    assert "Rang them at once" in late.text
    assert late.select("textarea") == ["Looks harmless to me"]
    assert excerpts() == []


@pytest.mark.parametrize("version", ["9" * 30, "9" * 5000, "-1", "x"])
def test_a_version_that_no_page_had_is_out_of_date(lead: PageClient, programme: Programme, version: str) -> None:
    page = open_first(lead, programme)
    late = page.submit("Save", act="noted", note="Rang", version=version)
    assert "Another lead has done something with this" in late.text
    assert "Another lead has done something with this" in page.submit("Take this", version=version).text


def test_an_answer_is_taken_and_the_other_lead_sees_by_whom(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme).submit("Take this")
    assert "It is yours" in page.text
    lead.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    assert (
        "A person has taken this. Speak to them before you do anything with it." in page.client.get(page.address).text
    )


def test_two_who_take_at_once_are_not_both_told_it_is_theirs(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme)
    page.submit("Take this")
    lead.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    assert "Another lead has done something with this" in page.submit("Take this").text


@pytest.mark.parametrize("act", ["referred", "closed"])
def test_what_is_referred_or_closed_stays_with_the_leads(lead: PageClient, programme: Programme, act: str) -> None:
    page = open_first(lead, programme).submit("Save", act=act, party="Duty team", note="They know")
    assert "It is kept from everyone" in page.text
    assert "Nothing is on hold here" in page.text
    assert lead.get(ADDRESS, query={"state": act}).select(".said__words") == [WORRYING]
    assert excerpts() == []


def test_a_referral_and_a_question_say_to_whom(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme)
    for act in ("referred", "asked"):
        assert page.submit("Save", act=act, note="Rang").errors == {"party": "Say of whom, or to whom"}


def test_what_was_asked_is_waited_for_and_then_noted(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme).submit("Save", act="asked", party="The school", note="Is he safe?")
    assert "Asked for more · A person" in page.text
    page = page.submit("Save", act="answered", note="Yes, with his gran")
    assert page.select(".history li strong") == ["Asked for more", "Answered"]


def test_what_was_closed_can_be_opened_again(lead: PageClient, programme: Programme) -> None:
    open_first(lead, programme).submit("Save", act="closed", note="A song")
    page = lead.get(ADDRESS, query={"state": "closed"}).click(LOOK)
    page = page.submit("Save", act="reopened", note="Not a song")
    assert page.submit("Save", act="released", note="But harmless", may_be_read=True).messages == [
        "Released. Others can read it now"
    ]


def test_only_the_lead_sees_by_which_way_of_inviting_it_came(lead: PageClient, programme: Programme) -> None:
    (response,) = send(make_survey(programme), WORRYING)
    response.route_id = add_route(survey=response.survey, name="St Bede’s").id
    page = lead.get(ADDRESS).click(LOOK)
    assert "By way of: St Bede’s" in page.text


def test_the_other_answers_are_shown_on_request(lead: PageClient, programme: Programme) -> None:
    response: Response = make_response(make_survey(programme), what_works=WORRYING, belonging=["never"])
    responses_submitted.send(None, response_ids=[response.id])
    page = lead.get(ADDRESS).click(LOOK)
    assert "Never" not in page.text
    assert "Do you feel you belong here? Never" in page.click("Show the other answers").text


def test_a_flag_of_another_programme_is_not_found(lead: PageClient, programme: Programme) -> None:
    send(make_survey(make_programme(slug="another")), WORRYING)
    flag = db.session.scalars(select(Flag)).one()
    lead.get(f"{ADDRESS}/{flag.id}", status=404)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER])
def test_nobody_else_reads_or_releases(client: PageClient, programme: Programme, role: Role) -> None:
    send(make_survey(programme), WORRYING)
    flag = db.session.scalars(select(Flag)).one()
    client.flask.sign_in(make_user(programme, role))
    client.get(f"{ADDRESS}/{flag.id}", status=403)


def test_a_wrong_release_is_put_on_hold_again(lead: PageClient, programme: Programme) -> None:
    page = open_first(lead, programme).submit("Save", act="released", note="A song", may_be_read=True)
    page = lead.get(f"{ADDRESS}?state=released").click(LOOK)
    page = page.submit("Save", act="reopened", note="It was no song")
    assert page.messages == ["It is on hold again"]
    assert [line.split(" A person")[0] for line in page.select(".history strong")] == [
        "Released",
        "Opened, or put on hold, again",
    ]
    flag = db.session.scalars(select(Flag)).one()
    assert (flag.state, flag.released_at, flag.releaser) == ("taken", None, None)
    readable_now = select(Excerpt.id).where(readable(programme.id))
    assert db.session.scalars(readable_now).all() == []
