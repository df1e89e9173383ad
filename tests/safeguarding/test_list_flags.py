from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.programmes.models import Programme
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


def test_twenty_stand_on_a_page(lead: PageClient, programme: Programme) -> None:
    send(make_survey(programme), *[WORRYING] * 21)
    page = lead.get(ADDRESS, query={"reason": "worrying_words"})
    assert len(page.select(".said__words")) == 20
    assert len(page.click("Next page").select(".said__words")) == 1


def test_another_programmes_flags_are_not_listed(lead: PageClient, programme: Programme) -> None:
    send(make_survey(make_programme(slug="another")), WORRYING)
    assert "Nothing is on hold here" in lead.get(ADDRESS).text
