"""A fresh clone runs on a bare Debian, with the Python and pip it brings, from the package index as it will be."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import roots
from tests.system.conftest import copy_project
from tests.system.later_index import LaterIndex
from tests.system.locks import LIST, locked_names, locked_versions, read_versions
from tests.system.roots import Root

# Debian 12 with Python 3.11, Debian 13 with 3.13.
SUITES = ("bookworm", "trixie")
LONGEST = 600
DATABASES = ("SQLite", "PostgreSQL")
# A few of each kind, since each kind may want something of the system: a browser, a server, both databases.
KINDS = "tests/journeys/test_coming_back.py tests/cli/test_serving.py tests/home"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def front_page(port: int, server: subprocess.Popen[bytes]) -> str:
    """The front page, as soon as there is one; nothing when the server ended or it takes too long."""
    last = time.monotonic() + LONGEST
    while server.poll() is None and time.monotonic() < last:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    return ""


@pytest.fixture(params=SUITES)
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Root]:
    if reason := roots.why_not():
        pytest.skip(reason)
    made = roots.make_root(request.param, tmp_path / "root")
    copy_project(made.folder / made.project.lstrip("/"))
    yield made
    shutil.rmtree(made.folder)


def test_one_command_leads_to_the_front_page_and_one_runs_the_tests(
    root: Root, later_index: LaterIndex, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port, log, started = free_port(), tmp_path / "log", time.monotonic()
    with root.running("make", "run", f"PORT={port}", log=log, PIP_INDEX_URL=later_index.url) as server:
        page = front_page(port, server)
    with capsys.disabled():
        print(f"\nFrom clone to first page, {root.name}: {time.monotonic() - started:.0f} s\n{log.read_text()}")
    assert "Alternative provision" in page
    assert holds_locked(root, "uv", "serving", "embeddings", "node")
    root.run("make", "setup-test", PIP_INDEX_URL=later_index.url)
    assert holds_locked(root, "uv", "serving", "embeddings", "node", "test")
    assert later_index.asked <= locked_names() | {"pip"}
    tested = root.run("make", "test", f"TESTS={KINDS}", PIP_INDEX_URL=later_index.url)
    assert tested.count(" passed in ") == len(DATABASES)


def holds_locked(root: Root, *parts: str) -> bool:
    """Whether its environment holds these parts of the lock, each in its version, and nothing else."""
    python = root.run(".venv/bin/python", "-c", "import platform; print(platform.python_version())").strip()
    return read_versions(root.run(*LIST)) == locked_versions(*parts, python=python)
