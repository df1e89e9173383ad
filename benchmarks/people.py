"""People at a survey as their browsers do it: cookies and tokens kept, forms sent as the page offers them, redirects
followed, a connection kept open while the server keeps it.

One of them walks through first, reading every page with a real parser (`plan`); the others send the same kind of
forms with their own tokens (`Person`), so that many of them cost little beside the server on one machine.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
import zlib
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, cast
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

PAGE, REDIRECT = 200, 302
# Each belongs to one person, so it is read from that person's own page.
OWN = re.compile(rb'name="(csrf_token|response)" value="([^"]*)"')
STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
HEADERS = re.compile(rb"\r\n(Set-Cookie|Location|Content-Length|Connection|Content-Encoding): ?([^\r]*)", re.IGNORECASE)
MOST_STEPS = 60
WORDS = "The dog helps me when it is loud."
UNPACK_GZIP = 31
CHANCE = random.SystemRandom()
Form = tuple[tuple[str, str], ...]


class WrongAnswer(Exception):
    """The server said something that no survey should say to a person who does as the page asks."""


class Gone(Exception):
    """The connection closed before the whole answer came."""


class Step(NamedTuple):
    """A page, the form to send from it (without a person's own token), and where that leads."""

    path: str
    form: Form
    leads_to: str

    @property
    def is_sending(self) -> bool:
        return self.path.endswith("/check")


class Answered(NamedTuple):
    status: int
    headers: dict[bytes, bytes]
    cookies: list[str]
    body: bytes

    @property
    def location(self) -> str:
        """The path that a redirect leads to."""
        return urlsplit(self.headers.get(b"location", b"").decode()).path

    def read(self) -> bytes:
        """The page, unpacked."""
        packed = self.headers.get(b"content-encoding") == b"gzip"
        return zlib.decompress(self.body, UNPACK_GZIP) if packed else self.body


class Line(asyncio.Protocol):
    """One connection, asked one thing at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answered] | None = None
        self.received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(Gone(str(exc or "closed")))

    def data_received(self, data: bytes) -> None:
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0 or self.waiting is None or self.waiting.done():
            return
        told = HEADERS.findall(bytes(self.received[:end]))
        headers = {name.lower(): value for name, value in told}
        length = end + 4 + int(headers.get(b"content-length", b"0"))
        if len(self.received) >= length:
            cookies = [value.decode() for name, value in told if name.lower() == b"set-cookie"]
            found, body = STATUS.match(self.received), bytes(self.received[end + 4 : length])
            self.waiting.set_result(Answered(int(found[1]) if found else 0, headers, cookies, body))
            self.received.clear()

    async def ask(self, message: bytes) -> Answered:
        if self.transport is None:
            raise Gone("closed")
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(message)
        return await self.waiting


class Browser:
    """Cookies and one connection. `took` is called with the seconds that each page took."""

    def __init__(self, port: int, took: Callable[[str, float], None] = lambda _kind, _seconds: None) -> None:
        self.port, self.took = port, took
        self.cookies: dict[str, str] = {}
        self.line: Line | None = None
        self.received = 0

    async def get(self, path: str) -> Answered:
        return await self._timed("GET", path, b"")

    async def post(self, path: str, form: Sequence[tuple[str, str]]) -> Answered:
        return await self._timed("POST", path, urlencode(form).encode())

    def close(self) -> None:
        if self.line and self.line.transport:
            self.line.transport.close()

    async def _timed(self, method: str, path: str, body: bytes) -> Answered:
        start = time.perf_counter()
        answered = await self._ask(self._message(method, path, body))
        self.took(method, time.perf_counter() - start)
        self.received += len(answered.body)
        for cookie in answered.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answered

    async def _ask(self, message: bytes) -> Answered:
        """As browsers do: once more on a new connection when the server had closed the kept one."""
        if self.line and self.line.transport:
            try:
                return await self.line.ask(message)
            except Gone:
                pass
        _, self.line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self.port)
        return await self.line.ask(message)

    def _message(self, method: str, path: str, body: bytes) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Encoding: gzip"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


async def at_once() -> None:
    """How long somebody thinks who does not think."""


class Person:
    """Somebody who walks through the planned steps; `acknowledged` are the steps whose redirect came back.

    Each writes `words` of their own, so that no answer can be taken for another's.
    """

    def __init__(
        self,
        browser: Browser,
        steps: Sequence[Step],
        *,
        words: str = WORDS,
        think: Callable[[], Awaitable[None]] = at_once,
    ) -> None:
        self.browser, self.steps, self.words, self.think = browser, steps, words, think
        self.own: dict[str, str] = {}
        self.acknowledged: list[Step] = []

    async def walk(self) -> None:
        """From the start page to the page after sending."""
        await self.read(self.steps[0].path)
        for step in self.steps:
            await self.think()
            await self.send(step)
            await self.read(step.leads_to)
        self.browser.close()

    async def send(self, step: Step) -> None:
        """Send one form. Raises WrongAnswer unless it leads where it led the first time."""
        answered = await self.browser.post(step.path, self.whole(step))
        if answered.status != REDIRECT or answered.location != step.leads_to:
            raise WrongAnswer(f"{step.path} answered {answered.status} {answered.location}")
        self.acknowledged.append(step)

    def whole(self, step: Step) -> list[tuple[str, str]]:
        """The form with this person's own tokens and words."""
        return [(name, self._said(name, value)) for name, value in step.form]

    def _said(self, name: str, value: str) -> str:
        return self.words if value == WORDS else value or self.own[name]

    async def read(self, path: str) -> None:
        answered = await self.browser.get(path)
        if answered.status != PAGE:
            raise WrongAnswer(f"{path} answered {answered.status}")
        if not self.own:  # a token is good for the whole visit
            self.own = {name.decode(): value.decode() for name, value in OWN.findall(answered.read())}


async def plan(port: int, slug: str) -> list[Step]:
    """The steps of one person who answers every page as it stands, found by reading the pages."""
    browser = Browser(port)
    path, steps = f"/s/{slug}", list[Step]()
    while len(steps) < MOST_STEPS and not (steps and steps[-1].is_sending):
        page = await browser.get(path)
        form = filled_in(page.read().decode())
        answered = await browser.post(path, form)
        if answered.status != REDIRECT:
            raise WrongAnswer(f"{path} answered {answered.status} to {form}")
        own = [(name, "" if name in ("csrf_token", "response") else value) for name, value in form]
        steps.append(Step(path, tuple(own), answered.location))
        path = answered.location
    browser.close()
    return steps


def filled_in(html: str) -> list[tuple[str, str]]:
    """What a browser sends from the form of a page where the first choice was made and words were typed."""
    form = BeautifulSoup(html, "html.parser").select_one("main form[method=post]")
    if form is None:
        raise WrongAnswer("the page has no form")
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        is_settled = name in sent and field.get("type") in ("radio", "checkbox")
        if not is_settled and (value := _first_value(field, len(sent.get(name, [])))):
            sent.setdefault(name, []).append(value)
    if button := form.select_one("button[name]"):
        sent[str(button["name"])] = [str(button["value"])]
    return [(name, value) for name, values in sent.items() for value in values]


def _first_value(field: Tag, rank: int) -> str:
    """Each list of several that share a name is given another option."""
    if field.name == "textarea":
        return WORDS
    if field.name == "select":
        offered = [str(option["value"]) for option in field.select("option[value]") if option["value"]]
        return offered[rank % len(offered)]
    if field.get("type") in ("hidden", "radio", "checkbox"):
        return str(field.get("value", "on"))
    return "3"
