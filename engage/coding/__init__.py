"""Coding: the frame and its codes, excerpts, and what people and the machine say of them."""

from flask import Flask

from engage.coding import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
