"""Programmes: the council, its programme, waves, audiences, key lines of enquiry, lots and the specification."""

from flask import Flask

from engage.programmes import loading, models, routes, stylesheet
from engage.programmes.parts import routes as parts
from engage.programmes.specification import routes as specification

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    loading.init_app(app)
    for room in (routes, parts, specification, stylesheet):
        app.register_blueprint(room.blueprint)
