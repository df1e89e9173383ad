"""What stands on a page, in a letter or in an export in the place of a passage on hold."""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import gettext as _

from engage.accounts.models import User
from engage.passages import queries
from engage.passages.columns import MARK
from engage.passages.operations import SHOWN


def cover(text: str) -> str:
    """The text as anybody may read it: passages on hold are covered, released ones are in their own words."""
    return MARK.sub(lambda held: _instead(held[1]), queries.with_released(text))


def cover_document(stored: Any) -> Any:
    """The same of everything in a stored document, for what leaves without a template."""
    if isinstance(stored, str):
        return cover(stored)
    if isinstance(stored, list):
        return [cover_document(part) for part in stored]
    if isinstance(stored, dict):
        return {name: cover_document(part) for name, part in stored.items()}
    return stored


def editable(text: str | None, editor: User) -> str:
    """The text as this person may change it: what they wrote in their words, all else as anybody reads it."""
    return cover(queries.with_own(text or "", author_id=editor.id))


def lines_without_passage(text: str, *, earlier: str, editor: User) -> list[str]:
    """The lines of ours in what was typed that stand for no passage of the earlier text."""
    known = {_line(number) for number in queries.marks_shown(earlier, author_id=editor.id)}
    return [line for line in lines_shown(text) if line not in known]


def lines_shown(text: str) -> list[str]:
    """The lines in a text that read as ours do in the place of a passage on hold."""
    return [shown[0] for shown in SHOWN.finditer(text) if shown[0] == _line(shown[1])]


def saved(done: str, *texts: str | None) -> str:
    """What a writer is told after saving: what was done, and whether a part of it is on hold now."""
    held = _("A part of it is held: the safeguarding lead reads it before anybody else does.")
    return f"{done}. {held}" if queries.is_held(*texts) else done


def cover_printed(printed: Any) -> Any:
    """What a template prints, covered. Jinja asks this of every expression, so that no template can forget."""
    if isinstance(printed, str):
        for held in MARK.finditer(printed):
            # Markup escapes what comes into it here; plain text is escaped afterwards.
            printed = printed.replace(held[0], cover(held[0]))
    return printed


def init_app(app: Flask) -> None:
    app.jinja_env.finalize = cover_printed


def _instead(number: str) -> str:
    """The public does not learn whose desk it lies on, nor a number."""
    if has_request_context() and not request.path.startswith("/staff/"):
        return str(_("[This part is not shown at the moment]"))
    return _line(number)


def _line(number: str) -> str:
    """What people read instead; `SHOWN` finds the number again in what they send back."""
    return str(_("[Held for the safeguarding lead #%(number)s]", number=number))
