"""What somebody typed into a form that could not be saved, for the page that says so: nothing typed is lost.

It is shown in the answer to the very request that sent it, and is nowhere stored or logged.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import request
from flask_login import current_user

from engage.web.forms import NOT_VALUES


class Typed(NamedTuple):
    """What a refused form said: each field's name and words, and whether its sender is signed out by now."""

    fields: tuple[tuple[str, str], ...]
    is_signed_out: bool


def typed_by_staff() -> Typed | None:
    """What was typed on a page for staff; None where nothing was. A page elsewhere cannot have us say its words: what
    a browser sends from there is left out."""
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if request.method != "POST" or not request.path.startswith("/staff/") or not is_ours:
        return None
    fields = tuple(_spoken(name, value) for name, value in request.form.items(multi=True) if _is_typed(name, value))
    return Typed(fields, not current_user.is_authenticated) if fields else None


def _is_typed(name: str, value: str) -> bool:
    return bool(value.strip()) and name not in NOT_VALUES and "password" not in name


def _spoken(name: str, value: str) -> tuple[str, str]:
    return name.replace("_", " ").replace("-", " ").capitalize(), value
