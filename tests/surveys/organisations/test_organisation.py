from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from engage.accounts.models import Role
from engage.coding.models import Excerpt
from engage.database import db
from engage.reports.exports import export_tables
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct
from engage.surveys.models import Answer, Identity, Survey
from engage.surveys.organisations.models import ConfidentialAnswer, Consent, ResponseOrganisation
from engage.surveys.organisations.operations import say_organisation
from engage.surveys.queries import closed_answers
from tests.builders import make_programme, make_response, make_survey, make_user
from tests.pages import Page, PageClient
from tests.surveys.every_type import PER_LOT, PRICE, document, item

pytestmark = pytest.mark.postgresql

STAFF = "/staff/alternative-provision"
SAID = {"name": "Springfield Mentors", "consent": "named", "contact_email": "lead@mentors.example"}


@pytest.fixture
def survey(app: Flask) -> Survey:
    found = make_survey(make_programme())
    found.audience, found.identity = found.wave.programme.audiences[1], Identity.ORGANISATION
    db.session.commit()
    return found


@pytest.fixture
def priced(app: Flask) -> Survey:
    """A survey of providers that asks for a price in pounds, places of each kind, and a few words."""
    words = item("stop-bidding", "long_text", "What would stop you?")
    found = make_survey(make_programme(), document=document(PRICE, PER_LOT, words))
    found.audience, found.identity = found.wave.programme.audiences[1], Identity.ORGANISATION
    db.session.commit()
    return found


def begin(client: PageClient) -> Page:
    return client.get("/s/your-say").submit("Start", assent=True)


def stored() -> list[tuple[str, str]]:
    query = select(ResponseOrganisation.name, ResponseOrganisation.consent)
    return [tuple(row) for row in db.session.execute(query.order_by(ResponseOrganisation.name))]


def write_and_mark(client: PageClient, words: str = "We would ask 90 pounds a day.") -> Page:
    """A provider says who it is, writes an answer, and marks it."""
    begin(client).submit("Next", **SAID)
    client.get("/s/your-say/q/what-works").submit("Next", answer=words)
    page = client.get("/s/your-say/check").click("Mark answers that are commercially confidential")
    return page.submit("Save and check my answers", item="what-works")


def price_and_mark(client: PageClient, *marked: str, words: str = "Late payment.") -> Page:
    """A provider says who it is, what a day costs, how many places it has and a few words, and marks some of that."""
    begin(client).submit("Next", **SAID)
    client.get("/s/your-say/q/price").submit("Next", answer="97.50")
    client.get("/s/your-say/q/offer").submit("Next", **{"answer-full-time": "8", "answer-blended": "3"})
    client.get("/s/your-say/q/stop-bidding").submit("Next", answer=words)
    page = client.get("/s/your-say/confidential")
    return page.submit("Save and check my answers", item=list(marked))


def sign_in(client: PageClient, survey: Survey, role: Role) -> PageClient:
    client.flask.sign_in(make_user(survey.wave.programme, role))
    return client


def test_an_organisation_says_for_whom_it_answers(client: PageClient, survey: Survey) -> None:
    page = begin(client)
    assert page.h1 == "Who you answer for"
    assert page.submit("Next", **SAID).h1 == "Do you feel you belong here?"
    assert stored() == [("Springfield Mentors", "named")]


def test_it_may_skip_that(client: PageClient, survey: Survey) -> None:
    assert begin(client).submit("Skip this page", name="Springfield").h1 == "Do you feel you belong here?"
    assert stored() == []


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_is_kept(
    client: PageClient, survey: Survey
) -> None:
    page = begin(client).submit("Next", name="Springfield Mentors", contact_email="nowhere")
    assert page.errors == {
        "consent": "Choose whether we may name it",
        "contact_email": "Enter an email address, like name@example.org",
    }
    assert page.submit("Next", consent="counted", contact_email="").h1 == "Do you feel you belong here?"
    assert stored() == [("Springfield Mentors", "counted")]


def test_going_back_changes_it(client: PageClient, survey: Survey) -> None:
    begin(client).submit("Next", **SAID)
    page = client.get("/s/your-say/organisation")
    page.submit("Next", name="Springfield Mentors Ltd")
    assert stored() == [("Springfield Mentors Ltd", "named")]


def test_a_person_is_never_asked(client: PageClient) -> None:
    make_survey(make_programme())
    assert begin(client).h1 == "Do you feel you belong here?"
    client.get("/s/your-say/organisation", 404)
    client.get("/s/your-say/confidential", 404)


