"""The programme of an address: `<programme>` in a rule becomes `g.programme`, and is put back in every link."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, g

from engage.programmes import queries


def init_app(app: Flask) -> None:
    @app.url_value_preprocessor
    def load_programme(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if not values or "programme" not in values:
            return
        g.programme = queries.find_programme(slug=values.pop("programme"))
        if g.programme is None:
            del g.programme
            abort(404)

    @app.url_defaults
    def keep_programme(endpoint: str, values: dict[str, Any]) -> None:
        if "programme" in values or "programme" not in g:
            return
        if app.url_map.is_endpoint_expecting(endpoint, "programme"):
            values["programme"] = g.programme.slug

    @app.context_processor
    def show_programme() -> dict[str, object]:
        programme = g.get("programme")
        return {"programme": programme, "council": programme.council if programme else None}
