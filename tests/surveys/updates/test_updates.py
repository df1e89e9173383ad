from __future__ import annotations

import email
import uuid
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.models import Role
from engage.database import db, now
from engage.forums.models import Decision
from engage.surveys.models import Survey
from engage.surveys.updates import letters, operations, queries
from engage.surveys.updates.models import UpdateAddress
from tests.builders import INSTRUMENT, make_programme, make_survey, make_user
from tests.journeys.conftest import free_port
from tests.pages import Page, PageClient
from tests.reports.builders import make_decision

STAFF = "/staff/alternative-provision/updates"
WRITE = f"{STAFF}/write"


class Office:
    """What the mail server does with a letter: keeps it, or refuses it as often as it is told to."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.refusals = 0

    async def keep(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.refusals:
            self.refusals -= 1
            return "451 try again later"
        self.letters.append(email.message_from_bytes(envelope.original_content or b""))
        return "250 kept"


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A real mail server, and an Engage that writes by it."""
    found, port = type("Listening", (Office,), {"handle_DATA": Office.keep})(), free_port()
    server = Controller(found, hostname="127.0.0.1", port=port)
    server.start()
    given = {"mail_url": f"smtp://127.0.0.1:{port}", "mail_from": "engage@testham.example"}
    settings = app.config["ENGAGE"].model_copy(update={**given, "base_url": "https://testham.example"})
    monkeypatch.setitem(app.config, "ENGAGE", settings)
    yield found
    server.stop()


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey(make_programme())


@pytest.fixture
def decision(survey: Survey) -> Decision:
    return make_decision(survey.wave.programme)


@pytest.fixture
def officer(client: PageClient, survey: Survey) -> PageClient:
    client.flask.sign_in(make_user(survey.wave.programme, Role.COMMISSIONING_OFFICER))
    return client


def leave(survey: Survey, *addresses: str) -> None:
    for address in addresses or ("parent@testham.example",):
        operations.leave_address(survey_id=survey.id, email=address)
    db.session.commit()


def make_due(survey: Survey) -> list[uuid.UUID]:
    due = operations.make_due(programme_id=survey.wave.programme_id)
    db.session.commit()
    return due.address_ids


def left() -> int:
    return db.session.scalar(select(func.count()).select_from(UpdateAddress)) or 0


def write_to(client: PageClient, email: str) -> Page:
    page = client.get("/s/your-say/done").click("Get one email when the result is published")
    return page.submit("Leave this address", email=email)


def test_a_person_leaves_an_address_apart_from_their_answers(client: PageClient, survey: Survey) -> None:
    assert write_to(client, " Parent@Testham.example ").h1 == "We will write to you"
    assert db.session.scalars(select(UpdateAddress.email)).all() == ["parent@testham.example"]
    assert "response_id" not in UpdateAddress.__table__.columns


@pytest.mark.parametrize("typed", ["", "parent", "a@b", "x" * 300 + "@testham.example", "a b@testham.example"])
def test_what_is_no_address_is_said_beside_the_field(client: PageClient, survey: Survey, typed: str) -> None:
    page = write_to(client, typed)
    assert page.errors == {"email": "Enter an email address, like name@example.org"}
    assert left() == 0


def test_whoever_has_sent_nothing_is_not_told_that_it_is_sent(client: PageClient, survey: Survey) -> None:
    page = client.get("/s/your-say/updates")
    assert page.links["No, thank you"] == "/p/alternative-provision"


def test_the_way_leads_back_to_the_receipt(client: PageClient, survey: Survey) -> None:
    client.get("/s/your-say").submit(assent=True).submit("Finish now").submit("Send my answers")
    receipt = client.get("/s/your-say/done").select(".code")
    page = write_to(client, "parent@testham.example").click("Back to the five words to keep")
    assert page.select(".code") == receipt != []


def test_an_address_left_twice_is_kept_once(client: PageClient, survey: Survey) -> None:
    write_to(client, "parent@testham.example")
    write_to(client, "PARENT@testham.example")
    assert left() == 1


def test_a_child_is_not_asked_for_an_address(client: PageClient) -> None:
    make_survey(make_programme(), document=INSTRUMENT.replace("\n[assent]", 'about_you = "children"\n\n[assent]'))
    assert "Get one email when the result is published" not in client.get("/s/your-say/done").links
    client.get("/s/your-say/updates", 404)


def test_everyone_is_written_to_once_and_then_forgotten(
    officer: PageClient, survey: Survey, decision: Decision, office: Office
) -> None:
    leave(survey, "one@testham.example", "two@testham.example")
    page = officer.get(STAFF).click("Look at the letter").submit("Send 2 letters")
    assert page.messages == ["2 letters are on their way"]
    assert sorted(str(letter["To"]) for letter in office.letters) == ["one@testham.example", "two@testham.example"]
    assert "https://testham.example/p/alternative-provision/you-said-we-did" in str(office.letters[0].get_payload())
    assert left() == 0


def test_there_is_nothing_to_write_before_a_decision_is_published(officer: PageClient, survey: Survey) -> None:
    leave(survey)
    page = officer.get(STAFF)
    assert "1 person is waiting" in page.text
    assert not page.soup.select("main form")


