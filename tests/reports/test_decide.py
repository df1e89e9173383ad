"""From a finding to the decision that settles it."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role, User
from engage.database import db
from engage.forums.models import Decision
from engage.programmes.models import Programme
from engage.reports.models import Finding
from tests.pages import PageClient
from tests.reports.builders import make_decision, make_meeting
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

HEARD = "/staff/alternative-provision/what-we-heard/belonging"


def test_a_decision_is_recorded_from_a_finding_in_a_meetings_draft_minutes(
    client: PageClient, officer: User, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    make_meeting(programme, "Meeting 4")
    publish()
    page = client.get(HEARD).click("Record a decision: Moving breaks trust")
    page = page.submit("Save the decision", title="Fewer moves", outcome="partly", reason="Money allows two terms.")
    assert page.messages == ["Decision 1 settles “Moving breaks trust”"]
    assert page.select(".tag") == ["Accepted in part · decision 1"]
    assert db.session.query(Decision).one().meeting.title == "Meeting 4"


def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: PageClient, officer: User, programme: Programme, finding: Finding
) -> None:
    make_meeting(programme)
    page = client.get(f"/staff/alternative-provision/findings/{finding.id}/decide")
    page = page.submit("Save the decision", title="Fewer moves")
    assert page.errors == {"outcome": "Choose the outcome", "reason": "Say why"}
    assert page.soup.find(id="title")["value"] == "Fewer moves"


def test_words_for_a_line_that_is_not_accepted_are_refused_beside_their_field(
    client: PageClient, officer: User, programme: Programme, finding: Finding
) -> None:
    make_meeting(programme)
    line = programme.sections[0].lines[0]
    page = client.get(f"/staff/alternative-provision/findings/{finding.id}/decide")
    page = page.submit(
        "Save the decision", title="No", outcome="not", reason="No", line=str(line.id), new_text="New words"
    )
    assert list(page.errors) == ["new_text"]
    assert db.session.query(Decision).count() == 0


def test_without_draft_minutes_the_page_says_where_to_begin(
    client: PageClient, officer: User, programme: Programme, finding: Finding
) -> None:
    page = client.get(f"/staff/alternative-provision/findings/{finding.id}/decide")
    assert "Add the meeting that decided it" in page.links


def test_a_facilitator_says_that_an_earlier_decision_settles_a_finding_and_takes_it_back(
    client: PageClient, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    decision = make_decision(programme)
    sign_in(client, programme, Role.FACILITATOR)
    page = client.get(f"/staff/alternative-provision/findings/{finding.id}/decide/existing")
    page = page.submit(decision=str(decision.id))
    assert page.select(".tag") == ["Accepted · decision 1"]
    page = page.click("Add another decision: Moving breaks trust").click("It does not settle this: " + decision.title)
    assert finding.decisions == [decision]
    page = page.submit("It does not settle this")
    assert page.messages == ["Decision 1 no longer settles this finding"]


def test_a_member_of_the_working_group_does_not_record_decisions(
    client: PageClient, member: User, finding: Finding
) -> None:
    client.get(f"/staff/alternative-provision/findings/{finding.id}/decide", status=403)
