from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from engage.accounts.models import Role, User
from engage.coding import operations, queries
from engage.coding.models import Excerpt
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag, FlagReason
from engage.surveys.models import Survey
from tests.builders import make_programme, make_user
from tests.coding.frames import excerpt_of, submit
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/coding/agreement"


def named(name: str) -> User:
    user = make_user()
    user.name = name
    return user


def say(excerpt: Excerpt, reviewer: User, *slugs: str) -> None:
    codes = {code.slug: code.id for code in queries.list_codes(excerpt.programme_id)}
    operations.save_review(excerpt=excerpt, reviewer=reviewer, verdicts={codes[slug]: True for slug in slugs})


def two_people(survey: Survey, answers: int = 40) -> list[Excerpt]:
    """Ann and Ben read the same answers; every tenth Ben takes transport for belonging."""
    ann, ben = named("Ann"), named("Ben")
    excerpts = [excerpt_of(submit(survey, f"answer {number}")) for number in range(answers)]
    for number, excerpt in enumerate(excerpts):
        code = "transport" if number % 2 else "trusted-adult"
        say(excerpt, ann, code)
        say(excerpt, ben, "belonging" if number % 10 == 1 else code)
    db.session.commit()
    return excerpts


def test_without_two_readers_the_page_says_what_will_come(analyst: PageClient) -> None:
    page = analyst.get("/staff/alternative-provision/coding").click("How far coders agree")
    assert "Once an answer has been read by two coders" in page.text


def test_two_people_are_compared_by_code_and_over_all(analyst: PageClient, survey: Survey) -> None:
    two_people(survey)
    page = analyst.get(ADDRESS)
    assert page.select("h2")[:1] == ["Ann and Ben"]
    assert "40 answers were read by both" in page.text
    assert "Trusted adult 40 40 100% 1.00 (1.00 to 1.00) 1.00 (1.00 to 1.00) Good" in page.text.replace(
        "A trusted", "Trusted"
    )
    assert "93% of the times" in page.text


def test_codes_taken_for_each_other_are_told_once(analyst: PageClient, survey: Survey) -> None:
    two_people(survey)
    page = analyst.get(ADDRESS)
    assert page.text.count("Belonging and friends Getting there 4 4 of 4") == 1
    assert "Getting there Belonging and friends" not in page.text


def test_too_little_to_tell_is_said(analyst: PageClient, survey: Survey) -> None:
    two_people(survey, 4)
    assert "Too little to tell: fewer than 30 answers were read by two" in analyst.get(ADDRESS).text


def test_the_machine_is_held_against_each_person(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    two_people(survey, 4)
    operations.suggest_codes(programme_id=programme.id)
    page = analyst.get(ADDRESS).click("See by code Ann and the machine")
    assert page.select("h2")[:1] == ["Ann and the machine"]
    assert "would give without having seen" in page.text


def test_an_answer_on_hold_is_not_compared(analyst: PageClient, survey: Survey) -> None:
    held = two_people(survey, 4)[0]
    db.session.add(Flag(answer_id=held.answer_id, reason=FlagReason.WORRYING_WORDS))
    assert "3 answers were read by both" in analyst.get(ADDRESS).text


def test_the_figures_are_taken_away_as_a_spreadsheet(
    analyst: PageClient, raw_client: FlaskClient, survey: Survey
) -> None:
    two_people(survey, 4)
    sent = raw_client.get("/staff/alternative-provision/coding/agreement.csv")
    lines = sent.get_data(as_text=True).splitlines()
    assert lines[0].startswith("\ufeffbetween,code,coders,excerpts,applied,share,share_low")
    assert lines[1].startswith("Ann and Ben,trusted-adult,2,4,")
    assert lines[-1].startswith("Ann and Ben,All,2,4,")


def test_nothing_to_compare_is_an_empty_spreadsheet(analyst: PageClient, raw_client: FlaskClient) -> None:
    assert raw_client.get("/staff/alternative-provision/coding/agreement.csv").status_code == 200


@pytest.mark.parametrize("role", [Role.WORKING_GROUP_MEMBER, Role.REVIEWER])
def test_others_do_not_see_who_coded_how(client: PageClient, programme: Programme, role: Role) -> None:
    client.flask.sign_in(make_user(programme, role))
    client.get(ADDRESS, status=403)


def test_a_commissioning_officer_reads_it_too(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    assert client.get(ADDRESS).h1 == "How far coders agree"


def test_a_programme_without_a_frame_has_nothing_to_compare(client: PageClient) -> None:
    programme = make_programme(slug="new")
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    assert "will be here" in client.get("/staff/new/coding/agreement").text
