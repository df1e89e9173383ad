"""What few people said is told in words that a second person approved, or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from engage.accounts.models import AuditEntry, Role, User
from engage.coding.models import Code
from engage.database import db, now
from engage.programmes.models import Programme
from engage.reports import operations
from engage.reports.models import Finding, Wording
from engage.safeguarding.models import Flag
from engage.surveys.models import Survey
from tests.builders import make_user
from tests.pages import PageClient
from tests.reports.builders import hold, make_finding, make_voices
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

DESK = "/staff/alternative-provision/findings"
HERE = "/staff/alternative-provision/what-we-heard"


@pytest.fixture
def rare(programme: Programme, young_people: Survey, codes: list[Code]) -> Finding:
    """3 of 40 young people say it; nobody has approved its words yet. 37 say something else."""
    make_voices(young_people, codes[0], count=3, words="They lock the door")
    make_voices(young_people, codes[1], count=37, words="Miss stayed")
    make_finding(programme, codes[1], title="One adult who stays")
    return make_finding(programme, codes[0], title="A closed door", approved=False)


def test_a_rare_voice_is_left_out_until_its_words_are_approved(
    client: PageClient, officer: User, rare: Finding, publish: Publish
) -> None:
    page = client.get(f"{DESK}/publish").submit("Prepare the next edition")
    assert "left out until a second person has approved its words: A closed door" in page.text
    assert rare.id not in publish().findings
    page.click("A closed door").submit("Approve these words")
    assert publish().findings[rare.id].total == "fewer than 5"


def test_what_few_said_never_says_that_most_do(
    client: PageClient, officer: User, rare: Finding, publish: Publish
) -> None:
    client.get(f"{DESK}/{rare.id}").submit(title="Most feel at home")
    operations.approve_words(finding=rare, approver=make_user(rare.wave.programme))
    assert rare.id not in publish().findings
    page = client.get(f"{DESK}/publish").submit("Prepare the next edition")
    assert "left out until its words agree: Most feel at home" in page.text


def test_readers_see_it_without_audience_or_quotes(
    client: PageClient, member: User, programme: Programme, rare: Finding, publish: Publish
) -> None:
    operations.approve_words(finding=rare, approver=make_user(programme))
    publish()
    page = client.get(f"{HERE}/belonging/findings/{rare.id}")
    assert "Fewer than 5 people spoke about this." in page.text
    assert "lock the door" not in page.text
    assert page.select("table") == []


def test_nobody_approves_their_own_words(client: PageClient, officer: User, rare: Finding) -> None:
    page = client.get(f"{DESK}/{rare.id}").submit(title="Another door")
    page = client.get(f"{DESK}/{rare.id}/words").submit("Approve these words")
    assert page.errors[""] == "You wrote these words. Ask somebody else to read and approve them"


def test_the_database_holds_that_it_is_another_person(programme: Programme, rare: Finding) -> None:
    wording = db.session.query(Wording).filter_by(finding_id=rare.id).one()
    wording.approver, wording.approved_at = wording.writer, now()
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_other_words_are_no_longer_approved(
    client: PageClient, officer: User, programme: Programme, rare: Finding, publish: Publish
) -> None:
    operations.approve_words(finding=rare, approver=make_user(programme))
    db.session.commit()
    client.get(f"{DESK}/{rare.id}").submit(statement="In other words.")
    assert rare.id not in publish().findings


def test_words_that_nobody_is_known_to_have_written_are_not_approved(
    programme: Programme, officer: User, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code)
    (proposed,) = operations.propose_findings(wave=programme.waves[0])
    with pytest.raises(operations.OwnWords):
        operations.approve_words(finding=proposed, approver=officer)


def test_the_trail_says_who_approved(client: PageClient, officer: User, rare: Finding) -> None:
    client.get(f"{DESK}/{rare.id}/words").submit("Approve these words")
    assert db.session.query(AuditEntry).filter_by(action="approved the words of a finding", user_id=officer.id).count()


def test_the_desk_lists_what_few_said_and_what_is_grave(
    client: PageClient, officer: User, young_people: Survey, rare: Finding
) -> None:
    (grave,) = make_voices(young_people, words="I hid in the toilets")
    hold(grave)
    flag = db.session.query(Flag).one()
    flag.state, flag.released_at, flag.releaser = "released", now(), officer
    db.session.commit()
    page = client.get(DESK).click("See that nothing is lost")
    assert page.select("tbody th") == ["No code has caught it", "Moving places"]
    assert "Not approved yet" in page.text


def test_what_is_on_hold_is_not_listed(client: PageClient, officer: User, young_people: Survey, code: Code) -> None:
    hold(make_voices(young_people, code, words="I hid in the toilets")[0])
    assert "Nothing that fewer than 5 people said" in client.get(f"{DESK}/rare-voices").text


def test_a_member_of_the_working_group_does_not_read_exact_small_figures(
    client: PageClient, programme: Programme, rare: Finding
) -> None:
    sign_in(client, programme, Role.WORKING_GROUP_MEMBER)
    client.get(f"{DESK}/rare-voices", status=403)
    client.get(f"{DESK}/{rare.id}/words", status=403)
