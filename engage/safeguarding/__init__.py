"""Safeguarding: what triage flags, the lead's queue, and what is on hold until released."""

from flask import Flask

from engage.passages.signals import text_written
from engage.safeguarding import concerns, listeners, models, routes
from engage.surveys.signals import on_hold_wanted, responses_submitted, responses_withdrawn

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    responses_submitted.connect(listeners.triage_submitted)
    responses_withdrawn.connect(listeners.keep_records)
    on_hold_wanted.connect(listeners.list_on_hold)
    text_written.connect(listeners.triage_written)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(concerns.blueprint)
