"""Coding: the frame and its codes, excerpts, and what people and the machine say of them."""

from flask import Flask

from engage.coding import listeners, models
from engage.safeguarding.signals import answers_cleared

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    answers_cleared.connect(listeners.cut_excerpts)
