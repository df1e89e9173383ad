from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.coding import operations, queries, runs
from engage.coding.models import Acceptance, Coding, Excerpt, ExcerptReview, MachineRun
from engage.database import db, now
from engage.programmes.models import Programme
from engage.safeguarding.models import Flag, FlagReason
from engage.surveys.models import Survey
from tests.builders import make_user
from tests.coding.frames import ROWS, excerpt_of, submit
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/coding/surest"
DESK = "/staff/alternative-provision/coding"
SURE, UNSURE, KIND = "my mentor is kind", "the taxi and a mentor", "my tutor is kind"


@pytest.fixture
def offered(programme: Programme, survey: Survey) -> dict[str, Excerpt]:
    """Three answers; the last run may be trusted from .8 on, and is so sure of all but one."""
    excerpts = {words: excerpt_of(submit(survey, words)) for words in (SURE, UNSURE, KIND)}
    operations.suggest_codes(programme_id=programme.id)
    run = db.session.scalars(select(MachineRun)).one()
    run.measured, run.sure_from, run.share_right, run.share_low, run.share_high = 200, 0.8, 0.9, 0.81, 0.95
    for review in db.session.scalars(select(ExcerptReview)):
        review.sureness = 0.6 if review.excerpt_id == excerpts[UNSURE].id else 0.9
    db.session.commit()
    return excerpts


def names_of(excerpt: Excerpt) -> list[str]:
    query = select(Coding).where(Coding.excerpt_id == excerpt.id, Coding.applies)
    return [coding.code.slug for coding in db.session.scalars(query)]


def test_before_the_machine_has_read_nothing_is_offered(analyst: PageClient) -> None:
    assert "has not read the answers with this frame yet" in analyst.get(ADDRESS).text


def test_too_few_coded_answers_are_said(analyst: PageClient, survey: Survey, programme: Programme) -> None:
    submit(survey, SURE)
    operations.suggest_codes(programme_id=programme.id)
    page = analyst.get(DESK).click("Accept the surest suggestions")
    assert "people have coded too few answers" in page.text
    assert "0 answers had been coded when the machine last read them. It takes 100" in page.text


def test_a_machine_that_is_not_right_often_enough_is_said_to_be(
    analyst: PageClient, offered: dict[str, Excerpt]
) -> None:
    db.session.scalars(select(MachineRun)).one().sure_from = None
    assert "not right often enough here" in analyst.get(ADDRESS).text


def test_an_offer_says_how_often_it_is_right_and_on_what_that_was_measured(
    analyst: PageClient, offered: dict[str, Excerpt]
) -> None:
    page = analyst.get(ADDRESS)
    assert "surest of 2 answers that nobody has looked at" in page.text
    assert "About 90 in 100 such answers are right in every code" in page.text
    assert "measured on 200 answers" in page.text
    assert set(page.select(".said__words")) == {SURE, KIND}


def test_accepting_takes_them_out_of_the_queue_and_says_whose_act_it_was(
    analyst: PageClient, offered: dict[str, Excerpt]
) -> None:
    page = analyst.get(ADDRESS).submit("Accept these 2 answers")
    assert "2 answers are accepted as the machine suggests" in page.text
    assert "A person, " in page.text
    desk = analyst.get(DESK)
    assert desk.select(".tallies li") == [
        "0 coded by a person", "2 accepted as the machine suggests", "1 left"
    ]  # fmt: skip
    assert desk.select(".said__words") == [UNSURE]
    assert set(analyst.get(DESK, query={"state": "accepted"}).select(".said__words")) == {SURE, KIND}


def test_the_audit_trail_has_the_machine_and_the_number(analyst: PageClient, offered: dict[str, Excerpt]) -> None:
    analyst.get(ADDRESS).submit("Accept these 2 answers")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "accepted suggestions")).one()
    acceptance = db.session.scalars(select(Acceptance)).one()
    assert (entry.user_id, entry.subject_id) == (acceptance.user_id, str(acceptance.id))
    assert entry.facts["excerpts"] == 2
    assert entry.facts["method"].startswith("frame, words")
    assert entry.facts["version"] == acceptance.run.coder.version


def test_accepting_can_be_undone(analyst: PageClient, offered: dict[str, Excerpt]) -> None:
    page = analyst.get(ADDRESS).submit("Accept these 2 answers").submit("Undo 1")
    assert "Undone" in page.text
    assert len(analyst.get(DESK).select(".said__words")) == 3
    acceptance = db.session.scalars(select(Acceptance)).one()
    assert acceptance.undone_at is not None


def test_what_was_accepted_stays_as_it_was_and_teaches_nothing(
    analyst: PageClient, offered: dict[str, Excerpt], programme: Programme
) -> None:
    analyst.get(ADDRESS).submit("Accept these 2 answers")
    coding = db.session.scalars(select(Coding).where(Coding.excerpt_id == offered[SURE].id, Coding.applies)).one()
    coding.evidence = "as it was"
    assert operations.suggest_codes(programme_id=programme.id).learned_from == 0
    kept = db.session.scalars(select(Coding).where(Coding.excerpt_id == offered[SURE].id, Coding.applies)).one()
    assert kept.evidence == "as it was"
    assert names_of(offered[UNSURE]) != []


def test_a_persons_word_beats_what_was_accepted(
    analyst: PageClient, offered: dict[str, Excerpt], programme: Programme
) -> None:
    analyst.get(ADDRESS).submit("Accept these 2 answers")
    operations.save_review(excerpt=offered[SURE], reviewer=make_user(), verdicts={})
    coded = {coding.excerpt_id for coding in queries.effective_codings(programme.waves[0].id)}
    assert offered[SURE].id not in coded
    assert analyst.get(DESK).select(".tallies li")[0] == "1 coded by a person"


def test_a_new_version_of_the_frame_ends_it(
    analyst: PageClient, offered: dict[str, Excerpt], programme: Programme
) -> None:
    analyst.get(ADDRESS).submit("Accept these 2 answers")
    operations.store_frame(programme_id=programme.id, rows=ROWS)
    assert len(analyst.get(DESK).select(".said__words")) == 3


@pytest.mark.parametrize("reason", FlagReason)
def test_what_was_ever_held_is_never_accepted(
    analyst: PageClient, offered: dict[str, Excerpt], reason: FlagReason
) -> None:
    lead = make_user().id
    raiser = lead if reason == FlagReason.CONCERN else None
    by = {"raiser_id": raiser, "released_at": now(), "releaser_id": lead, "state": "released"}
    db.session.add(Flag(answer_id=offered[SURE].answer_id, reason=reason, **by))
    page = analyst.get(ADDRESS)
    assert page.select(".said__words") == [KIND]
    assert "Accept this 1 answer" in page.text


def test_an_offer_that_has_changed_meanwhile_is_not_taken(
    analyst: PageClient, offered: dict[str, Excerpt], programme: Programme
) -> None:
    page = analyst.get(ADDRESS)
    operations.suggest_codes(programme_id=programme.id)
    assert "read the answers again meanwhile" in page.submit("Accept these 2 answers").text
    assert db.session.scalars(select(Acceptance)).all() == []


def test_another_programmes_acceptance_cannot_be_undone(analyst: PageClient, offered: dict[str, Excerpt]) -> None:
    analyst.get(ADDRESS).submit("Accept these 2 answers")
    assert runs.find_acceptance(999, db.session.scalars(select(Acceptance)).one().id) is None


def test_only_analysts_accept(client: PageClient, programme: Programme) -> None:
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    client.get(ADDRESS, status=403)
