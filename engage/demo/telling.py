"""The demonstration's second half: answers coded, and what they say reported and decided on."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engage.accounts.models import Role, User
from engage.coding import operations as coding
from engage.coding.models import Coder, CoderKind, Coding, Excerpt, ExcerptReview
from engage.database import db
from engage.demo.plan import Plan
from engage.programmes.models import Programme, Wave
from engage.safeguarding import operations as safeguarding
from engage.safeguarding.models import Flag

# So many of the answers that the machine is surest of has the analyst of the demonstration read and confirmed.
CONFIRMED = 120

READ_ALREADY = ("mental health", "asks for help", "bullying and hate")
NOTE = "Read. Nobody can be identified and nobody is described as being at risk now."


def code_answers(*, programme: Programme, analyst: User) -> None:
    """The machine codes everything; the analyst confirms what it is surest of; the machine learns from that."""
    coding.suggest_codes(programme_id=programme.id)
    for excerpt, suggested, sentiment in _surest(programme):
        verdicts = {each.code_id: True for each in suggested if each.applies}
        coding.save_review(excerpt=excerpt, reviewer=analyst, verdicts=verdicts, sentiment=sentiment)
    coding.suggest_codes(programme_id=programme.id)


def release_some(*, programme: Programme, lead: User) -> None:
    """The safeguarding lead of the demonstration has read the less grave ones; the rest still wait."""
    waiting = select(Flag).where(Flag.category.in_(READ_ALREADY)).order_by(Flag.id)
    for flag in db.session.scalars(waiting).all():
        safeguarding.release(flag=flag, releaser=lead, note=NOTE, programme_id=programme.id)


def report(*, plan: Plan, programme: Programme, wave: Wave, staff: dict[Role, User]) -> None:
    pass


def _surest(programme: Programme) -> list[tuple[Excerpt, list[Coding], int | None]]:
    """(excerpt, what the machine says of it, how it takes the feeling), the surest first."""
    query = select(Excerpt).where(Excerpt.programme_id == programme.id).options(selectinload(Excerpt.codings))
    feelings = _feelings()
    found = [
        (excerpt, list(excerpt.codings), feelings.get(excerpt.id))
        for excerpt in db.session.scalars(query.order_by(Excerpt.id))
    ]
    sure = [each for each in found if any(coded.applies for coded in each[1])]
    return sorted(sure, key=lambda each: -max(coded.score or 0 for coded in each[1]))[:CONFIRMED]


def _feelings() -> dict[uuid.UUID, int | None]:
    query = select(ExcerptReview.excerpt_id, ExcerptReview.sentiment).join(Coder, Coder.id == ExcerptReview.coder_id)
    query = query.where(Coder.kind == CoderKind.MACHINE).order_by(ExcerptReview.excerpt_id)
    return dict(db.session.execute(query).tuples().all())
