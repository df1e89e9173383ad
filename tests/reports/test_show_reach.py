from __future__ import annotations

import datetime as dt
import uuid

import pytest

from engage.accounts.models import Role
from engage.database import db, today
from engage.reports.readings import read, take_reading, take_readings
from engage.surveys.equality.operations import add_known_share, store_answers
from engage.surveys.equality.queries import find_reading
from engage.surveys.inviting.operations import add_route
from engage.surveys.models import Survey
from tests.builders import INSTRUMENT, make_programme, make_response, make_survey, make_user
from tests.pages import PageClient

pytestmark = pytest.mark.usefixtures("no_noise")

ADDRESS = "/staff/alternative-provision/reach"
ASKING = INSTRUMENT.replace("\n[assent]", 'about_you = "children"\n\n[assent]')


@pytest.fixture
def survey(app: object) -> Survey:
    survey = make_survey(make_programme(), document=ASKING)
    survey.audience.known_size = None
    make_response(survey)
    return survey


@pytest.fixture
def officer(client: PageClient, survey: Survey) -> PageClient:
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return client


def say(survey: Survey, question: str = "your-needs", **choices: int) -> None:
    for choice, times in choices.items():
        for _ in range(times):
            store_answers(survey_id=survey.id, once=uuid.uuid4(), choices={question: choice.replace("_", "-")})
    db.session.commit()


def know(survey: Survey, group: str, percent: float, question: str = "your-needs") -> None:
    source = {"source": "School census", "year": 2023}
    add_known_share(audience=survey.audience, question=question, choice=group, percent=percent, **source)
    db.session.commit()


def read_on(survey: Survey, day: int = 0) -> None:
    take_reading(survey=survey, on=today() + dt.timedelta(days=day))
    db.session.commit()


def shown(survey: Survey, question: str = "your-needs") -> list[str]:
    return [figure.shown for figure in read(survey)[question].figures]


def test_a_group_that_is_missing_is_named_while_there_is_time(officer: PageClient, survey: Survey) -> None:
    know(survey, "yes", 17.2)
    say(survey, yes=2, no=158)
    read_on(survey)
    page = officer.get(ADDRESS)
    assert "13 days left to reach those who are missing" in page.text
    assert page.select(".missing li") == [
        "Fewer than you would expect from “Extra help to learn (SEND): Yes”: fewer than 5 of 160 who said, "
        "where they are 17.2% of everybody. About 20 more answers from them would do."
    ]


def test_groups_stand_beside_their_known_shares(officer: PageClient, survey: Survey) -> None:
    know(survey, "yes", 17.2)
    say(survey, yes=30, no=90)
    read_on(survey)
    page = officer.get(ADDRESS)
    assert page.select("tbody tr")[0] == "Yes 30 25% 17.2% As you would expect, or more"
    assert "Known shares: School census, 2023." in page.text


def test_where_there_are_too_few_the_page_says_so(officer: PageClient, survey: Survey) -> None:
    know(survey, "yes", 17.2)
    say(survey, yes=2, no=20)
    read_on(survey)
    page = officer.get(ADDRESS)
    assert not page.select(".missing li")
    assert page.select("tbody tr")[0].endswith("17.2% Too few to tell")


def test_before_twenty_people_nothing_is_told(officer: PageClient, survey: Survey) -> None:
    say(survey, yes=9, no=10)
    read_on(survey)
    page = officer.get(ADDRESS)
    assert not page.select("table")
    assert "Too few to tell yet which groups are missing" in page.text


def test_the_page_stays_as_it_is_when_one_more_person_comes(officer: PageClient, survey: Survey) -> None:
    say(survey, yes=9, no=30)
    read_on(survey)
    before = officer.get(ADDRESS).text
    say(survey, yes=1)
    read_on(survey, day=1)
    assert officer.get(ADDRESS).text == before


def test_those_who_do_not_say_are_not_among_those_who_do(survey: Survey) -> None:
    say(survey, yes=7, no=46, not_sure=9)
    read_on(survey)
    assert (shown(survey), read(survey)["your-needs"].base_shown) == (["7", "46", "9", "fewer than 5"], "53")


def test_there_is_one_reading_a_day(survey: Survey) -> None:
    say(survey, no=30)
    read_on(survey)
    say(survey, no=30)
    read_on(survey)
    assert shown(survey)[1] == "30"
    read_on(survey, day=1)
    assert shown(survey)[1] == "60"


def test_each_question_waits_for_people_of_its_own(survey: Survey) -> None:
    say(survey, no=30)
    read_on(survey)
    say(survey, no=19)
    say(survey, "you-are", boy=25)
    read_on(survey, day=1)
    assert (shown(survey)[1], shown(survey, "you-are")[0]) == ("30", "25")


def test_every_open_survey_is_read_and_no_other(survey: Survey) -> None:
    closed = make_survey(survey.wave.programme, slug="closed", status="closed")
    for each in (survey, closed):
        say(each, no=30)
    take_readings(on=today())
    assert (bool(read(survey)), bool(read(closed))) == (True, False)


def test_a_reading_of_before_figures_were_moved_is_still_read(officer: PageClient, survey: Survey) -> None:
    say(survey, yes=9, no=30)
    read_on(survey)
    reading = find_reading(survey_id=survey.id)
    figures = [["yes", "about 10", 10, 14], ["no", "about 30", 30, 34]]
    reading.told = {"your-needs": {**reading.told["your-needs"], "base_shown": "about 40", "figures": figures}}
    db.session.commit()
    assert officer.get(ADDRESS).select("tbody tr")[0] == "Yes about 10 26%"


def test_a_response_counts_at_once_for_its_route(officer: PageClient, survey: Survey) -> None:
    route = add_route(survey=survey, name="Parent forum", size=40)
    make_response(survey).route_id = route.id
    db.session.commit()
    assert "Parent forum 1 40 2%" in officer.get(ADDRESS).select("tbody tr")


def test_a_survey_that_asks_nothing_about_people_says_nothing_of_groups(officer: PageClient, survey: Survey) -> None:
    survey.document = INSTRUMENT
    db.session.commit()
    assert "said something about themselves" not in officer.get(ADDRESS).text


def test_the_page_leads_to_the_known_shares(officer: PageClient) -> None:
    page = officer.get(ADDRESS).click("How large each group is among Children and young people")
    assert page.h1 == "Known shares: Children and young people"
