"""A person at a real browser. Every page they arrive at is checked for accessibility, at two widths."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, ViewportSize, expect

from engage.demo.loading import SIGN_IN_WITH

PHONE = ViewportSize(width=375, height=740)
DESK = ViewportSize(width=1280, height=900)
# WCAG 2.2 A and AA, and axe's own best practices.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# A folder to keep a picture of each page in, at both widths, for somebody to look at.
SHOTS = os.environ.get("ENGAGE_SHOTS")

# Axe costs half a second a page, so pages that are alike are checked once by each worker: the same address but for
# what is one survey's, question's or row's own, and the same kinds of elements (an error or a tag is another kind).
OWN = r"(?<=/[sq]/)[\w-]+|(?<=/surveys/)[\w-]+|(?<=/items/)[\w-]+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+"
ELEMENTS = "[...new Set([...document.querySelectorAll('body *')].map(e => e.tagName + e.className))].sort().join()"
checked: set[tuple[str, str]] = set()


def whole(words: str) -> re.Pattern[str]:
    """These words from first to last, or the first ones where they end in “…”."""
    return re.compile(rf"^{re.escape(words.removesuffix('…'))}{'' if words.endswith('…') else '$'}")


@dataclass
class Visitor:
    """What a person does, in the words they would use for it. `has_script` is whether JavaScript is on."""

    page: Page
    address: str
    has_script: bool = True
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.check()

    def click(self, words: str) -> Page:
        """Follow the first link with these words (all of them; with … at an end, more may follow)."""
        return self._go(self.page.get_by_role("link", name=whole(words)))

    def press(self, words: str) -> Page:
        """Press the first button with these words."""
        return self._go(self.page.get_by_role("button", name=whole(words)))

    def _go(self, place: Locator) -> Page:
        place.first.click()
        return self.check()

    def write(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def write_day(self, legend: str, day: dt.date) -> None:
        boxes = self.page.get_by_role("group", name=legend)
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(label).fill(str(number))

    def choose(self, label: str, words: str) -> None:
        """Choose the first option of a list that begins with these words."""
        box = self.page.get_by_label(label, exact=True)
        option = box.locator("option").filter(has_text=re.compile(rf"^\s*{re.escape(words)}")).first
        box.select_option(value=option.get_attribute("value"))

    def tick(self, words: str) -> None:
        self.page.get_by_label(words, exact=True).check()

    def sign_in(self, email: str, password: str = SIGN_IN_WITH) -> Page:
        self.open("/sign-in")
        self.write("Email address", email)
        self.write("Password", password)
        return self.press("Sign in")

    def sign_out(self) -> Page:
        return self.press("Sign out")

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def sees_no(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(words)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def check(self) -> Page:
        """Assert that the page the person arrived at has no fault."""
        self.page.wait_for_load_state()
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        assert not self.page.evaluate(IS_TOO_WIDE), f"{self.page.url} is too wide"
        if self.has_script and (kind := self._kind()) not in checked:
            checked.add(kind)
            for width in (PHONE, DESK):  # people go on at a desk
                self._check_at(width)
        return self.page

    def _kind(self) -> tuple[str, str]:
        """The page's address without what is this page's own, and the kinds of elements it is made of."""
        path = urlsplit(self.page.url).path
        return re.sub(OWN, "*", path), self.page.evaluate(ELEMENTS)

    def _check_at(self, size: ViewportSize) -> None:
        self.page.set_viewport_size(size)
        if SHOTS:
            path = "-".join(re.findall(r"\w+", urlsplit(self.page.url).path))[-80:]
            self.page.screenshot(path=Path(SHOTS) / f"{path}-{len(checked)}-{size['width']}.png", full_page=True)
        assert not self.page.evaluate(IS_TOO_WIDE), f"{self.page.url} is wider than {size['width']} px"
        found = Axe().run(self.page, options=RULES)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
