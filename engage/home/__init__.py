"""Home: the public front page and each role's start page; it only gathers from the rooms below."""

from flask import Flask

from engage.home import health, routes, start


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    for blueprint in (health.blueprint, routes.blueprint, start.mine, start.blueprint):
        app.register_blueprint(blueprint)
