"""Saving what a form says: all that speaks against it is found at once, and nothing of a refused write stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from engage.database import DomainError, Model, db
from engage.web.forms import BrokenRule, ChangeForm, Form

Written = TypeVar("Written")


def attempt(
    form: Form, write: Callable[[], Written], check: Callable[[], Iterable[BrokenRule]] = tuple
) -> Written | None:
    """What `write` wrote, if the form was sent and nothing is wrong with it (see `Form.accepts`); otherwise None, and
    the form says why."""
    if not form.accepts(check):
        return None
    try:
        return write()
    except DomainError as refused:
        undo(refused)
        form.refuse(refused)
        return None


def undo(refused: DomainError) -> None:
    """Take back whatever a refused write did: nothing of it may stay. Where the refusal itself is to be followed up,
    the operation had written that alone, and it is stored."""
    if refused.is_followed_up:
        db.session.commit()
    else:
        db.session.rollback()


def succeeds(form: Form, write: Callable[[], object], check: Callable[[], Iterable[BrokenRule]] = tuple) -> bool:
    """Whether `write`, which gives nothing back, was done (see `attempt`)."""
    return attempt(form, lambda: (write(),), check) is not None


def attempt_change(
    form: ChangeForm,
    stored: Mapping[str, Any],
    write: Callable[[], object],
    check: Callable[[], Iterable[BrokenRule]] = tuple,
) -> bool:
    """Whether the form was sent and what it says is stored by now, over the `stored` values that it was loaded with.

    Where it stands there already (nobody changed a word, or the button was pressed twice) nothing is written, so that
    no history tells of a change that was none. Whoever saves second is told (see `ChangeForm.compare`).
    """
    stale = form.compare(stored)
    if form.changes_nothing:
        return form.accepts()
    return succeeds(form, write, lambda: [*check(), *stale])


def first_fault(faults: Iterable[DomainError]) -> str:
    """What speaks against a step, in words, before anybody presses the button for it; nothing where all is well."""
    return next((fault.message for fault in faults), "")


def stored_values(form: Form, stored: Model) -> dict[str, Any]:
    """What is stored now, by the names of the form's fields."""
    return {name: getattr(stored, name) for name in form.values()}
