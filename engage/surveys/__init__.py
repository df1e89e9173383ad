"""Surveys: the instrument, its review, the field, the responses and their answers."""

from flask import Flask

from engage.surveys import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
