"""A real server with the demonstration in it, and a person with a real browser in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from engage.demo.loading import SIGN_IN_WITH

ENGAGE = Path(sys.executable).parent / "engage"
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}
# WCAG 2.2 A and AA, and axe's own best practices.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
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


@dataclass
class Visitor:
    """Somebody at a browser. Every page they arrive at is checked for accessibility at two widths."""

    page: Page
    address: str

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.check()

    def click(self, words: str, role: str = "link") -> Page:
        """Press the link or button with exactly these words, and check where it leads."""
        self.page.get_by_role(role, name=words, exact=True).first.click()  # type: ignore[arg-type]
        return self.check()

    def press(self, words: str) -> Page:
        return self.click(words, "button")

    def sign_in(self, email: str) -> Page:
        self.open("/sign-in")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(SIGN_IN_WITH)
        return self.press("Sign in")

    def check(self) -> Page:
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            assert not self._overflows(), f"{self.page.url} is wider than {size['width']} px"
            found = Axe().run(self.page, options=RULES)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        return self.page

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def _overflows(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a real server with the demonstration listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ENGAGE_DATA_DIR": str(tmp_path_factory.mktemp("site"))}
    for command in ("upgrade", "demo"):
        subprocess.run([ENGAGE, command], env=environment, check=True, capture_output=True)
    server = subprocess.Popen([ENGAGE, "serve", "--port", str(port)], env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("ENGAGE_BROWSER", "/usr/bin/chromium")
        running = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    context = browser.new_context(locale="en-GB")
    yield Visitor(context.new_page(), address)
    context.close()


@pytest.fixture
def visitor_without_script(browser: Browser, address: str) -> Iterator[Visitor]:
    """JavaScript is off for the pages; the checks themselves need it, so here nothing is checked by axe."""
    context = browser.new_context(java_script_enabled=False)
    yield Visitor(context.new_page(), address)
    context.close()
