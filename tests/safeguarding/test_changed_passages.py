"""A paragraph on hold stays on hold when it is changed: whoever wrote it may mend it, and cannot free it so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.accounts.models import Role, User
from engage.database import db
from engage.forums import operations as forums
from engage.forums.models import Meeting
from engage.passages.covering import cover
from engage.programmes.models import Programme
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct, FlagLetter, FlagReason
from engage.safeguarding.notes import list_paragraphs, notes_of_meeting
from engage.safeguarding.operations import raise_concern_about_notes
from tests.builders import make_user
from tests.reports.builders import make_meeting

CALM = "We began with the register."
WORRY = "The taxi is still late most mornings and nobody rings."
CHANGES = {
    "a comma": "The taxi is still late, most mornings and nobody rings.",
    "a contraction": "The taxi's still late most mornings and nobody rings.",
    "capitals and dashes": "THE TAXI IS STILL LATE – MOST MORNINGS – AND NOBODY RINGS",
    "a word more": "The taxi is still very late most mornings and nobody rings us.",
    "joined": f"{CALM} {WORRY}",
    "cut in two": "The taxi is still late most mornings.\n\nAnd nobody rings.",
    "cut in pieces": "The taxi is\n\nstill late\n\nmost mornings\n\nand nobody\n\nrings.",
}


@pytest.fixture
def author(programme: Programme) -> User:
    return make_user(programme, Role.FACILITATOR)


@pytest.fixture
def meeting(programme: Programme, author: User) -> Meeting:
    """Minutes with a paragraph that a reader is worried about; two leads to be written to."""
    meeting = make_meeting(programme)
    for _lead in range(2):
        make_user(programme, Role.SAFEGUARDING_LEAD)
    forums.write_points(meeting=meeting, points=f"{CALM}\n\n{WORRY}", author=author)
    paragraph = list_paragraphs(notes_of_meeting(meeting))[1]
    raise_concern_about_notes(paragraph=paragraph, raiser=author, note="Who is it?", programme_id=programme.id)
    db.session.commit()
    return meeting


def write(meeting: Meeting, author: User, points: str) -> str:
    """Write the minutes again; what anybody reads then."""
    forums.write_points(meeting=meeting, points=points, author=author)
    db.session.commit()
    assert meeting.minutes is not None
    return cover(meeting.minutes.revisions[-1].points)


def act(flag: Flag, kind: FlagAct, programme: Programme) -> None:
    done = Act(kind, make_user(), flag.version, "Read", party="The duty team", may_be_read=True)
    casework.act(flag=flag, done=done, programme_id=programme.id)
    db.session.commit()


def find_flag() -> Flag:
    return db.session.scalars(select(Flag)).one()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_does_not_free_it(meeting: Meeting, author: User, change: str) -> None:
    shown = write(meeting, author, f"{CALM}\n\n{CHANGES[change]}")
    assert "taxi" not in shown.casefold()
    assert "rings" not in shown.casefold()


@pytest.mark.parametrize("kind", [FlagAct.REFERRED, FlagAct.CLOSED])
def test_what_was_referred_or_closed_stays_so_too(
    programme: Programme, meeting: Meeting, author: User, kind: FlagAct
) -> None:
    act(find_flag(), kind, programme)
    assert "taxi" not in write(meeting, author, f"{CALM}\n\n{CHANGES['a comma']}")


def test_the_lead_finds_the_changed_words_as_a_concern_and_is_written_to(meeting: Meeting, author: User) -> None:
    first = find_flag()
    write(meeting, author, f"{CALM}\n\n{CHANGES['a comma']}")
    flag = db.session.scalars(select(Flag).where(Flag.id != first.id)).one()
    assert flag.words == CHANGES["a comma"]
    assert (flag.reason, flag.tier, flag.raiser, flag.raise_note) == (
        FlagReason.CONCERN,
        first.tier,
        first.raiser,
        first.raise_note,
    )
    assert flag.source.endswith("changed since it was put on hold")
    assert len(db.session.scalars(select(FlagLetter).where(FlagLetter.flag_id == flag.id)).all()) == 2


def test_words_that_triage_finds_in_the_change_are_a_reason_beside_the_concern(meeting: Meeting, author: User) -> None:
    first = find_flag()
    write(meeting, author, f"{CALM}\n\n{WORRY} Her stepdad hits her.")
    reasons = db.session.scalars(select(Flag.reason).where(Flag.id != first.id).order_by(Flag.reason)).all()
    assert reasons == [FlagReason.CONCERN, FlagReason.WORRYING_WORDS]


def test_what_triage_held_is_held_when_the_word_is_taken_out(programme: Programme, author: User) -> None:
    meeting, worry = make_meeting(programme), "A girl in the second year said her stepdad hits her at home."
    write(meeting, author, worry)
    assert "girl" not in write(meeting, author, worry.replace("hits her", "is at it again"))


def test_other_words_are_not_held(meeting: Meeting, author: User) -> None:
    new = "The group asked for a later bus in the mornings.\n\nRings"
    assert new in write(meeting, author, f"{CALM}\n\n{WORRY}\n\n{new}")


def test_taking_it_out_is_allowed_and_raises_nothing(meeting: Meeting, author: User) -> None:
    assert write(meeting, author, CALM) == CALM
    assert find_flag().released_at is None


def test_released_words_may_be_changed(programme: Programme, meeting: Meeting, author: User) -> None:
    act(find_flag(), FlagAct.RELEASED, programme)
    assert CHANGES["a comma"] in write(meeting, author, f"{CALM}\n\n{CHANGES['a comma']}")


def test_a_released_paragraph_that_was_saved_since_can_be_put_on_hold_again(
    programme: Programme, meeting: Meeting, author: User
) -> None:
    act(find_flag(), FlagAct.RELEASED, programme)
    assert WORRY in write(meeting, author, f"{CALM}\n\n{WORRY}\n\nWe ended.")
    act(find_flag(), FlagAct.REOPENED, programme)
    assert meeting.minutes is not None
    assert all("taxi" not in cover(revision.points) for revision in meeting.minutes.revisions)


def test_one_concern_about_the_same_words_is_on_hold_at_a_time(
    programme: Programme, meeting: Meeting, author: User
) -> None:
    first = find_flag()
    act(first, FlagAct.RELEASED, programme)
    (paragraph,) = [one for one in list_paragraphs(notes_of_meeting(meeting)) if one.words == WORRY]
    raise_concern_about_notes(paragraph=paragraph, raiser=author, note="Again", programme_id=programme.id)
    with pytest.raises(casework.NotNow, match="raised it again"):
        act(first, FlagAct.REOPENED, programme)
