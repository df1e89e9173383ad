"""Surveys: the instrument, its review, the field, the responses and their answers."""

from flask import Flask

from engage.programmes.signals import part_wanted_away
from engage.surveys import listeners, models, respond, routes
from engage.surveys.equality import asking
from engage.surveys.equality import routes as shares
from engage.surveys.importing import routes as importing
from engage.surveys.inviting import follow
from engage.surveys.inviting import routes as inviting
from engage.surveys.organisations import answering
from engage.surveys.organisations import routes as organisations
from engage.surveys.returning import receipts, short
from engage.surveys.returning import routes as returning
from engage.surveys.updates import leaving

# Their pages are among those of answering.
__all__ = ["answering", "asking", "init_app", "leaving", "models", "receipts", "returning"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    part_wanted_away.connect(listeners.name_surveys_that_need)
    app.url_map.converters["slug"] = respond.SlugConverter
    app.register_blueprint(respond.blueprint)
    app.register_blueprint(short.blueprint)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(importing.blueprint)
    app.register_blueprint(inviting.blueprint)
    app.register_blueprint(shares.blueprint)
    app.register_blueprint(follow.blueprint)
    app.register_blueprint(organisations.blueprint)
