"""Reports: findings, approved quotes, frozen summaries, what was decided on them, and "you said, we did"."""

from flask import Flask

from engage.reports import (
    heard,
    models,
    quotes,
    rare,
    reach,
    routes,
    sentences,
    settling,
    telling,
    who_answered,
    you_said,
)
from engage.reports.tables import routes as tables

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    for room in (routes, quotes, reach, rare, sentences, settling, heard, telling, who_answered, you_said, tables):
        app.register_blueprint(room.blueprint)
