"""The demonstration: Bury 2026 with made-up answers, never loaded in a real deployment."""

from flask import Flask

from engage.demo.steps import is_loading


def init_app(app: Flask) -> None:
    """Let pages say that the rest of the demonstration is still to come."""
    app.jinja_env.globals["demonstration_is_loading"] = is_loading
