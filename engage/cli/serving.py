"""Commands that serve the pages and do the jobs behind them."""

from __future__ import annotations

import subprocess
import sys

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from engage.cli.platform import start_demonstration
from engage.database import db


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes that serve pages.")
@click.option("--demo", is_flag=True, help="Build the database and load the demonstration, where it is missing.")
@with_appcontext
def serve(host: str, port: int, workers: int, demo: bool) -> None:
    """Serve the pages, and do the jobs behind them, until stopped.

    With --demo pages are served as soon as the demonstration's surveys are open; its answers follow meanwhile.
    """
    if demo:
        start_demonstration()
    db.engine.dispose()  # no connection may be shared by the processes
    click.echo(f"Engage is at http://{host}:{port}/ (Ctrl-C stops it)")
    Server(current_app._get_current_object(), bind=f"{host}:{port}", workers=workers).run()  # type: ignore[attr-defined]


@click.command()
@with_appcontext
def work() -> None:
    """Do the jobs behind the pages (`serve` starts this by itself)."""
    current_app.extensions["huey"].create_consumer(workers=1, periodic=True).run()


# One socket for control in the home folder would be shared by every Engage on the machine.
SETTINGS = {"worker_class": "gthread", "threads": 4, "preload_app": True, "control_socket_disable": True}


class Keeper(Arbiter):
    """Keeps the processes that serve pages, and a job worker beside them: one that dies is followed by another."""

    jobs: subprocess.Popen[bytes] | None = None

    def manage_workers(self) -> None:
        super().manage_workers()
        if self.jobs is None or self.jobs.poll() is not None:
            self.jobs = subprocess.Popen([sys.argv[0], "work"])


class Server(BaseApplication):
    """Gunicorn around the application. No access log: it would hold addresses."""

    def __init__(self, app: Flask, **options: object) -> None:
        self.app = app
        self.options = {**SETTINGS, **options}
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)
        self.cfg.set("on_exit", self.stop_jobs)

    def load(self) -> Flask:
        return self.app

    def run(self) -> None:
        Keeper(self).run()

    def stop_jobs(self, keeper: Keeper) -> None:
        if keeper.jobs:
            keeper.jobs.terminate()
            keeper.jobs.wait()
