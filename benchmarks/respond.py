"""The processor time of answering: a question page, and an answer with its commit, beside a bare Flask route.

    python -m benchmarks.respond [--stored 10,1000,100000]

Each figure is the mean user and system time of the server's two workers for a request, as browsers send it
(compressed pages asked for, a session cookie, an answer that is new), in the quietest of several rounds: other work
on the machine only ever adds. The bare route takes its turn in every round. Prints a line of JSON each, then a table.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.servers import Server, serving
from benchmarks.stored import SLUG, TWELVE, fill
from engage.surveys.instrument import Instrument

ROUNDS = 3
DRAFTS = 30  # in each round
BARE_REQUESTS = 400
Ask = Callable[[], object]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Figure(NamedTuple):
    """`milliseconds` of processor time for a request, and how often that of the bare route beside it."""

    page: str
    stored: int
    requests: int
    milliseconds: float
    times_bare: float


class Timed(NamedTuple):
    """Mean milliseconds of processor time for a request, over so many."""

    milliseconds: float
    requests: int


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
    sizes = parser.parse_args(arguments).stored.split(",")
    figures = [figure for size in sizes for figure in _told(measure(int(size)))]
    print(f"\n{'page':<14}{'stored':>10}{'requests':>10}{'ms each':>10}{'times bare':>12}")
    for page, stored, requests, milliseconds, times_bare in figures:
        print(f"{page:<14}{stored:>10,}{requests:>10,}{milliseconds:>10.2f}{times_bare:>12.1f}")


def measure(stored: int) -> list[Figure]:
    """The three figures beside `stored` responses."""
    with TemporaryDirectory() as folder, serving("benchmarks.bare:app") as bare:
        instrument = fill(Path(folder), responses=stored, document=TWELVE)
        with serving("engage.app:create_app()", ENGAGE_DATA_DIR=folder, ENGAGE_DATABASE_URL="") as engage:
            _warm_up(engage, instrument)
            rounds = [_round(bare, engage, instrument) for _ in range(ROUNDS)]
    quietest = {page: min(timed[page] for timed in rounds) for page in rounds[0]}
    least = quietest["bare route"].milliseconds
    return [
        Figure(page, stored, timed.requests * ROUNDS, timed.milliseconds, timed.milliseconds / least)
        for page, timed in quietest.items()
    ]


def _warm_up(server: Server, instrument: Instrument) -> None:
    """Both workers render each question once before the clock runs."""
    people = [Person(server.port) for _ in range(8)]
    _time(server, _reads(people, instrument))


def _round(bare: Server, engage: Server, instrument: Instrument) -> dict[str, Timed]:
    people = [Person(engage.port) for _ in range(DRAFTS)]
    return {
        "bare route": _time(bare, [partial(exchange, bare.port, "GET", "/", None, {})] * BARE_REQUESTS),
        "question GET": _time(engage, _reads(people, instrument)),
        "answer POST": _time(engage, _answers(people, instrument)),
    }


def _reads(people: list[Person], instrument: Instrument) -> list[Ask]:
    return [partial(who.read, item.id) for who in people for item in instrument.items]


def _answers(people: list[Person], instrument: Instrument) -> list[Ask]:
    said = {item.id: "It helps." if item.is_open else item.options[0].id for item in instrument.items}
    return [partial(who.answer, item_id, words) for who in people for item_id, words in said.items()]


def _time(server: Server, asks: Sequence[Ask]) -> Timed:
    before = server.processor_seconds()
    for ask in asks:
        ask()
    return Timed((server.processor_seconds() - before) / len(asks) * 1000, len(asks))


def _told(figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        rounded = {"milliseconds": round(figure.milliseconds, 3), "times_bare": round(figure.times_bare, 2)}
        print(json.dumps({**figure._asdict(), **rounded}), flush=True)
    return figures


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"the page has no {name}")
    return found[1]


if __name__ == "__main__":
    main()
