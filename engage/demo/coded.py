"""The demonstration's answers: some released, most coded by its analyst."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from engage.accounts.models import User
from engage.coding import operations as coding
from engage.coding.models import Excerpt
from engage.coding.queries import list_codes
from engage.database import db
from engage.demo.answered import response_id_of
from engage.demo.plan import read_codings
from engage.programmes.models import Programme
from engage.safeguarding import casework, triage
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct
from engage.surveys.models import Answer

# Of every three answers the analyst has read two, so that there is something left to do at the coding desk.
LEFT_FOR_LATER = 3

READ_ALREADY = ("mental health", "asks for help", "bullying and hate")
NOTE = "Read. Nobody can be identified and nobody is described as being at risk now."


def release_some(*, programme: Programme, lead: User) -> None:
    """What the answers mean is read, as a job would; then the safeguarding lead of the demonstration has read the less
    grave ones, and the rest still wait."""
    while triage.read_answers():
        db.session.flush()
    waiting = select(Flag).where(Flag.category.in_(READ_ALREADY)).order_by(Flag.id)
    for flag in db.session.scalars(waiting).all():
        casework.act(
            flag=flag, done=Act(FlagAct.RELEASED, lead, flag.version, NOTE, may_be_read=True), programme_id=programme.id
        )


def release_notes(*, programme: Programme, lead: User) -> None:
    """The lead has read everything that staff of the demonstration wrote, and has let go of what was held of it."""
    waiting = select(Flag).where(Flag.passage_id.is_not(None), Flag.released_at.is_(None)).order_by(Flag.id)
    for flag in db.session.scalars(waiting).all():
        done = Act(FlagAct.RELEASED, lead, flag.version, NOTE, may_be_read=True)
        casework.act(flag=flag, done=done, programme_id=programme.id)


def code_answers(*, programme: Programme, analyst: User) -> None:
    """The analyst has coded most answers, for the machine to learn from."""
    excerpts, codes = _excerpts(), {code.slug: code.id for code in list_codes(programme.id)}
    for number, planned in enumerate(read_codings()):
        excerpt = excerpts.get((response_id_of(planned.response), planned.item))
        if excerpt is not None and number % LEFT_FOR_LATER:
            verdicts = {codes[slug]: True for slug in planned.codes}
            coding.save_review(excerpt=excerpt, reviewer=analyst, verdicts=verdicts)


def _excerpts() -> dict[tuple[uuid.UUID, str], Excerpt]:
    """By response and item. What is on hold or confidential has no excerpt."""
    query = select(Answer.response_id, Answer.item_id, Excerpt).join(Excerpt, Answer.id == Excerpt.answer_id)
    rows = db.session.execute(query.order_by(Excerpt.id))
    return {(response_id, item_id): excerpt for response_id, item_id, excerpt in rows}
