"""What stands on a page, in a letter or in an export in the place of a passage on hold."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from engage.accounts.models import User
from engage.passages import queries
from engage.passages.columns import MARK


def cover(text: str) -> str:
    """The text as anybody may read it: passages on hold are covered, released ones are in their own words."""
    numbers = [int(number) for number in MARK.findall(text)]
    return _fill(text, queries.list_released(numbers)) if numbers else text


def editable(text: str, editor: User) -> str:
    """The text as this person may change it: what they wrote in their words, all else as anybody reads it."""
    numbers = [int(number) for number in MARK.findall(text)]
    return cover(_fill(text, queries.list_own(numbers, author_id=editor.id), keep=True)) if numbers else text


def cover_printed(printed: Any) -> Any:
    """What a template prints, covered. Jinja asks this of every expression, so that no template can forget."""
    if isinstance(printed, str):
        for found in MARK.finditer(printed):
            # Markup escapes what comes into it here; plain text is escaped afterwards.
            printed = printed.replace(found[0], cover(found[0]))
    return printed


def init_app(app: Flask) -> None:
    app.jinja_env.finalize = cover_printed


def _fill(text: str, words: dict[int, str], *, keep: bool = False) -> str:
    """The text with these words in the place of their marks. Other marks are covered, or stay as they are (`keep`).

    A passage may have an older one in it, which is then looked up in turn.
    """

    def stands_for(number: int, found: str) -> str:
        if number in words:
            return words[number] if keep else cover(words[number])
        return found if keep else str(_("[Held for the safeguarding lead #%(number)d]", number=number))

    return MARK.sub(lambda found: stands_for(int(found[1]), found[0]), text)
