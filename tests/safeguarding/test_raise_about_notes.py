"""Whoever reads notes of a meeting or comments may raise words of them: held at once, and the rest stays readable."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import AuditEntry, Role
from engage.database import db
from engage.forums import operations as forums
from engage.forums.models import Meeting
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct
from engage.surveys import operations as surveys
from tests.builders import make_survey, make_user
from tests.pages import Page, PageClient
from tests.reports.builders import make_decision, make_meeting
from tests.safeguarding.answers import ADDRESS

STAFF = "/staff/alternative-provision"
CALM, QUIET, NOTE = "We began with the register.", "Mr Grey has a special friend in year 8.", "Who is he?"
RAISE = "Tell the safeguarding lead if something written here worries you"


@pytest.fixture
def meeting(programme: Programme) -> Meeting:
    """Two revisions of minutes with the same quiet sentence."""
    meeting, author = make_meeting(programme), make_user(programme, Role.FACILITATOR)
    for points in (f"{CALM}\n\n{QUIET}", f"{CALM}\n\n{QUIET}\n\nWe ended at four."):
        forums.write_points(meeting=meeting, points=points, author=author)
    db.session.commit()
    return meeting


def open_meeting(client: PageClient, programme: Programme, meeting: Meeting, *roles: Role) -> Page:
    client.flask.sign_in(make_user(programme, *(roles or [Role.WORKING_GROUP_MEMBER])))
    return client.get(f"{STAFF}/meetings/{meeting.id}")


def choice(page: Page, words: str) -> str:
    (label,) = [label for label in page.soup.select("label") if words in label.text]
    (field,) = page.soup.select(f"#{label['for']}")
    return str(field["value"])


def raise_words(page: Page, words: str = QUIET, link: str = RAISE) -> Page:
    form = page.click(link)
    return form.submit(paragraph=choice(form, words), note=NOTE)


def release(programme: Programme) -> None:
    flag = db.session.scalars(select(Flag).where(Flag.released_at.is_(None))).one()
    done = Act(FlagAct.RELEASED, make_user(), flag.version, "Read", may_be_read=True)
    casework.act(flag=flag, done=done, programme_id=programme.id)
    db.session.commit()


def test_a_member_who_is_worried_has_the_words_held_in_every_revision(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    page = open_meeting(client, programme, meeting)
    assert raise_words(page).h1 == "The safeguarding lead has it"
    page = client.get(page.address)
    assert QUIET not in page.text
    assert "[Held for the safeguarding lead #1]" in page.text
    assert CALM in page.text
    assert meeting.minutes is not None
    assert all(QUIET not in revision.points for revision in meeting.minutes.revisions)


def test_the_lead_reads_it_first_with_where_and_why(client: PageClient, programme: Programme, meeting: Meeting) -> None:
    raise_words(open_meeting(client, programme, meeting))
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    page = client.get(ADDRESS)
    assert page.select(".said__words") == [QUIET]
    assert page.select(".tallies li")[0] == "1 to look at now · 1 that worries a reader"
    assert f"A person is worried: {NOTE}" in page.text
    assert "Minutes · Meeting 1" in page.text
    assert "everybody who may open that page could read it" in page.text


def test_released_words_are_read_again_and_can_be_raised_again(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    for _time in range(2):
        raise_words(open_meeting(client, programme, meeting))
        assert QUIET not in open_meeting(client, programme, meeting).text
        release(programme)
        assert QUIET in open_meeting(client, programme, meeting).text


def test_writing_the_minutes_again_does_not_free_the_words(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    raise_words(open_meeting(client, programme, meeting))
    author = make_user(programme, Role.FACILITATOR)
    forums.write_points(meeting=meeting, points=f"{CALM}\n\n{QUIET.upper()}", author=author)
    assert "GREY" not in open_meeting(client, programme, meeting).text


def test_every_lead_is_written_to_without_a_word(
    app: Flask,
    client: PageClient,
    programme: Programme,
    meeting: Meeting,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "ENGAGE", app.config["ENGAGE"].model_copy(update={"mail_folder": tmp_path}))
    make_user(programme, Role.SAFEGUARDING_LEAD)
    raise_words(open_meeting(client, programme, meeting))
    (letter,) = [each.read_text() for each in tmp_path.glob("*.eml")]
    assert all(word not in letter for word in ("Grey", "friend", NOTE, "published"))


def test_a_published_decision_is_covered_for_the_public_and_the_lead_is_told(
    client: PageClient, programme: Programme
) -> None:
    meeting = make_decision(programme, title=QUIET).meeting
    assert QUIET in client.get("/p/alternative-provision/you-said-we-did").text
    raise_words(open_meeting(client, programme, meeting))
    page = client.get("/p/alternative-provision/you-said-we-did")
    assert QUIET not in page.text
    assert "[This part is not shown at the moment]" in page.text
    assert "Held for" not in page.text
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    assert "It stands in decision 1, published on" in client.get(ADDRESS).text


def test_a_comment_on_a_survey_is_raised(client: PageClient, programme: Programme) -> None:
    survey, author = make_survey(programme, status="in_review", slug="for-review"), make_user(programme, Role.REVIEWER)
    for words in (QUIET, CALM):
        surveys.write_comment(survey=survey, item_id=None, words=words, by=author)
    db.session.commit()
    client.flask.sign_in(make_user(programme, Role.ANALYST))
    page = client.get(f"{STAFF}/surveys/for-review")
    raise_words(page, link="Tell the safeguarding lead if a comment worries you")
    page = client.get(page.address)
    assert QUIET not in page.text
    assert CALM in page.text


def test_what_is_missing_is_said_at_once_and_what_is_held_is_not_offered(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    form = open_meeting(client, programme, meeting).click(RAISE)
    assert form.submit(note=" ").errors.keys() == {"paragraph", "note"}
    chosen = choice(form, QUIET)
    form.submit(paragraph=chosen, note=NOTE)
    assert QUIET not in client.get(form.address).text
    assert form.submit(paragraph=chosen, note=NOTE).errors == {
        "paragraph": "These words were changed or put on hold while you wrote. Choose from what stands here now"
    }
    assert len(db.session.scalars(select(Flag)).all()) == 1


def test_the_audit_trail_has_no_word_of_it(client: PageClient, programme: Programme, meeting: Meeting) -> None:
    raise_words(open_meeting(client, programme, meeting))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == "flag")).one()
    assert (entry.action, entry.facts) == ("raised a concern about notes", {})


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_read_may_raise_and_nobody_else(
    client: PageClient, programme: Programme, meeting: Meeting, role: Role
) -> None:
    make_survey(programme, status="in_review", slug="for-review")
    client.flask.sign_in(make_user(programme, role))
    pages = {
        f"/meetings/{meeting.id}": f"/concerns/meetings/{meeting.id}",
        "/surveys/for-review": "/concerns/surveys/for-review",
    }
    for page, concern in pages.items():
        read, raised = (client.flask.get(f"{STAFF}{address}").status_code for address in (page, concern))
        assert read == raised


def test_the_lead_finds_a_number_and_reads_the_words_in_their_place(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    raise_words(open_meeting(client, programme, meeting))
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    page = client.get(ADDRESS)
    assert "#1" in page.select(".reasons span")
    page = page.click("Open this 1")
    assert page.select("details .said__words") == [f"{CALM} {QUIET} We ended at four."]
    assert page.select("details mark") == [QUIET]


def test_the_lead_is_told_of_words_that_were_taken_out(
    client: PageClient, programme: Programme, meeting: Meeting
) -> None:
    raise_words(open_meeting(client, programme, meeting))
    forums.write_points(meeting=meeting, points=CALM, author=make_user(programme, Role.FACILITATOR))
    db.session.commit()
    client.flask.sign_in(make_user(programme, Role.SAFEGUARDING_LEAD))
    page = client.get(ADDRESS).click("Open this 1")
    assert "These words no longer stand where they were written" in page.text
