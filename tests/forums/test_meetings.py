from __future__ import annotations

import pytest

from engage.accounts.models import Role
from engage.database import db
from engage.forums.models import Decision, Meeting, MinutesRevision
from engage.programmes.models import Programme, SpecificationLine
from tests.builders import make_programme, make_user
from tests.pages import Page, PageClient

MEETINGS = "/staff/alternative-provision/meetings"


@pytest.fixture
def programme(client: PageClient) -> Programme:
    programme = make_programme()
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    return programme


@pytest.fixture
def meeting(client: PageClient, programme: Programme) -> Page:
    """The page of a new meeting of the working group."""
    page = client.get(f"{MEETINGS}/new").submit(kind="working_group", title="Working group")
    return page.submit(title="Second meeting", held_on=["5", "6", "2026"], place="Town hall")


def decide(page: Page, **changes: object) -> Page:
    said = {"title": "One adult for each pupil", "outcome": "accepted", "reason": "So many asked for it"}
    return page.click("Add a decision").submit(**{**said, **changes})


def approve(page: Page) -> Page:
    return page.click("Read once more and approve").submit()


def change_line(client: PageClient, number: str, **values: object) -> Page:
    return client.get("/staff/alternative-provision/specification").click(f"Change {number}").submit(**values)


def line(number: str) -> SpecificationLine:
    return db.session.scalars(db.select(SpecificationLine).where(SpecificationLine.number == number)).one()


def test_the_first_meeting_asks_which_forum_meets(client: PageClient, programme: Programme) -> None:
    assert client.get(f"{MEETINGS}/new").h1 == "Add a forum"


def test_a_meeting_shows_who_came_what_was_said_and_who_does_what(client: PageClient, meeting: Page) -> None:
    page = meeting.click("Change who was there").submit("Add", name="Head of inclusion", represents="Schools")
    page = page.submit("Add", name="Finance lead", sent_apologies=True).click("Second meeting")
    page = page.click("Write down what was said").submit(points="We read section 7.\n\nWe agreed.")
    page = page.click("Add an action").submit(text="Ask providers", owner="Officer", due_on=["1", "7", "2026"])
    for words in ("Head of inclusion, Schools", "Apologies: Finance lead", "We agreed.", "Officer, by 1 July 2026"):
        assert words in page.text


def test_somebody_put_down_by_mistake_is_taken_off(client: PageClient, meeting: Page) -> None:
    page = meeting.click("Change who was there").submit("Add", name="Somebody else")
    asked = page.click("Remove Somebody else")
    assert "Somebody else" in client.get(page.address).text
    assert "Somebody else" not in asked.submit("Remove").click("Second meeting").text
    assert asked.submit("Remove").h1 == "Who was there"


def test_every_change_of_the_minutes_is_a_revision_that_stays(client: PageClient, meeting: Page) -> None:
    page = meeting.click("Write down what was said").submit(points="First")
    page.click("Change what was said").submit(points="Second")
    assert list(db.session.scalars(db.select(MinutesRevision.points).order_by(MinutesRevision.number))) == [
        "First",
        "Second",
    ]


def test_a_decision_changes_its_line_only_when_the_minutes_are_approved(client: PageClient, meeting: Page) -> None:
    page = decide(meeting, line=line("7.2").id, new_text="Placements last a year.")
    assert line("7.2").text == "Placements last a term."
    page = approve(page.click("Write down what was said").submit(points="We agreed."))
    assert line("7.2").text == "Placements last a year."
    assert "Placements last a term." in page.text


def test_minutes_with_nothing_in_them_are_not_approved(client: PageClient, meeting: Page) -> None:
    assert "Read once more and approve" not in meeting.links
    page = client.get(f"{meeting.address}/approve")
    assert "Write down the points of the meeting first." in page.text
    assert page.select("main form") == []


def test_a_decision_is_not_offered_to_be_published_before_its_minutes_are_approved(
    client: PageClient, meeting: Page
) -> None:
    decide(meeting)
    decision = db.session.scalars(db.select(Decision)).one()
    page = client.get(f"/staff/alternative-provision/decisions/{decision.id}/publish")
    assert "Approve the minutes first: a decision is published as it was minuted." in page.text
    assert page.select("main form") == []


def test_approving_shows_first_what_each_decision_changes(client: PageClient, meeting: Page) -> None:
    page = decide(meeting, line=line("7.2").id, new_text="Placements last a year.")
    page = page.click("Write down what was said").submit(points="We agreed.").click("Read once more and approve")
    assert "Line 7.2 says now Placements last a term. It becomes Placements last a year." in page.text
    assert line("7.2").text == "Placements last a term."


def test_minutes_that_changed_after_they_were_read_are_read_once_more(client: PageClient, meeting: Page) -> None:
    page = meeting.click("Write down what was said").submit(points="We agreed.").click("Read once more and approve")
    decide(client.get(meeting.address))
    again = page.submit()
    assert again.errors == {"": "The minutes have changed since you opened this page. Read them once more"}
    assert "One adult for each pupil" in again.text
    assert again.submit().messages == ["The minutes are approved"]


