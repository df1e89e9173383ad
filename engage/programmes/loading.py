"""The programme of an address: `<programme>` in a rule becomes `g.programme`, and is put back in every link."""

from __future__ import annotations

from collections.abc import Sequence
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
    council = programme.council if programme else None
    return {"programme": programme, "council": council, "other_programmes": list_others()}


def list_others() -> Sequence[Programme]:
    """On a staff page of a programme: the other ones in which the person at the page has a part."""
    if "programme" not in g or not request.path.startswith("/staff/") or not current_user.is_authenticated:
        return ()
    others = {held.programme_id for held in current_user.memberships} - {g.programme.id}
    return queries.list_programmes_by_id(others) if others else ()


def init_app(app: Flask) -> None:
    app.url_value_preprocessor(load_programme)
    app.url_defaults(keep_programme)
    app.context_processor(show_programme)
