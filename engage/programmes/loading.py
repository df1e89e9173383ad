"""The programme of an address: `<programme>` in a rule becomes `g.programme`, and is put back in every link."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, current_app, g, make_response, request
from flask_login import current_user

from engage.programmes import queries
from engage.programmes.models import Programme
from engage.web.access import ask_to_sign_in


def load_programme(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the slug out of the address, so that no view has to look its programme up."""
    if not values or "programme" not in values:
        return
    found = queries.find_programme(slug=values.pop("programme"))
    if found is None or not may_see(found):
        _turn_away()
    g.programme = found


def may_see(programme: Programme) -> bool:
    """Whether the person at the page may know of the programme: everybody of a published one, its people of a draft."""
    return not programme.is_draft or works_in(programme.id)


def works_in(programme_id: int) -> bool:
    return bool(current_user.is_authenticated and current_user.roles_in(programme_id))


def _turn_away() -> None:
    """A draft looks like no programme at all, to people who are signed in and to those who are not yet."""
    if request.path.startswith("/staff/") and not current_user.is_authenticated:
        abort(make_response(ask_to_sign_in()))
    abort(404)


def keep_programme(endpoint: str, values: dict[str, Any]) -> None:
    """Put the slug into every link that wants one."""
    if "programme" in g and "programme" not in values and _wants_programme(endpoint):
        values["programme"] = g.programme.slug


def _wants_programme(endpoint: str) -> bool:
    return any("programme" in rule.arguments for rule in current_app.url_map.iter_rules(endpoint))


def show_programme() -> dict[str, object]:
    """The programme and its council, for every template."""
    programme = g.get("programme")
    return {"programme": programme, "council": programme.council if programme else None}


def init_app(app: Flask) -> None:
    app.url_value_preprocessor(load_programme)
    app.url_defaults(keep_programme)
    app.context_processor(show_programme)
