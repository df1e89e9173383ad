from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from engage.accounts.models import Role
from engage.database import db, today
from engage.surveys.inviting import operations
from engage.surveys.inviting.models import Route
from engage.surveys.models import Response, Survey
from tests.builders import make_programme, make_response, make_survey, make_user
from tests.pages import Page, PageClient

STAFF = "/staff/alternative-provision"
ROUTES = f"{STAFF}/surveys/your-say/routes"


@pytest.fixture
def survey(app: object) -> Survey:
    return make_survey(make_programme())


@pytest.fixture
def officer(client: PageClient, survey: Survey) -> PageClient:
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return client


def add_route(survey: Survey, name: str = "Springfield school", size: int | None = None) -> Route:
    route = operations.add_route(survey=survey, name=name, size=size)
    db.session.commit()
    return route


def begin(client: PageClient, address: str) -> Page:
    return client.get(address).submit("Start", assent=True)


def send_all(client: PageClient, address: str) -> None:
    begin(client, address).submit("Finish now").submit("Send my answers")


def table_rows(page: Page) -> list[list[str]]:
    rows = page.soup.select("main tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows]


def test_an_officer_adds_a_route_and_gets_its_link(officer: PageClient) -> None:
    page = officer.get(f"{STAFF}/surveys/your-say").click("Links and posters to invite people").click("Add a route")
    page = page.submit("Save", name="Springfield school", size="120")
    route = db.session.scalars(select(Route)).one()
    assert page.h1 == "Links and posters"
    assert table_rows(page)[0][:4] == ["Springfield school", f"http://localhost/i/{route.token}", "0", "120"]


def test_on_a_phone_each_cell_has_its_columns_name_and_the_table_stays_one_to_who_hears_it(officer: PageClient) -> None:
    page = officer.get(f"{STAFF}/surveys/your-say/routes/new").submit("Save", name="Springfield School", size="60")
    named = {str(cell["data-name"]): cell.get_text(strip=True) for cell in page.soup.select("tbody tr:first-child td")}
    assert (named["Responses"], named["People it reaches"], named["Share"]) == ("0", "60", "0%")
    assert {str(row["role"]) for row in page.soup.select("tr")} == {"row"}


def test_a_survey_has_one_route_of_a_name(officer: PageClient, survey: Survey) -> None:
    add_route(survey)
    page = officer.get(f"{ROUTES}/new").submit("Save", name=" Springfield school ")
    assert page.errors == {"name": "This survey has a route of that name already"}


@pytest.mark.parametrize("size", ["0", "-3", "many"])
def test_a_size_is_a_whole_number(officer: PageClient, size: str) -> None:
    page = officer.get(f"{ROUTES}/new").submit("Save", name="Springfield school", size=size)
    assert "size" in page.errors


def test_a_change_of_name_keeps_the_address(officer: PageClient, survey: Survey) -> None:
    token = add_route(survey).token
    page = officer.get(ROUTES).click("Change: Springfield school").submit("Save", name="Shelbyville school")
    assert token in page.text
    assert "Shelbyville school" in page.text


def test_a_response_is_counted_for_the_route_that_brought_it(officer: PageClient, survey: Survey) -> None:
    route = add_route(survey, size=10)
    send_all(officer, f"/i/{route.token.upper()}")
    make_response(survey)
    rows = table_rows(officer.get(ROUTES))
    assert rows[0][2:5] == ["1", "10", "10%"]
    assert rows[1][:3] == ["Straight to the survey, or imported", "", "1"]


def test_a_draft_is_not_counted(officer: PageClient, survey: Survey) -> None:
    begin(officer, f"/i/{add_route(survey).token}")
    assert table_rows(officer.get(ROUTES))[0][2] == "0"


def test_the_route_survives_a_forgotten_tick(client: PageClient, survey: Survey) -> None:
    route = add_route(survey)
    client.get(f"/i/{route.token}").submit("Start").submit("Start", assent=True)
    assert db.session.scalars(select(Response.route_id)).all() == [route.id]


def test_the_next_person_on_the_tablet_came_by_the_same_route(client: PageClient, survey: Survey) -> None:
    route = add_route(survey)
    send_all(client, f"/i/{route.token}")
    begin(client, "/s/your-say")
    assert db.session.scalars(select(Response.route_id)).all() == [route.id, route.id]


@pytest.mark.parametrize("via", ["nonsense", "zzzzzz", "x" * 500, "'; --", "%00"])
def test_an_unknown_route_is_forgotten(client: PageClient, survey: Survey, via: str) -> None:
    begin(client, f"/s/your-say?via={via}")
    assert db.session.scalars(select(Response.route_id)).all() == [None]


def test_another_surveys_route_is_forgotten(client: PageClient, survey: Survey) -> None:
    other = make_survey(survey.wave.programme, slug="other")
    begin(client, f"/s/your-say?via={add_route(other).token}")
    assert db.session.scalars(select(Response.route_id)).all() == [None]


def test_a_short_address_that_nobody_has_is_not_found(client: PageClient, survey: Survey) -> None:
    client.get("/i/zzzzzz", 404)


def test_missing_groups_are_named_while_there_is_time(officer: PageClient, survey: Survey) -> None:
    add_route(survey, "Springfield school", size=4)
    add_route(survey, "Local Offer page")
    make_response(survey)
    page = officer.get(f"{STAFF}/responses").click("Who is missing, and which route brings whom")
    assert page.select(".missing li") == [
        "Children and young people: 1 of 200 have answered",
        "Local Offer page: nobody has answered yet",
        "Springfield school: nobody has answered yet",
    ]
    assert "13 days left to reach those who are missing" in page.text


def test_nobody_is_called_missing_once_it_is_too_late(officer: PageClient, survey: Survey) -> None:
    survey.closes_on = today() - dt.timedelta(days=1)
    add_route(survey)
    assert not officer.get(ROUTES).select(".missing")
    assert "While a survey is open" in officer.get(f"{STAFF}/reach").text


def test_a_poster_says_where_to_go_in_the_words_of_the_survey(officer: PageClient, survey: Survey) -> None:
    route = add_route(survey)
    page = officer.get(ROUTES).click("Poster: Springfield school")
    assert page.h1 == "Poster for Springfield school"
    assert f"localhost/i/{route.token}" in page.select(".poster__address")
    assert "We want to know what helps you learn." in page.text


def test_the_qr_code_is_a_picture(officer: PageClient, survey: Survey) -> None:
    add_route(survey)
    image = officer.get(ROUTES).click("Poster: Springfield school").soup.select_one(".poster img")
    assert image is not None
    picture = officer.flask.get(urlsplit(str(image["src"])).path)
    assert picture.mimetype == "image/svg+xml"
    assert picture.data.startswith(b"<?xml")


def test_analysts_do_not_see_routes(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.ANALYST))
    client.get(ROUTES, 403)
    client.get(f"{STAFF}/reach", 403)
    assert "Who is missing, and which route brings whom" not in client.get(f"{STAFF}/responses").links


def test_a_route_of_another_programme_is_not_found(officer: PageClient, survey: Survey) -> None:
    other = make_survey(make_programme(slug="other"), slug="theirs")
    officer.get(f"{STAFF}/routes/{add_route(other).id}/poster", 404)
