"""Passages: what people wrote in notes, comments and findings that is on hold, and what is read in its place."""

from flask import Flask

from engage.passages import covering, models, typed

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Have every template cover what is on hold, and nobody send a mark."""
    covering.init_app(app)
    typed.init_app(app)
