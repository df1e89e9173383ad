from __future__ import annotations

from engage.accounts.models import Role
from tests.builders import make_programme, make_response, make_survey, make_user
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/surveys"


def test_the_list_leads_to_each_survey_with_where_it_stands(client: PageClient) -> None:
    programme = make_programme()
    make_response(make_survey(programme), belonging=["always"])
    make_survey(make_programme(slug="another"), slug="another")
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    page = client.get(ADDRESS)
    assert page.select("main .tag") == ["Open"]
    assert page.select("main tbody td")[3] == "1"
    assert page.click("Your place, your say").h1 == "Your place, your say"


def test_with_no_survey_the_page_says_what_will_be_here(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.COMMISSIONING_OFFICER))
    page = client.get(ADDRESS)
    assert "The surveys of this programme will be here" in page.text
    assert page.click("Create a survey").h1 == "Create a survey"


def test_reviewers_find_surveys_in_the_header_and_make_none(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.REVIEWER))
    page = client.get(ADDRESS)
    assert page.links["Surveys"] == ADDRESS
    assert "Create a survey" not in page.links


def test_people_without_a_part_in_surveys_are_turned_away(client: PageClient) -> None:
    client.flask.sign_in(make_user(make_programme(), Role.PROCUREMENT_LEAD))
    client.get(ADDRESS, 403)


def test_who_only_reads_surveys_sees_no_count_that_goes_up_with_each_answer(client: PageClient) -> None:
    programme = make_programme()
    survey = make_survey(programme)
    make_response(survey)
    client.flask.sign_in(make_user(programme, Role.WORKING_GROUP_MEMBER))
    page = client.get("/staff/alternative-provision/surveys")
    assert "Responses" not in page.text
    assert "response so far" not in page.click(survey.title).text
