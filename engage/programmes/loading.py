"""The programme of an address: `<programme>` in a rule becomes `g.programme`, and is put back in every link."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, current_app, g

from engage.programmes import queries


def load_programme(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the slug out of the address, so that no view has to look its programme up."""
    if not values or "programme" not in values:
        return
    found = queries.find_programme(slug=values.pop("programme"))
    if found is None:
        abort(404)
    g.programme = found


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
