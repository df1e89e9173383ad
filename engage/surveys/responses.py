"""What people who are answering read and write, in one or two statements a page.

SQLAlchemy Core with statements built once: a page costs the same however many responses are stored and however long
the survey is. Writes never follow a read in one SQLite transaction, so that a hall of people pressing Next together
wait for each other instead of failing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from typing import NamedTuple, cast

from sqlalchemy import Connection, String, Table, Text, Uuid, and_, bindparam, delete, func, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engage.database import DomainError, Model, db, today
from engage.programmes.models import Audience, Council, Programme, Wave
from engage.surveys.instrument import Instrument, read_instrument
from engage.surveys.inviting.models import Route
from engage.surveys.models import Answer, AnswerState, Channel, Help, Response, Survey, SurveyEdition
from engage.surveys.signals import responses_submitted

# Each writes "insert, unless it is there already" in its own dialect of SQL.
Insert = sqlite.Insert | postgresql.Insert
INSERTS: dict[str, Callable[[Table], Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class AlreadySent(DomainError):
    """The response was sent, deleted or never begun: nothing can be added to it."""


class Said(NamedTuple):
    """One answer: options chosen, or words, or (neither) that the question was skipped or not known."""

    state: AnswerState
    options: list[str] | None = None
    text: str | None = None


# What a response says, by item, to the ids of those that its route leaves out.
Unasked = Callable[[Mapping[str, Said]], Collection[str]]


class Visit(NamedTuple):
    """A survey as one person meets it: where it stands, whose it is, their edition and (if any) their draft."""

    survey_id: int
    slug: str
    status: str
    opens_on: dt.date
    closes_on: dt.date
    audience: str
    audience_kind: str
    identity: str
    programme_id: int
    programme_slug: str
    programme_title: str
    published_at: dt.datetime | None
    is_demonstration: bool
    council_slug: str
    council_name: str
    council_ink: str
    council_email: str
    council_phone: str
    edition_id: int | None
    sha256: str | None
    response_id: uuid.UUID | None
    submitted_on: dt.date | None
    state: str | None
    options: list[str] | None
    text: str | None

    @property
    def draft_id(self) -> uuid.UUID:
        """The id of a draft that is known to be there."""
        return cast(uuid.UUID, self.response_id)

    @property
    def said(self) -> Said | None:
        """What was answered before to the item of this page."""
        return Said(AnswerState(self.state), self.options, self.text) if self.state else None


def _table(model: type[Model]) -> Table:
    return cast(Table, model.__table__)


survey, wave, audience = _table(Survey), _table(Wave), _table(Audience)
programme, council = _table(Programme), _table(Council)
edition, response, answer = _table(SurveyEdition), _table(Response), _table(Answer)
route = _table(Route)

_newest_edition = (
    select(edition.c.id)
    .where(edition.c.survey_id == survey.c.id)
    .order_by(edition.c.number.desc())
    .limit(1)
    .correlate(survey)
    .scalar_subquery()
)
# People are served from the edition they started with, and begin with the newest.
_VISIT = (
    select(
        survey.c.id,
        survey.c.slug,
        survey.c.status,
        survey.c.opens_on,
        survey.c.closes_on,
        audience.c.name,
        audience.c.kind,
        survey.c.identity,
        programme.c.id,
        programme.c.slug,
        programme.c.title,
        programme.c.published_at,
        programme.c.is_demonstration,
        council.c.slug,
        council.c.name,
        council.c.ink,
        council.c.email,
        council.c.phone,
        edition.c.id,
        edition.c.sha256,
        response.c.id,
        response.c.submitted_on,
        answer.c.state,
        answer.c.options,
        answer.c.text,
    )
    .select_from(survey)
    .join(audience, audience.c.id == survey.c.audience_id)
    .join(wave, wave.c.id == survey.c.wave_id)
    .join(programme, programme.c.id == wave.c.programme_id)
    .join(council, council.c.id == programme.c.council_id)
    .outerjoin(
        response,
        and_(response.c.id == bindparam("response_id", type_=Uuid), response.c.survey_id == survey.c.id),
    )
    .outerjoin(edition, edition.c.id == func.coalesce(response.c.edition_id, _newest_edition))
    .outerjoin(answer, and_(answer.c.response_id == response.c.id, answer.c.item_id == bindparam("item_id")))
    .where(survey.c.slug == bindparam("slug"))
)
_ANSWERS = (
    select(answer.c.item_id, answer.c.state, answer.c.options, answer.c.text)
    .where(answer.c.response_id == bindparam("response_id"))
    .order_by(answer.c.item_id)
)
_SUBMIT = (
    update(response)
    .where(response.c.id == bindparam("response_id"), response.c.submitted_on.is_(None))
    .values(
        submitted_on=bindparam("on"),
        help=bindparam("helped"),
        receipt_hash=bindparam("receipt"),
        return_hash=null(),
    )
)
_LEAVE_OUT = delete(answer).where(
    answer.c.response_id == bindparam("response_id"), answer.c.item_id.in_(bindparam("item_ids", expanding=True))
)
_DELETE = delete(response).where(response.c.id == bindparam("response_id"), response.c.submitted_on.is_(None))


def _connection() -> Connection:
    return db.session.connection()


def find_visit(*, slug: str, response_id: uuid.UUID | None = None, item_id: str = "") -> Visit | None:
    """The survey at this address, with the draft of this id and what it says to the item."""
    row = _connection().execute(_VISIT, {"slug": slug, "response_id": response_id, "item_id": item_id}).first()
    return Visit._make(row) if row else None


@lru_cache(maxsize=64)
def load_instrument(edition_id: int, _sha256: str) -> Instrument:
    """The instrument of an edition, parsed once: an edition never changes, and its SHA-256 says which it is."""
    document = _connection().scalar(select(edition.c.document).where(edition.c.id == edition_id))
    return read_instrument(cast(str, document))


def list_answers(*, response_id: uuid.UUID) -> dict[str, Said]:
    """What a response says so far, by item."""
    rows = _connection().execute(_ANSWERS, {"response_id": response_id})
    return {item_id: Said(AnswerState(state), options, text) for item_id, state, options, text in rows}


def begin(*, response_id: uuid.UUID, survey_id: int, edition_id: int, via: str = "") -> None:
    """Start a draft under an id made on the person's side; again with the same id changes nothing.

    `via` is the token of the route that brought the person; of no known one, it is forgotten.
    """
    connection = _connection()
    draft = {"id": response_id, "survey_id": survey_id, "edition_id": edition_id, "started_on": today(), "via": via}
    connection.execute(_begin_in(connection.dialect.name), draft)


def store_answer(*, response_id: uuid.UUID, item_id: str, said: Said) -> None:
    """Write the one answer of a draft to an item, in place of an earlier one. Raises AlreadySent."""
    connection = _connection()
    stored = connection.execute(
        _store_in(connection.dialect.name),
        {"new_id": uuid.uuid4(), "to_response": response_id, "to_item": item_id, **said._asdict()},
    )
    if not stored.rowcount:
        raise AlreadySent("These answers were sent before")


def submit(
    *,
    response_id: uuid.UUID,
    unasked: Unasked | None = None,
    helped: Help | None = None,
    receipt_hash: str | None = None,
) -> None:
    """Send a draft and tell the rooms above, in one transaction; a second time changes nothing.

    The code to come back with goes; the hash of the receipt stays until answers can no longer be taken back.

    `unasked` tells which of its answers its route does not ask for: a person who went back and took another way left
    them behind. They are deleted once it is sure that no further answer comes in, so that nobody ever reads them.
    """
    draft = {"response_id": response_id, "on": today(), "helped": helped, "receipt": receipt_hash}
    sent = _connection().execute(_SUBMIT, draft)
    if sent.rowcount:
        if unasked is not None:
            left = unasked(list_answers(response_id=response_id))
            _connection().execute(_LEAVE_OUT, {"response_id": response_id, "item_ids": list(left)})
        responses_submitted.send(None, response_ids=[response_id])


def delete_draft(*, response_id: uuid.UUID) -> None:
    """Delete a draft and its answers; what was sent stays."""
    _connection().execute(_DELETE, {"response_id": response_id})


_route_taken = (
    select(route.c.id)
    .where(route.c.token == bindparam("via"), route.c.survey_id == bindparam("survey_id"))
    .scalar_subquery()
)


@cache
def _begin_in(dialect: str) -> Insert:
    new = INSERTS[dialect](response).values(
        id=bindparam("id"),
        survey_id=bindparam("survey_id"),
        edition_id=bindparam("edition_id"),
        started_on=bindparam("started_on"),
        channel=Channel.ONLINE,
        route_id=_route_taken,
    )
    return new.on_conflict_do_nothing()


@cache
def _store_in(dialect: str) -> Insert:
    """Insert or replace the answer, but only into a draft: the lock keeps it a draft until the commit."""
    draft = (
        select(
            bindparam("new_id", type_=Uuid),
            response.c.id,
            bindparam("to_item", type_=String),
            bindparam("state", type_=String),
            bindparam("options", type_=answer.c.options.type),
            bindparam("text", type_=Text),
        )
        .where(response.c.id == bindparam("to_response"), response.c.submitted_on.is_(None))
        .with_for_update(read=True)
    )
    new = INSERTS[dialect](answer).from_select(["id", "response_id", "item_id", "state", "options", "text"], draft)
    stored = new.on_conflict_do_update(
        index_elements=["response_id", "item_id"],
        set_={"state": new.excluded.state, "options": new.excluded.options, "text": new.excluded.text},
    )
    return stored.execution_options(preserve_rowcount=True)
