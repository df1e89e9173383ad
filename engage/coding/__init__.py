"""Coding: the frame and its codes, excerpts, and what people and the machine say of them."""

from flask import Flask

from engage.coding import acceptance_routes, agreement_routes, frame_routes, group_routes, listeners, models, routes
from engage.programmes.signals import part_wanted_away
from engage.safeguarding.signals import answers_cleared, answers_translated

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Register this room's pages and listeners."""
    answers_cleared.connect(listeners.cut_excerpts)
    answers_translated.connect(listeners.translate_excerpts)
    part_wanted_away.connect(listeners.name_codes_that_need)
    for pages in (routes, frame_routes, acceptance_routes, agreement_routes, group_routes):
        app.register_blueprint(pages.blueprint)