def test_the_database_refuses_an_organisation_behind_an_anonymous_response(app: Flask) -> None:
    response = make_response(make_survey(make_programme()))
    with pytest.raises(IntegrityError):
        say_organisation(
            response_id=response.id, survey_id=response.survey_id, name="Springfield", consent=Consent.NAMED
        )


def test_deleting_the_answers_deletes_the_name(client: PageClient, survey: Survey) -> None:
    begin(client).submit("Next", **SAID)
    client.get("/s/your-say/stop").submit("Delete my answers")
    assert stored() == []


def test_a_confidential_answer_is_kept_from_analysts_and_exports(client: PageClient, survey: Survey) -> None:
    write_and_mark(client).submit("Send my answers")
    tables = export_tables(programme_id=survey.wave.programme_id)
    assert "what-works" not in set(tables["answers"]["item_id"])
    assert db.session.scalar(select(func.count()).select_from(Excerpt)) == 0


def test_a_confidential_answer_is_read_by_the_procurement_lead_alone(client: PageClient, survey: Survey) -> None:
    write_and_mark(client).submit("Send my answers")
    page = sign_in(client, survey, Role.PROCUREMENT_LEAD).get(f"{STAFF}/organisations")
    page = page.click("What they marked as commercially confidential")
    assert "We would ask 90 pounds a day." in page.text
    for role in (Role.ANALYST, Role.COMMISSIONING_OFFICER, Role.WORKING_GROUP_MEMBER):
        sign_in(client, survey, role).get(f"{STAFF}/confidential", 403)


def test_a_mark_can_be_taken_off_before_sending(client: PageClient, survey: Survey) -> None:
    write_and_mark(client).click("Change what is commercially confidential").submit(item=False)
    assert db.session.scalar(select(func.count()).select_from(ConfidentialAnswer)) == 0


def test_a_mark_stays_when_the_words_change(client: PageClient, survey: Survey) -> None:
    write_and_mark(client)
    client.get("/s/your-say/q/what-works").submit("Next", answer="95 pounds.")
    assert db.session.scalar(select(func.count()).select_from(ConfidentialAnswer)) == 1


def test_the_name_is_shown_only_with_consent_and_once_it_is_sent(client: PageClient, survey: Survey) -> None:
    for name, consent in (("Springfield Mentors", "named"), ("Shelbyville College", "counted")):
        begin(client).submit("Next", name=name, consent=consent)
        client.get("/s/your-say/check").submit("Send my answers")
    begin(client).submit("Next", name="Not sent", consent="named")
    page = sign_in(client, survey, Role.PROCUREMENT_LEAD).get(f"{STAFF}/organisations")
    assert "Springfield Mentors" in page.text
    assert "1 more asked only to be counted" in page.text
    assert "Shelbyville" not in page.text
    assert "Not sent" not in page.text


def test_another_programmes_organisations_stay_there(client: PageClient, survey: Survey) -> None:
    write_and_mark(client).submit("Send my answers")
    other = make_survey(make_programme(slug="other"), slug="theirs")
    client.flask.sign_in(make_user(other.wave.programme, Role.PROCUREMENT_LEAD))
    assert "will be here" in client.get("/staff/other/organisations").text
    assert "Nothing is marked" in client.get("/staff/other/confidential").text


def test_marking_is_of_written_answers_of_ones_own(client: PageClient, survey: Survey) -> None:
    other = make_response(survey, submitted=False, what_works="Not yours")
    write_and_mark(client)
    marked = db.session.scalars(select(ConfidentialAnswer.answer_id)).one()
    assert marked not in {answer.id for answer in other.answers}
    assert db.session.get_one(Answer, marked).item_id == "what-works"


def test_what_no_database_takes_is_left_out(client: PageClient, survey: Survey) -> None:
    begin(client).submit("Next", name="Spring\0field", consent="named")
    client.get("/s/your-say/q/what-works").submit("Next", answer="95 pounds.")
    page = client.get("/s/your-say/confidential").submit("Save and check my answers", item="\0")
    assert page.h1 == "Check your answers"
    assert stored() == [("Springfield", "named")]


def test_a_figure_can_be_marked_as_words_can(client: PageClient, priced: Survey) -> None:
    price_and_mark(client)
    page = client.get("/s/your-say/confidential")
    assert page.select("label strong") == [
        "What is a day?",
        "How many could you offer? Full-time places",
        "How many could you offer? Blended places",
        "What would stop you?",
    ]
    assert "£97.50" in page.text


def test_what_is_marked_is_shown_before_it_is_sent(client: PageClient, priced: Survey) -> None:
    page = price_and_mark(client, "price", "offer-full-time")
    assert page.select(".answers__mark") == ["Commercially confidential", "Commercially confidential: Full-time places"]
    client.get("/s/your-say/q/price").submit("Skip this question")
    assert client.get("/s/your-say/check").select(".answers__mark") == ["Commercially confidential: Full-time places"]


