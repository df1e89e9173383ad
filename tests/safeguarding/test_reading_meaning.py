"""What an answer means is read in a job; until it has, the answer is on hold from everyone."""

from __future__ import annotations

import pandas as pd
import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Role
from engage.analysis.triage import Tier
from engage.coding.models import Excerpt
from engage.database import db
from engage.jobs import keep_time, read_some
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag, UnreadAnswer
from engage.safeguarding.queries import on_hold
from engage.safeguarding.signals import reading_wanted
from engage.surveys.models import Answer
from tests.builders import make_survey, make_user
from tests.pages import PageClient
from tests.safeguarding.answers import ADDRESS, POLISH, WORRYING, send

CALM, HINT = "The tutors are kind", "We go the long way when he drives"


@pytest.fixture
def by_meaning(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "ENGAGE", app.config["ENGAGE"].model_copy(update={"read_meaning": True}))
    monkeypatch.setattr("engage.safeguarding.listeners.can_embed", lambda: True)
    # The model takes seconds to open; which words it holds is tested where it is measured.
    monkeypatch.setattr("engage.safeguarding.triage.open_embedder", lambda: None)


def excerpts() -> set[str]:
    return set(db.session.scalars(select(Excerpt.text)))


def send_unread(programme: Programme, *said: str) -> None:
    """Sent and stored, and no job has come to them yet."""
    with reading_wanted.muted():
        send(make_survey(programme), *said)
        db.session.commit()


def find_held(monkeypatch: pytest.MonkeyPatch, words: str, tier: Tier) -> None:
    """Let the meaning of these words be found worrying."""

    def assess(texts: pd.DataFrame, _embedder: object = None) -> pd.DataFrame:
        found = texts[texts["text"] == words]
        return found.assign(tier=tier, category="", words="", concern=0.9, english=True)

    monkeypatch.setattr("engage.safeguarding.triage.assess", assess)


@pytest.mark.usefixtures("by_meaning")
def test_everything_is_on_hold_until_a_job_has_read_it(programme: Programme) -> None:
    send_unread(programme, CALM, WORRYING)
    assert len(db.session.scalars(select(Answer).where(on_hold())).all()) == 2
    assert excerpts() == set()


@pytest.mark.usefixtures("by_meaning")
def test_the_job_follows_the_commit_and_lets_go_of_what_is_harmless(programme: Programme) -> None:
    send(make_survey(programme), CALM, WORRYING, POLISH)
    assert excerpts() == set()
    db.session.commit()
    assert excerpts() == {CALM}
    assert db.session.scalars(select(UnreadAnswer)).all() == []


@pytest.mark.usefixtures("by_meaning")
def test_what_waits_after_a_lost_job_is_read_within_the_hour(programme: Programme) -> None:
    send_unread(programme, CALM)
    keep_time()
    assert excerpts() == {CALM}


@pytest.mark.usefixtures("by_meaning")
def test_a_meaning_holds_what_no_word_held(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    send_unread(programme, CALM, HINT)
    find_held(monkeypatch, HINT, Tier.LOOK_TODAY)
    keep_time()
    flag = db.session.scalars(select(Flag)).one()
    assert (flag.words, flag.tier, flag.matched) == (HINT, Tier.LOOK_TODAY, "")
    assert excerpts() == {CALM}


@pytest.mark.usefixtures("by_meaning")
def test_a_meaning_has_a_lead_look_sooner_never_later(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    send_unread(programme, POLISH, WORRYING)
    before = {flag.words: flag.tier for flag in db.session.scalars(select(Flag))}
    find_held(monkeypatch, WORRYING, Tier.PROBABLY_NOTHING)
    keep_time()
    db.session.expire_all()
    assert {flag.words: flag.tier for flag in db.session.scalars(select(Flag))} == before
    assert excerpts() == set()


@pytest.mark.usefixtures("by_meaning")
def test_the_lead_sees_how_many_wait_to_be_read(lead: PageClient, programme: Programme) -> None:
    send_unread(programme, CALM, HINT)
    assert "2 answers have just come in. Nobody reads them until" in lead.get(ADDRESS).text


@pytest.mark.usefixtures("by_meaning")
def test_a_released_answer_is_free_only_once_it_was_read(lead: PageClient, programme: Programme) -> None:
    send_unread(programme, WORRYING)
    lead.get(ADDRESS).click("Open this 1").submit("Save", act="released", note="A song", may_be_read=True)
    assert excerpts() == set()
    keep_time()
    assert excerpts() == {WORRYING}


@pytest.mark.usefixtures("by_meaning")
def test_nobody_raises_a_concern_about_what_they_cannot_have_read(client: PageClient, programme: Programme) -> None:
    send_unread(programme, CALM)
    answer = db.session.scalars(select(Answer)).one()
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    client.get(f"/staff/alternative-provision/concerns/{answer.id}", status=404)


@pytest.mark.usefixtures("by_meaning")
def test_a_job_reads_some_and_asks_for_the_next_so_that_letters_come_between(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("engage.safeguarding.triage.ANSWERS_AT_ONCE", 1)
    monkeypatch.setattr("engage.jobs.enqueue_reading", asked.append)
    send_unread(programme, CALM, f"{CALM} too", f"{CALM} as well")
    for read in range(1, 4):
        read_some()
        assert (len(excerpts()), len(asked)) == (read, read)
    read_some()
    assert len(asked) == 3
