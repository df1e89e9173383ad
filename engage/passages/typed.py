"""What browsers send has no marks in it, and no line of ours for a passage that is not held there: those stand in
texts that were triaged, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Flask, Request
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items

from engage.database import DomainError
from engage.passages import columns
from engage.passages.covering import lines_shown
from engage.web.forms import Form


def without_marks(typed: Any) -> Any:
    """Words without the ends of marks; a file stays as it is."""
    return columns.without_marks(typed) if isinstance(typed, str) else typed


class TypedValues(ImmutableMultiDict[str, Any]):
    """What was typed into an address or a form, by the name of the field."""

    def __init__(self, sent: Any = None) -> None:
        pairs: Iterable[tuple[str, Any]] = iter_multi_items(sent or ())
        super().__init__([(without_marks(name), without_marks(typed)) for name, typed in pairs])


class TypedRequest(Request):
    """A request whose addresses and forms are read without marks, whoever reads them."""

    parameter_storage_class = TypedValues


class FalseLine(DomainError):
    """What pages say in the place of a passage on hold was typed where nothing is held so."""


def find_false_lines(form: Form) -> Iterator[FalseLine]:
    """Each line "[Held for the safeguarding lead #12]" in a field that did not have it when its page was opened."""
    for field in form:
        if isinstance(field.data, str) and field.name not in form.looked_at:
            before = str(field.object_data or "")
            for line in lines_shown(field.data):
                if line not in before:
                    yield FalseLine(_("Nothing is held here as %(line)s. Take it out", line=line), field.name)


def init_app(app: Flask) -> None:
    app.request_class = TypedRequest
    if find_false_lines not in Form.rules:
        Form.rules.append(find_false_lines)
