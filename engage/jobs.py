"""Jobs: work that no page should wait for. Jobs carry ids, never text."""

from __future__ import annotations

from flask import Flask
from huey import Huey, SqliteHuey


def init_app(app: Flask) -> None:
    settings = app.config["ENGAGE"]
    app.extensions["huey"] = _queue(settings)


def _queue(settings: object) -> Huey:
    return SqliteHuey("engage", filename=str(settings.data_dir / "jobs.sqlite"), immediate=settings.jobs_immediate)  # type: ignore[attr-defined]
