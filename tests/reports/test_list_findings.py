"""The findings desk: proposing, writing and removing findings."""

from __future__ import annotations

import pytest
from flask import Flask

from engage.accounts.models import AuditEntry, Role, User
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.reports import operations
from engage.reports.models import Finding, Quote
from engage.surveys.models import Survey
from tests.pages import PageClient
from tests.reports.builders import make_codes, make_finding, make_voices, quote
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

DESK = "/staff/alternative-provision/findings"
PROPOSE = "Propose findings from the codes"


def test_findings_are_proposed_for_codes_that_somebody_spoke_to(
    client: PageClient, officer: User, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code)
    page = client.get(DESK).submit(PROPOSE)
    assert page.messages == ["1 finding is proposed. Give it a headline and a statement"]
    assert [finding.title for finding in db.session.query(Finding)] == ["Moving places"]


def test_no_code_is_proposed_twice(client: PageClient, officer: User, finding: Finding, said: None) -> None:
    page = client.get(DESK).submit(PROPOSE)
    assert page.messages == ["Every code that somebody spoke to is in a finding already"]
    assert db.session.query(Finding).count() == 1


def test_an_analyst_adds_a_finding(client: PageClient, programme: Programme, code: Code) -> None:
    sign_in(client, programme, Role.ANALYST)
    page = client.get(DESK).click("Add a finding to Belonging and relationships")
    page = page.submit(title="Moving breaks trust", statement="They say so.", codes=[str(code.id)])
    assert page.messages == ["The finding is saved"]
    assert "Moving breaks trust Moving places" in page.text


def test_a_finding_needs_a_headline_and_a_code(client: PageClient, officer: User, codes: list[Code]) -> None:
    page = client.get(f"{DESK}/new").submit(statement="Kept")
    assert page.errors == {"title": "Say what was found, in one line", "codes": "Choose at least one code"}
    assert page.select("textarea") == ["Kept"]


def test_a_code_counts_in_one_finding_only(
    client: PageClient, officer: User, finding: Finding, codes: list[Code]
) -> None:
    page = client.get(f"{DESK}/new").submit(title="Again", codes=[str(codes[0].id)])
    assert page.errors == {"codes": "“Moving places” already counts in “Moving breaks trust”"}
    assert db.session.query(Finding).count() == 1


def test_a_finding_is_changed(client: PageClient, officer: User, finding: Finding, codes: list[Code]) -> None:
    page = client.get(DESK).click("Change: Moving breaks trust")
    page.submit(title="Moves hurt", codes=[str(each.id) for each in codes])
    changed = db.session.query(Finding).one()
    assert (changed.title, changed.statement, len(changed.codes)) == ("Moves hurt", "They say so.", 2)


def test_a_finding_is_removed_with_its_quotes_and_the_trail_says_who_did(
    client: PageClient, officer: User, finding: Finding, young_people: Survey, code: Code
) -> None:
    quote(finding, make_voices(young_people, code)[0])
    page = client.get(f"{DESK}/{finding.id}").click("Remove this finding")
    assert (db.session.query(Finding).count(), db.session.query(Quote).count()) == (1, 1)
    assert "1 approved quote goes with it" in page.text
    assert "No published edition changes" in page.text
    page = page.submit("Remove this finding")
    assert page.messages == ["“Moving breaks trust” is removed"]
    assert (db.session.query(Finding).count(), db.session.query(Quote).count()) == (0, 0)
    assert db.session.query(AuditEntry).filter_by(action="removed a finding", user_id=officer.id).count() == 1


def test_whoever_removes_a_finding_is_shown_which_editions_lose_its_quotes(
    client: PageClient, officer: User, finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    voices = make_voices(young_people, code, count=6)
    publish()
    quote(finding, voices[0])
    for _twice in range(2):
        publish()
    page = client.get(f"{DESK}/{finding.id}/remove")
    assert [words.split(",")[0] for words in page.select("main li") if words.startswith("Edition")] == [
        "Edition 2 of Summer",
        "Edition 3 of Summer",
    ]


def test_the_sentence_that_opens_a_section_is_written(client: PageClient, officer: User, codes: list[Code]) -> None:
    page = client.get(DESK).click("Write the sentence of Belonging and relationships")
    assert "They want to stay." in page.submit(sentence="They want to stay.").text


def test_a_member_of_the_working_group_reads_only_what_is_published(
    client: PageClient, member: User, finding: Finding
) -> None:
    client.get(DESK, status=403)
    client.get(f"{DESK}/{finding.id}/quotes", status=403)


def test_another_programmes_finding_is_not_found(client: PageClient, officer: User, finding: Finding) -> None:
    client.get(f"{DESK}/{finding.id + 1}", status=404)


def test_a_finding_keeps_its_codes_when_the_frame_has_a_new_version(
    client: PageClient, officer: User, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    newer = make_codes(programme, "Moving places", "Trusted adult", version=2)
    page = client.get(f"{DESK}/{finding.id}")
    page.submit(statement="It breaks trust.")
    assert [code.id for code in db.session.get_one(Finding, finding.id).codes] == [newer[0].id]


def test_a_removed_findings_id_is_never_given_again(
    app: Flask, officer: User, programme: Programme, finding: Finding, code: Code
) -> None:
    removed = finding.id
    operations.remove_finding(finding=finding, remover=officer)
    assert make_finding(programme, code).id != removed