def test_the_letter_is_shown_before_it_is_sent(
    officer: PageClient, survey: Survey, decision: Decision, office: Office
) -> None:
    leave(survey, "one@testham.example", "two@testham.example")
    page = officer.get(STAFF).click("Look at the letter")
    assert page.h1 == "Write to 2 people"
    assert office.letters == []
    page.submit("Send 2 letters")
    sent = office.letters[0].get_payload(decode=True)
    assert isinstance(sent, bytes)
    assert " ".join(sent.decode().split()) == page.select(".letter__body")[0]


def test_what_was_written_is_listed_with_how_many_when_and_by_whom(
    officer: PageClient, survey: Survey, decision: Decision, office: Office
) -> None:
    leave(survey, "one@testham.example", "two@testham.example")
    page = officer.get(WRITE).submit("Send 2 letters")
    assert page.select("tbody tr") == [f"{now():%d %B %Y, %H:%M} A person 2"]
    assert "@" not in page.text


def test_the_button_pressed_twice_writes_once_and_is_listed_once(
    officer: PageClient, survey: Survey, decision: Decision, office: Office
) -> None:
    leave(survey)
    page = officer.get(WRITE)
    page.submit()
    again = page.submit()
    assert again.messages == ["Everyone who asked has been written to already. Nobody is written to twice"]
    assert (len(office.letters), len(again.select("tbody tr"))) == (1, 1)


def test_where_letters_reach_nobody_the_page_says_so(officer: PageClient, survey: Survey, decision: Decision) -> None:
    leave(survey)
    assert "No mail server is set up." in officer.get(WRITE).text


def test_each_survey_that_somebody_waits_for_is_named(officer: PageClient, survey: Survey, decision: Decision) -> None:
    other = make_survey(survey.wave.programme, slug="their-say")
    other.title = "Their say"
    leave(survey)
    leave(other, "two@testham.example")
    assert f"{other.title}; {survey.title}." in officer.get(WRITE).text


def test_with_nobody_waiting_there_is_no_letter(officer: PageClient, survey: Survey, decision: Decision) -> None:
    assert officer.get(WRITE).h1 == "People who want to hear the result"


def test_a_job_that_runs_twice_writes_once(survey: Survey, office: Office) -> None:
    leave(survey)
    (address_id,) = make_due(survey)
    letters.write_letter(address_id)
    letters.write_letter(address_id)
    assert len(office.letters) == 1


def test_of_two_workers_one_has_the_letter(survey: Survey) -> None:
    leave(survey)
    (address_id,) = make_due(survey)
    assert [operations.claim(address_id=address_id), operations.claim(address_id=address_id)] == [True, False]


def test_a_refused_letter_waits_is_counted_and_is_sent_in_the_end(
    officer: PageClient, survey: Survey, decision: Decision, office: Office
) -> None:
    leave(survey)
    office.refusals = 1
    officer.get(WRITE).submit("Send 1 letter")
    page = officer.get(STAFF)
    assert "1 letter was refused by the mail server" in page.text
    page.submit("Try again now")
    assert (len(office.letters), left()) == (1, 0)


def test_a_mail_server_that_is_away_loses_no_address(survey: Survey, office: Office) -> None:
    leave(survey)
    office.refusals = 2
    (address_id,) = make_due(survey)
    for failures in (1, 2):
        with pytest.raises(letters.NotSent) as refused:
            letters.write_letter(address_id)
        assert refused.value.failures == failures
        assert refused.value.__cause__ is None
    letters.write_letter(address_id)
    assert (len(office.letters), left()) == (1, 0)


def test_a_letter_cut_off_half_way_is_told_and_not_sent_again(
    officer: PageClient, survey: Survey, decision: Decision, office: Office
) -> None:
    leave(survey)
    make_due(survey)
    db.session.scalars(select(UpdateAddress)).one().sent_at = now()
    page = officer.get(STAFF)
    assert "Nobody can tell whether it left" in page.text
    assert make_due(survey) == []
    assert office.letters == []


def test_another_programmes_addresses_are_left_alone(survey: Survey) -> None:
    other = make_survey(make_programme(slug="other"), slug="theirs")
    leave(other)
    assert make_due(survey) == []
    assert queries.count_waiting(programme_id=survey.wave.programme_id) == (0, 0, 0, 0)


def test_with_no_mail_server_letters_are_files_and_no_address_is_printed(
    app: Flask, survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(app.config, "ENGAGE", app.config["ENGAGE"].model_copy(update={"mail_folder": tmp_path}))
    leave(survey)
    letters.write_letter(make_due(survey)[0])
    (path,) = tmp_path.glob("*.eml")
    assert email.message_from_bytes(path.read_bytes())["To"] == "parent@testham.example"
    assert path.stat().st_mode & 0o077 == 0
    assert "parent@" not in "".join(capsys.readouterr())


def test_only_the_officer_writes(client: PageClient, survey: Survey) -> None:
    client.flask.sign_in(make_user(survey.wave.programme, Role.ANALYST))
    client.get(STAFF, 403)
