"""A sentence that worries in every column where somebody writes about somebody, each found again by its column."""

from __future__ import annotations

from engage.accounts.models import Role, User
from engage.database import db, now, today
from engage.forums import operations as forums
from engage.forums.models import ForumKind, Meeting, Outcome
from engage.passages.columns import TriagedColumn
from engage.programmes.models import Programme
from engage.programmes.specification.operations import change_line
from engage.reports import operations as reports
from engage.reports.drafts.operations import prepare_now
from engage.reports.editions.operations import put_in_force
from engage.reports.editions.queries import release_of_wave
from engage.surveys import operations as surveys
from engage.surveys.models import Identity
from engage.surveys.organisations.models import Consent
from engage.surveys.organisations.operations import say_organisation
from tests.builders import make_response, make_survey, make_user
from tests.reports.builders import make_codes, make_survey_for, make_voices, publish_summary

WORRY = "said her stepdad hits her"
CLEAR = "We began with the register."


def triaged_columns() -> set[str]:
    """Every column that refuses what was not triaged, as "table.column"."""
    columns = (column for table in db.metadata.tables.values() for column in table.columns)
    return {f"{column.table.name}.{column.name}" for column in columns if isinstance(column.type, TriagedColumn)}


def worry(column: str) -> str:
    return f"A girl {WORRY} ({column})"


def write_everywhere(programme: Programme) -> User:
    """Write the sentence in every such column; the author comes back."""
    author = make_user(programme, *Role)
    meeting = write_meeting(programme, author)
    write_decision(programme, meeting, author)
    write_findings(programme, author)
    survey = make_survey(programme, status="in_review", slug="for-review")
    surveys.write_comment(survey=survey, item_id=None, words=worry("review_comment.words"), by=author)
    line, reason = programme.sections[0].lines[1], worry("specification_line_version.reason")
    change_line(line=line, number=line.number, text="Placements last.", reason=reason, author=author)
    write_organisation(programme)
    db.session.commit()
    return author


def write_organisation(programme: Programme) -> None:
    """An organisation that may be named, and sent its answers."""
    survey = make_survey(programme, slug="for-providers")
    survey.identity = Identity.ORGANISATION
    db.session.flush()
    response = make_response(survey)
    column = "response_organisation"
    say_organisation(
        response_id=response.id,
        survey_id=survey.id,
        name=worry(f"{column}.name"),
        consent=Consent.NAMED,
        contact_name=worry(f"{column}.contact_name"),
    )


def write_meeting(programme: Programme, author: User) -> Meeting:
    kind, title = ForumKind.WORKING_GROUP, worry("forum.title")
    forum = forums.add_forum(programme_id=programme.id, kind=kind, title=title, author=author)
    meeting = forums.add_meeting(
        forum=forum, title=worry("meeting.title"), held_on=today(), place=worry("meeting.place"), author=author
    )
    forums.add_attendance(
        meeting=meeting, name=worry("attendance.name"), represents=worry("attendance.represents"), author=author
    )
    forums.write_points(meeting=meeting, points=f"{CLEAR}\n\n{worry('minutes_revision.points')}", author=author)
    text, owner = worry("action.text"), worry("action.owner")
    forums.add_action(meeting=meeting, text=text, owner=owner, due_on=today(), author=author)
    return meeting


def write_decision(programme: Programme, meeting: Meeting, author: User) -> None:
    """A decision that the public reads too, although none with a part on hold is published by its operation."""
    decision = forums.record_decision(
        meeting=meeting,
        title=worry("decision.title"),
        outcome=Outcome.ACCEPTED,
        reason=worry("decision.reason"),
        line=programme.sections[0].lines[0],
        new_text=worry("decision.new_text"),
        author=author,
    )
    decision.published_at = now()


def write_findings(programme: Programme, author: User) -> None:
    """A finding and a section's sentence in an edition, which came back after a second one, with a reason."""
    wave, section = programme.waves[0], programme.sections[0]
    codes = make_codes(programme, "Moving")
    make_voices(make_survey_for(programme, "young-people"), *codes, count=40)
    title, statement = worry("finding.title"), worry("finding.statement")
    reports.add_finding(wave=wave, section=section, codes=codes, title=title, statement=statement, writer=author)
    reports.write_sentence(wave=wave, section=section, sentence=worry("section_summary.sentence"), writer=author)
    first, second = publish_summary(wave, author), publish_summary(wave, author)
    release = release_of_wave(wave.id)
    assert release is not None
    assert release.edition is second
    reason = worry("summary_edition_release.reason")
    put_in_force(edition=first, officer=author, reason=reason, replaces_id=release.id)
    prepare_now(wave=wave, officer=author)
