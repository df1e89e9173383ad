"""Forums: meetings, who came, the minutes, and what was decided and who does what."""

from flask import Flask

from engage.forums import decisions, routes

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(decisions.blueprint)
