from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from engage.accounts.models import Role
from engage.database import db, today
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag
from engage.safeguarding.operations import raise_concern
from tests.builders import make_programme, make_survey, make_user
from tests.pages import PageClient
from tests.safeguarding.answers import ADDRESS, POLISH, WORRYING, send


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING_LEAD])
def test_nobody_but_the_lead_opens_the_queue(client: PageClient, programme: Programme, role: Role) -> None:
    client.flask.sign_in(make_user(programme, role))
    client.get(ADDRESS, status=403)


def test_the_lead_of_another_programme_does_not_see_this_one(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(make_programme(slug="another"), Role.SAFEGUARDING_LEAD))
    client.get(ADDRESS, status=403)


def test_an_empty_queue_says_what_will_come(lead: PageClient) -> None:
    assert "Nothing is on hold here" in lead.get(ADDRESS).text


def test_grave_answers_come_before_those_not_in_english(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), POLISH, WORRYING, "The tutors are kind")
    page = lead.get(ADDRESS)
    assert page.select(".said__words") == [WORRYING, POLISH]
    held = ["1 to look at now", "1 to look at today", "0 probably nothing: glance and release together"]
    assert page.select(".tallies li") == held
    assert page.select("h2.govuk-heading-m") == ["Look now", "Look today"]
    assert "The list of worrying words clears nothing" in page.text


def test_danger_to_life_comes_before_other_worries(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), *["i am scared of the bus"] * 5, WORRYING)
    assert lead.get(ADDRESS).select(".said__words")[0] == WORRYING


def test_each_shows_what_was_asked_of_whom_and_marks_the_words(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), WORRYING)
    page = lead.get(ADDRESS)
    assert page.select(".said__asked") == ["What is good here?"]
    assert page.select(".quote__who") == ["Young person · Your place, your say"]
    assert "kill myself" in page.select("mark")


def test_reason_and_audience_stay_in_the_address(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), POLISH, WORRYING)
    page = lead.get(ADDRESS).submit("Show these", reason="not_english")
    assert page.select(".said__words") == [POLISH]
    assert lead.get(ADDRESS, query={"audience": "providers"}).select(".said__words") == []


def test_a_nonsense_filter_shows_nothing_wrong(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), WORRYING)
    assert lead.get(ADDRESS, query={"reason": "x", "page": "999", "state": "?"}).h1 == "Safeguarding"


@pytest.mark.parametrize("number", ["999", "9" * 20, "9" * 5000])
def test_a_page_past_the_last_is_the_last(lead: PageClient, programme: Programme, number: str) -> None:
    send(make_survey(programme), WORRYING)
    assert lead.get(ADDRESS, query={"page": number}).select(".said__words") == [WORRYING]


def raised(programme: Programme, **flags: tuple[str, str, int]) -> None:
    """A flag to look at now for each answer: its category, the words that matched, and the days since."""
    sent = send(make_survey(programme), *[WORRYING] * len(flags))
    found = db.session.scalars(select(Flag)).all()
    for flag, (words, (category, matched, days)) in zip(found, flags.items(), strict=True):
        flag.category, flag.matched = category, matched
        flag.raised_on = today() - dt.timedelta(days=days)
        flag.answer.text = words
    assert len(sent) == len(flags)


def test_the_gravest_come_first_then_the_surest_then_the_oldest(lead: PageClient, programme: Programme) -> None:
    raised(
        programme,
        mild=("bullying and hate", "mean, nasty, cruel", 9),
        new=("suicide", "die", 0),
        sure=("self-harm", "cut, cutting", 0),
        old=("suicide", "die", 3),
        two=("suicide, self-harm", "die", 0),
    )
    assert lead.get(ADDRESS).select(".said__words") == ["two", "sure", "old", "new", "mild"]


def test_what_somebody_has_taken_stands_after_what_nobody_has(lead: PageClient, programme: Programme) -> None:
    raised(programme, first=("suicide", "die, kill", 0), second=("suicide", "die", 0))
    send(make_survey(programme, slug="other"), POLISH)
    lead.get(ADDRESS).click("Open this 1").submit("Take this")
    assert lead.get(ADDRESS).select(".said__words") == ["second", "first", POLISH]


def test_after_one_is_done_with_the_next_is_shown(lead: PageClient, programme: Programme) -> None:
    raised(programme, a=("suicide", "a, b, c", 0), b=("suicide", "a, b", 0), c=("suicide", "a", 0))
    page = lead.get(ADDRESS).click("Open this 2")
    for following in ("c", "a"):
        page = page.submit("Take this").submit("Save", act="closed", note="A song")
        assert page.select(".said__words") == [following]
    assert "This is the next one that nobody has taken" in page.text
    assert page.submit("Save", act="closed", note="A song").h1 == "Safeguarding"


def test_twenty_stand_on_a_page(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), *[WORRYING] * 21)
    page = lead.get(ADDRESS, query={"reason": "worrying_words"})
    assert len(page.select(".said__words")) == 20
    assert len(page.click("Next page").select(".said__words")) == 1


def test_another_programmes_flags_are_not_listed(lead: PageClient, programme: Programme) -> None:
    send(make_survey(make_programme(slug="another")), WORRYING)
    assert "Nothing is on hold here" in lead.get(ADDRESS).text


def test_a_concern_comes_before_everything_else_that_came_in(lead: PageClient, programme: Programme) -> None:
    calm = [f"{number} the tutors are kind" for number in range(8)]
    *_others, last = send(make_survey(programme), *calm)
    send(make_survey(programme, slug="other"), *[WORRYING] * 8)
    raise_concern(answer=last.answers[0], raiser=make_user(), note="Who?", programme_id=programme.id)
    assert lead.get(ADDRESS).select(".said__words")[0] == calm[-1]
    page = lead.get("/staff/alternative-provision/")
    assert "9 to look at now · 1 that worries a reader" in page.text


def test_how_old_each_is_and_who_has_it_is_said(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), WORRYING)
    flag = db.session.scalars(select(Flag)).one()
    flag.raised_on = today() - dt.timedelta(days=3)
    lead.get(ADDRESS).click("Open this 1").submit("Take this")
    tags = lead.get(ADDRESS).select(".reasons")[0]
    assert "Taken · A person" in tags
    assert "3 days old" in tags


@pytest.mark.parametrize("state", ["referred", "closed", "released"])
def test_what_is_done_with_is_found_by_its_state(lead: PageClient, programme: Programme, state: str) -> None:
    send(make_survey(programme), WORRYING)
    lead.get(ADDRESS).click("Open this 1").submit("Save", act=state, party="Duty team", note="Done", may_be_read=True)
    assert lead.get(ADDRESS).select(".said__words") == []
    assert lead.get(ADDRESS).submit("Show these", state=state).select(".said__words") == [WORRYING]


def test_a_tier_can_be_looked_at_alone(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), WORRYING, POLISH)
    assert lead.get(ADDRESS).click("1 to look at today").select(".said__words") == [POLISH]
