"""Forums: meetings, who came, the minutes, and what was decided and who does what."""

from flask import Flask

from engage.forums import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
