"""Surveys: the instrument, its review, the field, the responses and their answers."""

from flask import Flask

from engage.surveys import models, respond, routes
from engage.surveys.importing import routes as importing

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    app.url_map.converters["slug"] = respond.SlugConverter
    app.register_blueprint(respond.blueprint)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(importing.blueprint)
