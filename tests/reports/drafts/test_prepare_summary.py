"""Preparing the next edition: at once where answers are few, by a job where they are many, which says how far it is."""

from __future__ import annotations

import datetime as dt

import pytest

from engage.accounts.models import Role, User
from engage.database import db, now
from engage.programmes.models import Programme, Wave
from engage.reports.drafts import operations, queries
from engage.reports.drafts.queries import STOPPED_AFTER
from engage.reports.drafts.signals import summary_wanted
from engage.reports.models import Finding, SummaryDraft
from engage.reports.summary import SummaryDocument
from tests.builders import make_programme
from tests.pages import Page, PageClient
from tests.reports.builders import publish_summary
from tests.reports.conftest import sign_in

HERE = "/staff/alternative-provision/findings/publish"


@pytest.fixture
def wave(programme: Programme) -> Wave:
    return programme.waves[0]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were too many answers to prepare a summary while a page loads."""
    monkeypatch.setattr(queries, "FEW_ANSWERS", 0)


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs wait: nobody does them."""
    monkeypatch.setattr(summary_wanted, "send", lambda *_to, **_values: None)


@pytest.fixture
def waiting(client: PageClient, officer: User, finding: Finding, said: None, many: None, no_worker: None) -> Page:
    """What the officer sees who has asked for it, where no job has begun."""
    return client.get(HERE).submit("Prepare the next edition")


def draft() -> SummaryDraft:
    db.session.expire_all()
    return db.session.query(SummaryDraft).one()


def test_nothing_is_counted_before_somebody_asks(client: PageClient, officer: User, said: None) -> None:
    page = client.get(HERE)
    assert "Nothing is prepared to be published yet." in page.text
    assert page.select("main form button") == ["Prepare the next edition"]


def test_of_few_answers_it_is_there_at_once(client: PageClient, officer: User, finding: Finding, said: None) -> None:
    page = client.get(HERE).submit("Prepare the next edition")
    assert f"by {officer.name}. Answers that came in or were coded since are not in it." in page.text
    assert page.select("main form button") == ["Prepare it again", "Publish"]


def test_of_many_answers_a_job_prepares_it(
    client: PageClient, officer: User, finding: Finding, said: None, many: None
) -> None:
    client.get(HERE).submit("Prepare the next edition")
    assert "Prepared on" in client.get(HERE).text
    assert (draft().steps_done, draft().asked_at) == (3, None)


def test_a_draft_holds_what_the_edition_would_and_no_more(
    officer: User, wave: Wave, finding: Finding, said: None
) -> None:
    operations.prepare_now(wave=wave, officer=officer)
    prepared = draft().document
    assert prepared == publish_summary(wave, officer).document
    assert SummaryDocument.model_validate(prepared).findings.keys() == {finding.id}


def test_while_it_waits_the_page_says_so_and_offers_no_button(waiting: Page, officer: User) -> None:
    assert "The next edition is being prepared." in waiting.text
    assert f"{officer.name} asked for it on" in waiting.text
    assert "It waits for other work to be done." in waiting.text
    assert waiting.select("main form button") == []


def test_how_far_a_job_is_can_be_seen(waiting: Page, wave: Wave) -> None:
    operations.note_progress(wave_id=wave.id, attempt=1, steps_done=1)
    db.session.commit()
    page = waiting.click("See how far it is now")
    assert "Step 2 of 4: counting what people chose." in page.text


def test_asking_again_meanwhile_begins_nothing_afresh(waiting: Page, wave: Wave, officer: User) -> None:
    operations.ask_for_summary(wave=wave, officer=officer)
    assert draft().attempt == 1


def test_a_job_that_was_killed_can_be_started_again(waiting: Page, wave: Wave, monkeypatch: pytest.MonkeyPatch) -> None:
    draft().asked_at = now() - STOPPED_AFTER - dt.timedelta(seconds=1)
    db.session.commit()
    page = waiting.client.get(HERE)
    assert "has stopped before it was done" in page.text
    monkeypatch.setattr(queries, "FEW_ANSWERS", 1000)
    assert page.submit("Prepare it again").select("main form button") == ["Prepare it again", "Publish"]


def test_a_job_that_was_taken_for_dead_writes_nothing(waiting: Page, wave: Wave, officer: User) -> None:
    operations.prepare_now(wave=wave, officer=officer)
    made = draft().prepared_at
    operations.prepare_summary(wave_id=wave.id, attempt=1)
    assert draft().prepared_at == made


def test_a_job_that_fails_says_so(
    client: PageClient, officer: User, said: None, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "draft_summary", lambda *_given: 1 / 0)
    client.get(HERE).submit("Prepare the next edition")
    assert "has stopped before it was done" in client.get(HERE).text


def test_what_was_prepared_before_stays_until_the_next_is_there(
    client: PageClient, officer: User, finding: Finding, said: None, no_worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get(HERE).submit("Prepare the next edition")
    monkeypatch.setattr(queries, "FEW_ANSWERS", 0)
    page = page.submit("Prepare it again")
    assert "is being prepared" in page.text
    assert "Moving breaks trust" in page.text


def test_what_was_published_meanwhile_is_not_prepared_again(waiting: Page, wave: Wave) -> None:
    operations.remove_draft(wave=wave)
    operations.prepare_summary(wave_id=wave.id, attempt=1)
    assert db.session.query(SummaryDraft).count() == 0


def test_one_programme_sees_nothing_of_another(
    client: PageClient, officer: User, wave: Wave, finding: Finding, said: None
) -> None:
    operations.prepare_now(wave=wave, officer=officer)
    other = make_programme(slug="another")
    db.session.commit()
    sign_in(client, other, Role.COMMISSIONING_OFFICER)
    page = client.get("/staff/another/findings/publish")
    assert "Nothing is prepared to be published yet." in page.text
    assert "Moving breaks trust" not in page.text
    client.get(HERE, status=403)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.WORKING_GROUP_MEMBER])
def test_only_an_officer_has_it_prepared(client: PageClient, programme: Programme, role: Role) -> None:
    sign_in(client, programme, role)
    token = client.get("/staff/alternative-provision").soup.select_one("[name=csrf_token]")
    assert token is not None
    client.post(f"{HERE}/prepare", {"csrf_token": token["value"]}, status=403)
