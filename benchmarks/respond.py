"""The processor time of answering: a question page, and an answer with its commit, beside a bare Flask route.

    python -m benchmarks.respond [--stored 10,1000,100000]

Each figure is the mean user and system time of the server's two workers for a request, as browsers send it
(compressed pages asked for, a session cookie, an answer that is new). Prints a line of JSON each, then a table.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.servers import Server, serving
from benchmarks.stored import SLUG, fill
from engage.surveys.instrument import Instrument

DRAFTS = 80
WARM_UP = 20
BARE_REQUESTS = 1_000
Ask = Callable[[], object]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Figure(NamedTuple):
    page: str
    stored: int | None
    requests: int
    milliseconds: float


class Person:
    """A browser at the survey, kept as small as can be: its own time is not measured."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.headers: dict[str, str] = {}
        page = self.ask("GET", f"/s/{SLUG}")
        self.token = _value(page, "csrf_token")
        self.ask("POST", f"/s/{SLUG}", response=_value(page, "response"), assent="yes")

    def read(self, item_id: str) -> None:
        self.ask("GET", f"/s/{SLUG}/q/{item_id}", encoding="gzip")

    def answer(self, item_id: str, said: str) -> None:
        self.ask("POST", f"/s/{SLUG}/q/{item_id}", answer=said, action="next")

    def ask(self, method: str, path: str, *, encoding: str = "identity", **form: str) -> str:
        """Send one request; a form carries its token. Raises unless a page or a redirect comes back."""
        body = urlencode({"csrf_token": self.token, **form}) if method == "POST" else None
        headers = {**self.headers, "Accept-Encoding": encoding, **(FORM if body else {})}
        response, content = exchange(self.port, method, path, body, headers)
        if response.status not in (200, 302):
            raise RuntimeError(f"{method} {path} answered {response.status}")
        self._keep_cookie(response)
        return content.decode() if encoding == "identity" else ""

    def _keep_cookie(self, response: HTTPResponse) -> None:
        if cookie := response.getheader("Set-Cookie"):
            self.headers["Cookie"] = cookie.partition(";")[0]


def exchange(
    port: int, method: str, path: str, body: str | None, headers: dict[str, str]
) -> tuple[HTTPResponse, bytes]:
    """One request on a connection of its own: people take longer over a question than a server keeps one open."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, printing each figure as it comes and a table of them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", default="10,1000,100000", help="how many responses are stored already")
    sizes = [int(size) for size in parser.parse_args(arguments).stored.split(",")]
    figures = list(_told(measure_bare()))
    for size in sizes:
        figures += _told(measure_answering(size))
    _print_table(figures)


def measure_bare() -> list[Figure]:
    with serving("benchmarks.bare:app") as server:
        asks = [partial(exchange, server.port, "GET", "/", None, {})] * BARE_REQUESTS
        return [Figure("bare route", None, len(asks), _time_of(server, asks, warm_up=asks[:WARM_UP]))]


def measure_answering(stored: int) -> list[Figure]:
    with TemporaryDirectory() as folder:
        instrument = fill(Path(folder), responses=stored)
        with serving("engage.app:create_app()", ENGAGE_DATA_DIR=folder, ENGAGE_DATABASE_URL="") as server:
            people = [Person(server.port) for _ in range(DRAFTS)]
            # Both workers render each question once before the clock runs.
            warm_up = [*_reads(people[:4], instrument), *_reads(people[:4], instrument)]
            reads, answers = _reads(people, instrument), _answers(people, instrument)
            return [
                Figure("question GET", stored, len(reads), _time_of(server, reads, warm_up=warm_up)),
                Figure("answer POST", stored, len(answers), _time_of(server, answers)),
            ]


def _reads(people: list[Person], instrument: Instrument) -> list[Ask]:
    return [partial(who.read, item.id) for who in people for item in instrument.items]


def _answers(people: list[Person], instrument: Instrument) -> list[Ask]:
    said = {item.id: "It helps." if item.is_open else item.options[0].id for item in instrument.items}
    return [partial(who.answer, item_id, words) for who in people for item_id, words in said.items()]


def _time_of(server: Server, asks: Sequence[Ask], *, warm_up: Iterable[Ask] = ()) -> float:
    """Mean milliseconds of processor time for a request."""
    for ask in warm_up:
        ask()
    before = server.processor_seconds()
    for ask in asks:
        ask()
    return (server.processor_seconds() - before) / len(asks) * 1000


def _told(figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        print(json.dumps({**figure._asdict(), "milliseconds": round(figure.milliseconds, 3)}), flush=True)
    return figures


def _print_table(figures: list[Figure]) -> None:
    bare = figures[0].milliseconds
    print(f"\n{'page':<14}{'stored':>10}{'requests':>10}{'ms each':>10}{'times bare':>12}")
    for page, stored, requests, milliseconds in figures:
        print(f"{page:<14}{stored or '':>10}{requests:>10}{milliseconds:>10.2f}{milliseconds / bare:>12.1f}")


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"the page has no {name}")
    return found[1]


if __name__ == "__main__":
    main()
