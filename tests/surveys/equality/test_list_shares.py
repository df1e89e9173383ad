from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.programmes.models import Programme
from tests.builders import INSTRUMENT, make_programme, make_survey, make_user
from tests.pages import Page, PageClient

PAGE = "/staff/alternative-provision/programme"
WITH_NEEDS = {"group": "your-needs/yes", "percent": "17.2", "source": "School census", "year": "2023"}


@pytest.fixture
def programme(app: object) -> Programme:
    return make_programme()


@pytest.fixture
def officer(client: PageClient, programme: Programme) -> PageClient:
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return client


def open_form(officer: PageClient) -> Page:
    page = officer.get(PAGE).click("Add the known shares of groups among Children and young people")
    return page.click("Add a known share")


def table_rows(page: Page) -> list[str]:
    return page.select("main tbody tr")


def test_an_officer_adds_a_known_share_with_its_source(officer: PageClient) -> None:
    page = open_form(officer).submit("Save", **WITH_NEEDS)
    assert page.h1 == "Known shares: Children and young people"
    assert table_rows(page) == ["Extra help to learn (SEND): Yes 17.2% School census 2023 Change"]
    assert "1 known share" in officer.get(PAGE).text


def test_an_officer_changes_and_removes_a_known_share(officer: PageClient) -> None:
    page = open_form(officer).submit("Save", **WITH_NEEDS).click("Change: Extra help to learn (SEND): Yes")
    page = page.submit("Save", percent="18", year="2024")
    assert table_rows(page) == ["Extra help to learn (SEND): Yes 18% School census 2024 Change"]
    page = page.click("Change: Extra help to learn (SEND): Yes").click("Remove this share")
    assert "go for good: 18%, School census, 2024" in page.text
    assert "No share is known yet" in page.submit("Remove this share").text


def test_a_share_says_where_it_comes_from_and_when(officer: PageClient) -> None:
    page = open_form(officer).submit("Save", **{**WITH_NEEDS, "group": "", "source": " ", "year": ""})
    assert page.errors == {
        "group": "Choose a group",
        "source": "Say where the figure comes from",
        "year": "Enter a year, such as 2023",
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("many", "Enter a percentage as a number, such as 17.2"),
        ("nan", "Enter a percentage above 0, up to 100"),
        ("0", "Enter a percentage above 0, up to 100"),
        ("101", "Enter a percentage above 0, up to 100"),
        ("", "Enter a percentage as a number, such as 17.2"),
    ],
)
def test_a_share_is_a_percentage(officer: PageClient, typed: str, said: str) -> None:
    assert open_form(officer).submit("Save", **{**WITH_NEEDS, "percent": typed}).errors == {"percent": said}


def test_the_sign_may_be_typed_too(officer: PageClient) -> None:
    page = open_form(officer).submit("Save", **{**WITH_NEEDS, "percent": "17.2 %"})
    assert "17.2%" in page.text


def test_a_group_has_one_share(officer: PageClient) -> None:
    page = open_form(officer).submit("Save", **WITH_NEEDS).click("Add a known share")
    page = page.submit("Save", **WITH_NEEDS)
    assert page.errors == {"group": "The share of this group is there already: change that one"}


def test_what_the_form_and_the_other_shares_refuse_is_said_at_once(officer: PageClient) -> None:
    page = open_form(officer).submit("Save", **WITH_NEEDS).click("Add a known share")
    page = page.submit("Save", **{**WITH_NEEDS, "source": "", "percent": "many"})
    assert page.errors == {
        "group": "The share of this group is there already: change that one",
        "percent": "Enter a percentage as a number, such as 17.2",
        "source": "Say where the figure comes from",
    }


def test_groups_of_one_question_are_no_more_than_everybody(officer: PageClient) -> None:
    page = open_form(officer).submit("Save", **WITH_NEEDS).click("Add a known share")
    page = page.submit("Save", **{**WITH_NEEDS, "group": "your-needs/no", "percent": "82.9"})
    assert page.errors == {
        "percent": "With the other groups of this question that is more than 100%: enter 82.8 or less"
    }


def test_only_what_surveys_of_the_audience_ask_is_offered(officer: PageClient, programme: Programme) -> None:
    make_survey(programme, document=INSTRUMENT.replace("\n[assent]", 'about_you = "children"\n\n[assent]'))
    offered = open_form(officer).select("select option")
    assert "Boy or girl: Girl" in offered
    assert "Ethnic group: Roma" not in offered
    assert not [option for option in offered if "Prefer not" in option or "Not sure" in option]


def test_organisations_have_no_such_shares(officer: PageClient, programme: Programme) -> None:
    officer.get(f"{PAGE}/audiences/{programme.audiences[1].id}/shares", 404)


def test_a_share_of_another_programme_is_not_found(officer: PageClient) -> None:
    other = make_programme(slug="other")
    officer.get(f"{PAGE}/audiences/{other.audiences[0].id}/shares", 404)


def test_an_analyst_does_not_change_shares(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    client.get(f"{PAGE}/audiences/{programme.audiences[0].id}/shares", 403)
