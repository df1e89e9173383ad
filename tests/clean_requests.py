"""Requests that leave the database as they should: a GET writes nothing; what is written is committed."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

A_WRITE = re.compile(r"\s*(insert|update|delete|replace)\b", re.IGNORECASE)
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class UncleanRequestError(AssertionError):
    """A request wrote where it should only read, or did not commit what it wrote."""


def fail_on_unclean_request(app: Flask, db: SQLAlchemy) -> None:
    """Make every request to `app` raise UncleanRequestError when a GET writes or work is left uncommitted."""

    def judge(response: Response) -> Response:
        if "written" not in g:  # turned away before the request began, such as by an unknown programme
            return response
        session = db.session()
        if request.method in READING and g.written:
            raise UncleanRequestError(f"{request.method} {request.path} writes: {g.written[0]}")
        if session.new or session.dirty or session.deleted or g.uncommitted:
            raise UncleanRequestError(f"{request.method} {request.path} ends before it commits")
        return response

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note_write)
    event.listen(db.session, "after_transaction_end", note_end)
    # First in, and last out: after_request functions run from the last to the first.
    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request_funcs.setdefault(None, []).insert(0, judge)


def begin() -> None:
    g.written = []
    g.uncommitted = False


def note_write(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if has_request_context() and "written" in g and A_WRITE.match(statement):
        g.written.append(statement)
        g.uncommitted = True


def note_end(_session: Session, transaction: SessionTransaction) -> None:
    """A savepoint's end settles nothing; the outermost transaction's does, by commit or rollback."""
    if has_request_context() and "written" in g and transaction.parent is None:
        g.uncommitted = False
