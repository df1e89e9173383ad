"""Notes in which a part is held: who reads what, and what changing them does to it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import Role, User
from engage.database import db
from engage.forums import operations
from engage.forums.models import Meeting, MinutesRevision
from engage.passages.models import HeldPassage
from engage.passages.operations import NobodyTriages
from engage.passages.signals import text_written
from engage.programmes.models import Programme
from engage.safeguarding.listeners import triage_written
from engage.safeguarding.models import Flag
from tests.builders import make_programme, make_user
from tests.pages import Page, PageClient
from tests.reports.builders import make_meeting

WORRY = "A girl said her stepdad hits her."
FIRST, LAST = "We began with the register.", "We meet again in June."
HELD = "[Held for the safeguarding lead #1]"


@pytest.fixture
def programme(client: PageClient) -> Programme:
    return make_programme()


@pytest.fixture
def author(programme: Programme) -> User:
    return make_user(programme, Role.FACILITATOR)


@pytest.fixture
def meeting(client: PageClient, programme: Programme, author: User) -> Meeting:
    """A meeting of which the author has written three paragraphs, the second one worrying."""
    meeting = make_meeting(programme)
    client.flask.sign_in(author)
    write(client, meeting, f"{FIRST}\n\n{WORRY}\n\n{LAST}")
    return meeting


def write(client: PageClient, meeting: Meeting, points: str) -> Page:
    page = client.get(f"/staff/alternative-provision/meetings/{meeting.id}/points")
    return page.submit(points=points)


def written(client: PageClient, meeting: Meeting) -> str:
    """What stands in the form."""
    page = client.get(f"/staff/alternative-provision/meetings/{meeting.id}/points")
    return page.soup.select("textarea")[0].get_text().strip()


def paragraphs(client: PageClient, meeting: Meeting) -> list[str]:
    page = client.get(f"/staff/alternative-provision/meetings/{meeting.id}")
    return page.select("main p.govuk-body")[:3]


def decide_on_the_flag(is_released: bool) -> None:
    """As the safeguarding lead does."""
    passage = db.session.scalars(select(HeldPassage)).one()
    passage.released_at = passage.written_at if is_released else None
    db.session.commit()


def test_only_the_worrying_paragraph_is_covered(client: PageClient, programme: Programme, meeting: Meeting) -> None:
    client.flask.sign_in(make_user(programme, Role.WORKING_GROUP_MEMBER))
    assert paragraphs(client, meeting) == [FIRST, HELD, LAST]


def test_the_safeguarding_lead_reads_it_in_the_queue_with_where_it_was_written(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    text = client.get("/staff/alternative-provision/safeguarding").text
    assert "stepdad" in text
    assert "Minutes · Meeting 1" in text


def test_the_author_reads_it_only_where_they_change_it(client: PageClient, meeting: Meeting) -> None:
    assert WORRY in written(client, meeting)
    assert WORRY not in paragraphs(client, meeting)


def test_another_writer_sees_that_a_part_is_held(client: PageClient, programme: Programme, meeting: Meeting) -> None:
    client.flask.sign_in(make_user(programme, Role.FACILITATOR))
    assert written(client, meeting) == f"{FIRST}\n\n{HELD}\n\n{LAST}"


@pytest.mark.parametrize("who", ["author", "another"])
def test_changing_other_paragraphs_keeps_it_held(
    client: PageClient, programme: Programme, meeting: Meeting, who: str
) -> None:
    if who == "another":
        client.flask.sign_in(make_user(programme, Role.FACILITATOR))
    write(client, meeting, written(client, meeting).replace(FIRST, "We began late."))
    assert paragraphs(client, meeting) == ["We began late.", HELD, LAST]
    assert len(db.session.scalars(select(Flag)).all()) == 1


def test_the_words_are_in_no_revision(client: PageClient, meeting: Meeting) -> None:
    write(client, meeting, f"{WORRY}\n\n{LAST}")
    assert not [points for points in db.session.scalars(select(MinutesRevision.points)) if "stepdad" in points]


def test_a_released_paragraph_is_read_and_is_not_raised_again(client: PageClient, meeting: Meeting) -> None:
    decide_on_the_flag(is_released=True)
    assert paragraphs(client, meeting) == [FIRST, WORRY, LAST]
    write(client, meeting, f"{WORRY}\n\n{LAST}")
    assert paragraphs(client, meeting)[:2] == [WORRY, LAST]
    assert len(db.session.scalars(select(Flag)).all()) == 1


def test_other_worrying_words_are_another_flag(client: PageClient, meeting: Meeting) -> None:
    decide_on_the_flag(is_released=True)
    write(client, meeting, f"{WORRY}\n\nA boy said his uncle hits him.")
    assert paragraphs(client, meeting)[:2] == [WORRY, HELD.replace("1", "2")]
    assert len(db.session.scalars(select(Flag)).all()) == 2


def test_nobody_can_type_the_place_of_a_passage_into_other_notes(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    decide_on_the_flag(is_released=True)
    other = make_meeting(programme, title="Meeting 2")
    write(client, other, f"{HELD} and \ue0001\ue001")
    assert "stepdad" not in " ".join(paragraphs(client, other))


def test_a_line_that_stands_for_nothing_is_refused_beside_the_field(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    other = make_meeting(programme, title="Meeting 2")
    page = write(client, other, f"Words.\n\n{HELD}")
    assert page.errors == {"points": f"Nothing of these minutes is held as {HELD}. Take it out"}


def test_the_second_of_two_writers_is_shown_both_texts(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    client.flask.sign_in(make_user(programme, Role.FACILITATOR))
    second = client.get(f"/staff/alternative-provision/meetings/{meeting.id}/points")
    write(client, meeting, f"The first one's.\n\n{HELD}")
    page = second.submit(points=f"The second one's.\n\n{HELD}")
    assert "Somebody else changed this while you were writing" in page.text
    assert "The first one's." in page.text
    assert paragraphs(client, meeting)[:2] == ["The first one's.", HELD]
    page.submit()
    assert paragraphs(client, meeting)[:2] == ["The second one's.", HELD]


@pytest.mark.parametrize("is_released", [True, False])
def test_a_form_that_was_open_for_long_stores_the_part_and_not_the_line(
    client: PageClient, programme: Programme, meeting: Meeting, author: User, is_released: bool
) -> None:
    client.flask.sign_in(make_user(programme, Role.FACILITATOR))
    stale = client.get(f"/staff/alternative-provision/meetings/{meeting.id}/points")
    decide_on_the_flag(is_released=is_released)
    operations.write_points(meeting=meeting, points=WORRY if is_released else LAST, author=author)
    db.session.commit()
    stale.submit(points=f"New.\n\n{HELD}").submit()
    assert paragraphs(client, meeting)[:2] == ["New.", WORRY if is_released else HELD]
    assert not [points for points in db.session.scalars(select(MinutesRevision.points)) if "[Held" in points]


def test_notes_not_in_english_are_held_as_answers_are(client: PageClient, meeting: Meeting) -> None:
    write(client, meeting, f"{FIRST}\n\nNauczyciele są dobrzy, ale nie ma żadnej pomocy dla mojego dziecka")
    assert paragraphs(client, meeting)[1] == HELD.replace("1", "2")


def test_where_nobody_triages_nothing_is_stored(meeting: Meeting, author: User) -> None:
    text_written.disconnect(triage_written)
    try:
        with pytest.raises(NobodyTriages):
            operations.write_points(meeting=meeting, points="Anything", author=author)
    finally:
        text_written.connect(triage_written)


def test_minutes_with_a_held_part_are_approved_and_it_stays_held(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    client.flask.sign_in(make_user(programme, Role.COMMISSIONING_OFFICER))
    page = client.get(f"/staff/alternative-provision/meetings/{meeting.id}/approve")
    assert HELD in page.text
    assert page.submit("Approve the minutes").messages == ["The minutes are approved"]
    assert paragraphs(client, meeting) == [FIRST, HELD, LAST]
