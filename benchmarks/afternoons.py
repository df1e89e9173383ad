"""What happens to the demonstration between two editions: it is answered, coded, released and withdrawn from."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, String, Uuid, func, insert, literal, select, true, type_coerce, update

from engage.accounts.models import User
from engage.analysis.perturbation import new_record_key
from engage.coding import operations as coding
from engage.coding.models import Coder, CoderKind, Coding, Excerpt, ExcerptReview
from engage.coding.queries import list_codes
from engage.database import db, today
from engage.programmes.models import Wave
from engage.safeguarding import casework
from engage.safeguarding.casework import Act
from engage.safeguarding.models import Flag, FlagAct, FlagReason
from engage.surveys.models import Answer, Response, Survey
from engage.surveys.returning import operations as returning

# Of the responses, how many have not been sent when the first edition is published.
NOT_YET: Final = 0.4
# What an afternoon brings, times the demonstration's size.
SENT: Final = 8
CODED: Final = 20
RELEASED: Final = 1
WITHDRAWN: Final = 2
# Of the codes that an excerpt has or could have, how many a person changes.
CORRECTED: Final = 0.2
# Every how many editions somebody presses "Update suggestions".
SUGGESTED: Final = 5


class Afternoons:
    """The afternoons of one wave."""

    def __init__(self, *, wave: Wave, analyst: User, times: int, seed: int) -> None:
        self.wave, self.analyst, self.times, self.random = wave, analyst, times, np.random.default_rng(seed)
        sent = self._list_sent()
        self.waiting = self._some(sent, int(len(sent) * NOT_YET))
        _set_sent(self.waiting, is_sent=False)

    def pass_one(self, edition: int) -> None:
        """Everything that happens before an edition."""
        coming, self.waiting = self.waiting[: SENT * self.times], self.waiting[SENT * self.times :]
        _set_sent(coming, is_sent=True)
        self._code()
        self._release()
        self._withdraw()
        if edition % SUGGESTED == 0:
            coding.suggest_codes(programme_id=self.wave.programme_id)
        db.session.commit()

    def _list_sent(self) -> list[uuid.UUID]:
        query = select(Response.id).join(Survey).where(Survey.wave_id == self.wave.id)
        return list(db.session.scalars(query.where(Response.submitted_on.is_not(None)).order_by(Response.id)))

    def _some(self, response_ids: Sequence[uuid.UUID], number: int) -> list[uuid.UUID]:
        return [response_ids[place] for place in self.random.permutation(len(response_ids))[:number]]

    def _code(self) -> None:
        """A person reads what only the machine has read, and mostly agrees."""
        codes = [code.id for code in list_codes(self.wave.programme_id)]
        people = select(ExcerptReview.excerpt_id).join(Coder).where(Coder.kind == CoderKind.PERSON)
        unread = select(Excerpt).where(Excerpt.id.not_in(people)).order_by(Excerpt.id).limit(CODED * self.times)
        for excerpt in db.session.scalars(unread).all():
            applied = {each.code_id for each in excerpt.codings if each.applies}
            if self.random.random() < CORRECTED:
                applied ^= {int(self.random.choice(codes))}
            coding.save_review(excerpt=excerpt, reviewer=self.analyst, verdicts=dict.fromkeys(applied, True))

    def _release(self) -> None:
        held = Flag.released_at.is_(None), Flag.answer_id.is_not(None), Flag.reason == FlagReason.WORRYING_WORDS
        for flag in db.session.scalars(select(Flag).where(*held).order_by(Flag.id).limit(RELEASED * self.times)).all():
            done = Act(FlagAct.RELEASED, self.analyst, flag.version, "Read", may_be_read=True)
            casework.act(flag=flag, done=done, programme_id=self.wave.programme_id)

    def _withdraw(self) -> None:
        for response_id in self._some(self._list_sent(), WITHDRAWN * self.times):
            response = db.session.get_one(Response, response_id)
            response.receipt_hash = response_id.hex
            db.session.flush()
            returning.withdraw(survey_id=response.survey_id, receipt_hash=response_id.hex)
        db.session.expire_all()


def _set_sent(response_ids: Sequence[uuid.UUID], *, is_sent: bool) -> None:
    sent = update(Response).where(Response.id.in_(response_ids)).values(submitted_on=today() if is_sent else None)
    db.session.execute(sent, execution_options={"synchronize_session": False})


def copy_responses(times: int) -> None:
    """Make the demonstration's responses many times as many, with their answers, excerpts, codings and reviews.

    In SQLite's own words, a table at once: a copy has the number of its round in place of the first eight digits of an
    id, which leaves enough of them to tell it from all others, and its rows lie together on the disk.
    """
    connection = db.session.connection().connection.driver_connection
    if connection is None or times == 1:
        return
    connection.create_function("new_record_key", 0, new_record_key)
    first = select(literal(1).label("number")).cte("rounds", recursive=True)
    rounds = first.union_all(select(first.c.number + 1).where(first.c.number < times - 1))
    for model in (Response, Answer, Excerpt, Coding, ExcerptReview):
        columns = model.__table__.columns
        copies = select(*(_copied(column, rounds.c.number) for column in columns)).order_by(rounds.c.number)
        copies = copies.join_from(rounds, model.__table__, true())
        db.session.execute(insert(model).from_select([column.name for column in columns], copies))
    db.session.commit()


def _copied(column: ColumnElement[Any], number: ColumnElement[int]) -> ColumnElement[Any]:
    """What stands in a column of a copy of this round."""
    if isinstance(column.type, Uuid):
        return func.printf("%08x", number).concat(func.substr(type_coerce(column, String), 9))
    return func.new_record_key() if column.key == "record_key" else column
