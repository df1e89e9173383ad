"""Reports: findings, approved quotes, frozen summaries, what was decided on them, and "you said, we did"."""

from flask import Flask

from engage.programmes.signals import part_wanted_away
from engage.reports import (
    heard,
    listeners,
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
from engage.reports.drafts import routes as draft_routes
from engage.reports.editions import routes as editions
from engage.reports.tables import routes as tables
from engage.safeguarding.signals import publications_wanted

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    part_wanted_away.connect(listeners.name_reports_that_need)
    publications_wanted.connect(listeners.name_publications)
    rooms = (routes, quotes, reach, rare, sentences, settling, heard, telling, who_answered, you_said)
    for room in (*rooms, draft_routes, editions, tables):
        app.register_blueprint(room.blueprint)
