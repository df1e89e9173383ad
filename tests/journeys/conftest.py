"""A real server with the demonstration in it, and a person with a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.demonstration import ENGAGE, Demonstration
from tests.journeys.visitor import Visitor

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker("journey")


@dataclass(frozen=True)
class Site:
    """A running Engage: where it listens, and the file that holds what it prints."""

    address: str
    output: Path


@pytest.fixture(scope="session")
def site(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A real server with the demonstration in it, for every journey of a worker."""
    with serving(demonstration, tmp_path_factory.mktemp("site")) as running:
        yield running


@contextmanager
def serving(demonstration: Demonstration, folder: Path) -> Iterator[Site]:
    """A server of its own with a copy of the demonstration."""
    port = free_port()
    shutil.copytree(demonstration.folder, folder, dirs_exist_ok=True)
    running = Site(f"http://127.0.0.1:{port}", folder / "output")
    environment = {**os.environ, "ENGAGE_DATA_DIR": str(folder)}
    with running.output.open("w") as output:
        serve = [ENGAGE, "serve", "--port", str(port)]
        server = subprocess.Popen(serve, env=environment, stdout=output, stderr=output)
    try:
        wait_for(running.address + "/health")
        yield running
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, seconds: int = 60) -> None:
    """Until the address answers: starting takes a while where many tests run beside each other."""
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Gone when the journeys are over: Playwright's event loop leaves no room for another in the process."""
    with sync_playwright() as playwright:
        path = os.environ.get("ENGAGE_BROWSER", "/usr/bin/chromium")
        running = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    context = browser.new_context(locale="en-GB")
    yield Visitor(context.new_page(), site.address)
    context.close()


@pytest.fixture
def visitor_alone(browser: Browser, demonstration: Demonstration, tmp_path: Path) -> Iterator[Visitor]:
    """At a server where nobody has been yet: what other journeys change would be held against what is published."""
    context = browser.new_context(locale="en-GB")
    with serving(demonstration, tmp_path) as own:
        yield Visitor(context.new_page(), own.address)
    context.close()


@pytest.fixture
def visitor_without_script(browser: Browser, site: Site) -> Iterator[Visitor]:
    """JavaScript is off for the pages; axe needs it, so here nothing is checked by it."""
    context = browser.new_context(java_script_enabled=False)
    yield Visitor(context.new_page(), site.address, has_script=False)
    context.close()