def test_a_confidential_price_is_read_with_its_unit_by_the_procurement_lead_alone(
    client: PageClient, priced: Survey
) -> None:
    price_and_mark(client, "price", "offer-full-time").submit("Send my answers")
    page = sign_in(client, priced, Role.PROCUREMENT_LEAD).get(f"{STAFF}/confidential")
    assert "£97.50" in page.text
    assert "How many could you offer? Full-time places" in page.text
    for role in set(Role) - {Role.PROCUREMENT_LEAD}:
        sign_in(client, priced, role).get(f"{STAFF}/confidential", 403)


def test_a_confidential_price_is_neither_counted_nor_exported(client: PageClient, priced: Survey) -> None:
    price_and_mark(client, "price", "offer-full-time").submit("Send my answers")
    counted = {answer.item_id for answer in closed_answers(priced.wave_id)}
    exported = export_tables(programme_id=priced.wave.programme_id)["answers"]
    assert counted == {"offer-blended"}
    assert set(exported["item_id"]) == {"offer-blended", "stop-bidding"}
    assert not exported.map(str).map(lambda cell: "97.5" in cell).any(axis=None)


def test_a_confidential_price_is_not_shown_beside_a_worrying_answer(client: PageClient, priced: Survey) -> None:
    price_and_mark(client, "price", words="A boy told us that his dad hits him.").submit("Send my answers")
    flag = db.session.scalars(select(Flag)).one()
    page = sign_in(client, priced, Role.SAFEGUARDING_LEAD).get(f"{STAFF}/safeguarding/{flag.id}?rest=yes")
    assert "How many could you offer?" in page.text
    assert "97.5" not in page.text


def test_a_figure_that_was_skipped_after_all_is_no_confidential_answer(client: PageClient, priced: Survey) -> None:
    price_and_mark(client, "price")
    client.get("/s/your-say/q/price").submit("Skip this question")
    client.get("/s/your-say/check").submit("Send my answers")
    page = sign_in(client, priced, Role.PROCUREMENT_LEAD).get(f"{STAFF}/confidential")
    assert "Nothing is marked" in page.text


@pytest.mark.parametrize("act", [None, FlagAct.REFERRED, FlagAct.CLOSED])
def test_what_is_on_hold_is_not_the_procurement_leads_to_read(
    client: PageClient, survey: Survey, act: FlagAct | None
) -> None:
    write_and_mark(client, "My dad hits me.").submit("Send my answers")
    flag, programme = db.session.scalars(select(Flag)).one(), survey.wave.programme
    if act:
        done = Act(act, make_user(programme, Role.SAFEGUARDING_LEAD), 1, "Read", party="The duty team")
        casework.act(flag=flag, done=done, programme_id=programme.id)
        db.session.commit()
    assert "hits" not in sign_in(client, survey, Role.PROCUREMENT_LEAD).get(f"{STAFF}/confidential").text


def test_a_released_answer_is_the_procurement_leads_to_read(client: PageClient, survey: Survey) -> None:
    write_and_mark(client, "My dad hits me.").submit("Send my answers")
    flag, programme = db.session.scalars(select(Flag)).one(), survey.wave.programme
    done = Act(FlagAct.RELEASED, make_user(programme, Role.SAFEGUARDING_LEAD), 1, "A quote", may_be_read=True)
    casework.act(flag=flag, done=done, programme_id=programme.id)
    db.session.commit()
    assert "hits" in sign_in(client, survey, Role.PROCUREMENT_LEAD).get(f"{STAFF}/confidential").text


def test_a_name_that_worries_is_read_by_the_safeguarding_lead_first(client: PageClient, survey: Survey) -> None:
    worry = "A girl said her stepdad hits her"
    begin(client).submit("Next", **SAID | {"name": worry, "contact_name": f"{worry} too"})
    page = client.get("/s/your-say/organisation")
    assert [page.soup.select_one(f"#{field}")["value"] for field in ("name", "contact_name")] == [worry, f"{worry} too"]
    page.submit("Next")
    client.get("/s/your-say/check").submit("Send my answers")
    page = sign_in(client, survey, Role.PROCUREMENT_LEAD).get(f"{STAFF}/organisations")
    assert "stepdad" not in page.text
    assert SAID["contact_email"] in page.text
    page = sign_in(client, survey, Role.SAFEGUARDING_LEAD).get(f"{STAFF}/safeguarding")
    assert set(page.select(".said__words")) == {worry, f"{worry} too"}
