from __future__ import annotations

import datetime as dt

from engage.database import db, now, today
from engage.forums.models import Decision, Forum, Meeting
from engage.passages.columns import TriagedText
from engage.programmes import operations
from engage.programmes.library import read_library
from engage.programmes.models import Programme
from engage.programmes.parts.operations import add_part
from tests.builders import make_programme, make_survey
from tests.pages import PageClient


def make_decision(programme: Programme, *, published: bool) -> None:
    forum = Forum(programme=programme, kind="working_group", title=TriagedText("Working group"))
    meeting = Meeting(forum=forum, title=TriagedText("Second meeting"), held_on=today())
    db.session.add(
        Decision(
            programme_id=programme.id,
            meeting=meeting,
            number=1,
            title=TriagedText("Nobody is moved without being asked"),
            outcome="accepted",
            reason=TriagedText("Pupils said they were moved too often."),
            published_at=now() if published else None,
        )
    )
    db.session.commit()


def test_the_only_programme_is_the_first_page(client: PageClient) -> None:
    make_programme(title="Places to learn")
    page = client.get("/")
    assert page.h1 == "Places to learn"
    assert "We are changing it. Tell us how." in page.text


def test_with_several_programmes_people_choose(client: PageClient) -> None:
    make_programme(title="Places to learn")
    make_programme(slug="short-breaks", title="Short breaks")
    page = client.get("/").click("Short breaks")
    assert (page.h1, page.address) == ("Short breaks", "/p/short-breaks")


def test_an_empty_platform_says_how_to_set_it_up(client: PageClient) -> None:
    page = client.get("/")
    assert page.h1 == "Engage is ready to be set up"
    assert "engage init" in page.text


def test_an_open_survey_is_offered_to_its_audience_until_its_last_day(client: PageClient) -> None:
    survey = make_survey(make_programme())
    survey.closes_on = dt.date(2096, 6, 14)
    page = client.get("/")
    assert "About 5 minutes · open until Thursday 14 June 2096" in page.text
    assert page.links["Children and young people"] == "/s/your-say"


def test_only_an_open_survey_is_offered(client: PageClient) -> None:
    programme = make_programme()
    for status in ("draft", "in_review", "closed"):
        make_survey(programme, slug=status.replace("_", "-"), status=status)
    page = client.get("/")
    assert "No survey is open today." in page.text
    assert page.soup.select(".invitation") == []


def test_a_survey_that_will_open_is_announced(client: PageClient) -> None:
    survey = make_survey(make_programme(), status="approved")
    survey.opens_on, survey.closes_on = dt.date(2096, 6, 1), dt.date(2096, 6, 14)
    assert "Children and young people: opens on Friday 1 June 2096." in client.get("/").text


def test_the_timeline_is_drawn_and_is_a_table_too(client: PageClient) -> None:
    programme = make_programme()
    operations.set_phases(
        programme=programme, phases=read_library("alternative-provision").phases, starts_on=dt.date(2026, 5, 1)
    )
    add_part(programme=programme, to="milestones", title="Report to Cabinet", on=dt.date(2026, 7, 8))
    page = client.get("/")
    assert len(page.select(".time__row")) == 8
    assert page.select(".dates li") == ["Wednesday 8 July 2026 Report to Cabinet"]
    assert "Report to Cabinet Wednesday 8 July 2026" in page.select("table")[0]


def test_a_published_decision_is_shown_with_its_reason(client: PageClient) -> None:
    make_decision(make_programme(), published=True)
    page = client.get("/")
    assert "Accepted Nobody is moved without being asked Pupils said they were moved too often." in page.text


def test_a_decision_that_is_not_published_is_not_shown(client: PageClient) -> None:
    make_decision(make_programme(), published=False)
    page = client.get("/")
    assert "Nobody is moved" not in page.text
    assert "Nothing has been decided yet." in page.text


def test_a_demonstration_says_so(client: PageClient) -> None:
    make_programme().is_demonstration = True
    (said,) = client.get("/").select(".demonstration")
    assert said.startswith("The answers here are made up")


def test_an_unknown_programme_is_not_found(client: PageClient) -> None:
    client.get("/p/unheard-of", 404)