def test_a_facilitator_is_told_who_approves_the_minutes(client: PageClient, meeting: Page) -> None:
    page = meeting.click("Write down what was said").submit(points="We agreed.")
    client.flask.sign_in(make_user(db.session.scalars(db.select(Programme)).one(), Role.FACILITATOR))
    page = client.get(page.address)
    assert "Read once more and approve" not in page.links
    assert "tell the commissioning officer" in page.text


def test_a_line_that_changed_since_a_decision_was_written_is_pointed_out(client: PageClient, meeting: Page) -> None:
    page = decide(meeting, line=line("7.2").id, new_text="Placements last a year.")
    page.click("Write down what was said").submit(points="We agreed.")
    change_line(client, "7.2", text="Placements last two terms.", reason="A slip")
    page = client.get(meeting.address).click("Read once more and approve")
    assert "The line has changed since this decision was written down." in page.text


def test_approved_minutes_do_not_change(client: PageClient, meeting: Page) -> None:
    change = meeting.click("Write down what was said").submit(points="We agreed.").click("Change what was said")
    approve(client.get(meeting.address))
    assert "nothing in them can be changed" in change.submit(points="We did not.").errors[""]
    assert "We did not." not in client.get(meeting.address).text


def test_a_decision_is_published_once_its_minutes_are_approved(client: PageClient, meeting: Page) -> None:
    page = decide(meeting).click("Write down what was said").submit(points="We agreed.")
    assert db.session.scalars(db.select(Decision)).one().published_at is None
    page = approve(page).click("Publish decision 1")
    assert "Anyone can then read this" in page.text
    page = page.submit()
    assert page.messages == ["Decision 1 is published"]


def test_new_words_need_the_line_they_are_for(client: PageClient, meeting: Page) -> None:
    page = decide(meeting, new_text="Placements last a year.")
    assert page.errors == {"line": "Choose the line that these words are for"}
    assert "Placements last a year." in page.soup.find(id="new_text").get_text()


def test_all_that_is_wrong_with_a_decision_is_said_at_once(client: PageClient, meeting: Page) -> None:
    page = decide(meeting, title="", reason="", new_text="Placements last a year.")
    assert set(page.errors) == {"title", "reason", "line"}


def test_what_is_not_accepted_changes_no_line(client: PageClient, meeting: Page) -> None:
    page = decide(meeting, outcome="not", line=line("7.1").id, new_text="Other words.")
    assert "can't change a line" in page.errors["new_text"]


def test_a_draft_decision_can_be_changed(client: PageClient, meeting: Page) -> None:
    page = decide(meeting).click("Change decision 1").submit(title="Two adults for each pupil")
    assert "Two adults for each pupil" in page.text


def test_an_action_is_marked_as_done_and_leaves_the_list(client: PageClient, meeting: Page) -> None:
    page = meeting.click("Add an action").submit(text="Ask providers", owner="Officer", due_on=["1", "7", "2026"])
    assert "Ask providers" in client.get(MEETINGS).text
    page.submit("Mark as done: Ask providers")
    assert "Ask providers" not in client.get(MEETINGS).text


@pytest.mark.parametrize(("year", "said"), [("2020", ["Late Officer, by 1 July 2020"]), ("2090", [])])
def test_an_action_past_its_day_is_said_to_be_late(
    client: PageClient, meeting: Page, year: str, said: list[str]
) -> None:
    page = meeting.click("Add an action").submit(text="Ask providers", owner="Officer", due_on=["1", "7", year])
    assert ("Late Officer" in page.text) == bool(said)
    assert [words for words in client.get(MEETINGS).select(".actions__who") if "Late" in words] == said


def test_a_date_that_is_none_is_said_beside_the_field(client: PageClient, meeting: Page) -> None:
    page = client.get(f"{MEETINGS}/new").submit(title="Third", held_on=["31", "2", "2026"])
    assert page.errors
    assert page.soup.find(id="title")["value"] == "Third"


def test_a_working_group_member_reads_meetings_and_writes_none(client: PageClient, meeting: Page) -> None:
    other = make_user(db.session.scalars(db.select(Programme)).one(), Role.WORKING_GROUP_MEMBER)
    client.flask.sign_in(other)
    assert "Add a decision" not in client.get(meeting.address).links
    client.get(f"{MEETINGS}/new", 403)


def test_a_meeting_of_another_programme_is_not_found(client: PageClient, meeting: Page) -> None:
    elsewhere = make_programme(slug="elsewhere")
    client.flask.sign_in(make_user(elsewhere, Role.COMMISSIONING_OFFICER))
    meeting_id = db.session.scalars(db.select(Meeting.id)).one()
    client.get(f"/staff/elsewhere/meetings/{meeting_id}", 404)
