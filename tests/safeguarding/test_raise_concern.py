from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.database import db
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct
from engage.surveys.models import Response
from tests.builders import make_programme, make_survey, make_user
from tests.coding.frames import excerpt_of
from tests.pages import Page, PageClient
from tests.safeguarding.answers import ADDRESS, WORRYING, send

QUIET, WORRY = "mr grey is my special friend here", "Who is he?"
DESK = "/staff/alternative-provision/coding"


def answer_to(programme: Programme, words: str = QUIET) -> Response:
    (response,) = send(make_survey(programme), words)
    return response


def raised(client: PageClient, programme: Programme, response: Response) -> Page:
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    page = client.get(f"{DESK}/{excerpt_of(response).id}").click("tell the safeguarding lead if it worries you")
    return page.submit(note=WORRY)


def test_a_coder_who_is_worried_puts_the_answer_on_hold(client: PageClient, programme: Programme) -> None:
    response = answer_to(programme)
    page = raised(client, programme, response)
    assert page.h1 == "The safeguarding lead has it"
    client.get(f"{DESK}/{excerpt_of(response).id}", status=404)


def test_the_lead_reads_it_first_with_what_worries_the_coder(client: PageClient, programme: Programme) -> None:
    response = answer_to(programme)
    send(make_survey(programme, slug="other"), "i am scared of the bus")
    raised(client, programme, response)
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    page = client.get(ADDRESS)
    assert page.select(".said__words")[0] == QUIET
    assert f"A person is worried: {WORRY}" in page.text
    assert page.select(".tallies li")[0] == "1 to look at now · 1 that worries a reader"
    assert page.click("Open this 1").select(".history li")[0].startswith("Raised by A person on ")


def test_a_released_worry_can_be_raised_again(client: PageClient, programme: Programme) -> None:
    response = answer_to(programme)
    raised(client, programme, response)
    flag = db.session.scalars(select(Flag)).one()
    done = Act(FlagAct.RELEASED, make_user(), flag.version, "Read", may_be_read=True)
    casework.act(flag=flag, done=done, programme_id=programme.id)
    assert raised(client, programme, response).h1 == "The safeguarding lead has it"


def test_an_officer_raises_it_without_reading_the_whole_answer(client: PageClient, programme: Programme) -> None:
    response = answer_to(programme)
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    page = client.get(f"/staff/alternative-provision/concerns/{response.answers[0].id}")
    assert "What is good here?" in page.text
    assert QUIET not in page.text


def test_a_concern_needs_words(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    page = client.get(f"/staff/alternative-provision/concerns/{answer_to(programme).answers[0].id}").submit(note=" ")
    assert page.errors == {"note": "Say what worries you"}


def test_who_raised_it_is_recorded_without_any_words(client: PageClient, programme: Programme) -> None:
    raised(client, programme, answer_to(programme))
    flag, entry = db.session.scalars(select(Flag)).one(), db.session.scalars(select(AuditEntry)).one()
    assert (entry.user_id, entry.subject_id, entry.facts) == (flag.raiser_id, str(flag.id), {})


def test_what_is_held_already_or_of_another_programme_is_not_found(client: PageClient, programme: Programme) -> None:
    held = answer_to(programme, WORRYING)
    (other,) = send(make_survey(make_programme(slug="another"), slug="another"), QUIET)
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    for response in (held, other):
        client.get(f"/staff/alternative-provision/concerns/{response.answers[0].id}", status=404)


@pytest.mark.parametrize("role", [Role.WORKING_GROUP_MEMBER, Role.PROCUREMENT_LEAD])
def test_those_who_read_no_answers_have_nothing_to_raise(client: PageClient, programme: Programme, role: Role) -> None:
    client.flask.sign_in(make_user(programme, role))
    client.get(f"/staff/alternative-provision/concerns/{answer_to(programme).answers[0].id}", status=403)
