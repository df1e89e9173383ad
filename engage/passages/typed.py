"""What browsers send has no marks in it: those stand in texts that were triaged, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items

from engage.passages.columns import ENDS


def without_marks(typed: Any) -> Any:
    """Words without the ends of marks; a file stays as it is."""
    return ENDS.sub("", typed) if isinstance(typed, str) else typed


class TypedValues(ImmutableMultiDict[str, Any]):
    """What was typed into an address or a form, by the name of the field."""

    def __init__(self, sent: Any = None) -> None:
        pairs: Iterable[tuple[str, Any]] = iter_multi_items(sent or ())
        super().__init__([(without_marks(name), without_marks(typed)) for name, typed in pairs])


class TypedRequest(Request):
    """A request whose addresses and forms are read without marks, whoever reads them."""

    parameter_storage_class = TypedValues


def init_app(app: Flask) -> None:
    app.request_class = TypedRequest
