"""Home: the public front page and each role's start page; it only gathers from the rooms below."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
