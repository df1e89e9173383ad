"""Reports: findings, approved quotes, frozen summaries, what was decided on them, and "you said, we did"."""

from flask import Flask

from engage.reports import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
