"""A production server with two workers, and the processor time that its workers have used."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

ROOT = Path(__file__).parent.parent
# As `engage serve` runs it.
OPTIONS = ("--workers=2", "--worker-class=gthread", "--threads=4", "--preload", "--log-level=error")
PATIENCE = 30


class Server:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def processor_seconds(self) -> float:
        """User and system time of the workers since they started, from the scheduler's own account (nanoseconds)."""
        tasks = [task for worker in self._workers() for task in Path(f"/proc/{worker}/task").iterdir()]
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def _workers(self) -> list[int]:
        return children(self.process.pid)


class Platform:
    """`engage serve` as a deployment runs it, in a process of its own that can be killed and started again."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        settings = {"ENGAGE_DATA_DIR": str(folder), "ENGAGE_DATABASE_URL": database_url}
        self.port, self.environment = _free_port(), {**os.environ, **settings}
        self.log = folder / "serve.log"

    def start(self) -> None:
        command = [str(Path(sys.executable).parent / "engage"), "serve", f"--port={self.port}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        _wait_for(self.port)

    def kill_workers(self) -> None:
        """SIGKILL every process that serves pages; the first one starts new ones."""
        for worker in children(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    def kill(self) -> None:
        """SIGKILL all of it at once, as when the power goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def children(parent: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


@contextmanager
def serving(application: str, **environment: str) -> Iterator[Server]:
    """Serve `application` on a free port until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", *OPTIONS, f"--bind=127.0.0.1:{port}", application]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        _wait_for(port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def empty_database(server_url: str) -> Iterator[str]:
    """The URL of a new database on a PostgreSQL server, dropped when the block ends."""
    url = make_url(server_url).set(database=f"measured_{secrets.token_hex(4)}")
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {url.database}"))
        try:
            yield url.render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {url.database} WITH (FORCE)"))
    server.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
