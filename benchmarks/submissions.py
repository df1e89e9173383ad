"""Complete submissions, from the start page to the page that says they were sent, 32 people at once.

    python -m benchmarks.submissions [--submissions 400] [--at-once 32] [--stored 0,100000] [--postgres URL]

Twelve questions, one a page, with cookies, CSRF tokens, validation and redirects kept, on the server as `engage serve`
runs it. Prints a line of JSON each. Processor time is that of the server's two workers; that of the people, who share
the machine's processors with the server, stands beside it, and the machine's load average before the run too.
Without --postgres, ENGAGE_TEST_DATABASE_URL is measured as well where it is set (an empty database).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from benchmarks.people import Browser, Person, Step, plan
from benchmarks.servers import Server, empty_database, serving
from benchmarks.stored import SLUG, TWELVE, fill

WARM_UP = 40


class Pages:
    """The seconds that each page took, by kind of request."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {"GET": [], "POST": []}

    def took(self, kind: str, seconds: float) -> None:
        self.seconds[kind].append(seconds)

    def milliseconds(self) -> dict[str, float]:
        """The 50th and 95th percentile and the longest, of all pages and of each kind."""
        told: dict[str, float] = {}
        for kind, seconds in {"page": [*self.seconds["GET"], *self.seconds["POST"]], **self.seconds}.items():
            cuts = quantiles(seconds, n=20)
            parts = {"p50": cuts[9], "p95": cuts[18], "max": max(seconds)}
            told |= {f"{kind.lower()}_{part}_ms": round(took * 1000, 1) for part, took in parts.items()}
        return told


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure on SQLite and, where there is one, on PostgreSQL, at each number of stored responses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=400)
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--stored", default="0,100000", help="how many responses are stored already")
    parser.add_argument("--postgres", default=os.environ.get("ENGAGE_TEST_DATABASE_URL", ""), help="the server's URL")
    asked = parser.parse_args(arguments)
    for stored in map(int, asked.stored.split(",")):
        measure("sqlite", "", stored, asked.submissions, asked.at_once)
        if asked.postgres:
            with empty_database(asked.postgres) as url:
                measure("postgresql", url, stored, asked.submissions, asked.at_once)


def measure(database: str, url: str, stored: int, submissions: int, at_once: int) -> None:
    with TemporaryDirectory() as folder:
        fill(Path(folder), responses=stored, database_url=url, document=TWELVE)
        with serving("engage.app:create_app()", ENGAGE_DATA_DIR=folder, ENGAGE_DATABASE_URL=url) as server:
            steps = asyncio.run(plan(server.port, SLUG))
            asyncio.run(walk_all(server.port, steps, WARM_UP, at_once, Pages()))
            figures = load(server, steps, submissions, at_once)
    print(json.dumps({"database": database, "stored": stored, **figures}), flush=True)


def load(server: Server, steps: Sequence[Step], submissions: int, at_once: int) -> dict[str, float]:
    """The figures of so many submissions, so many at once."""
    busy, pages = round(os.getloadavg()[0], 2), Pages()
    server_before, people_before, start = server.processor_seconds(), time.process_time(), time.perf_counter()
    asyncio.run(walk_all(server.port, steps, submissions, at_once, pages))
    took = time.perf_counter() - start
    server_used, people_used = server.processor_seconds() - server_before, time.process_time() - people_before
    return {
        "submissions": submissions,
        "pages_each": 2 * len(steps) + 1,
        "a_second": round(submissions / took, 1),
        "server_ms_each": round(server_used / submissions * 1000, 1),
        "people_ms_each": round(people_used / submissions * 1000, 1),
        **pages.milliseconds(),
        "load_average_before": busy,
    }


async def walk_all(port: int, steps: Sequence[Step], people: int, at_once: int, pages: Pages) -> None:
    """So many people, one after the other in `at_once` queues."""
    waiting = iter(range(people))

    async def queue() -> None:
        for _ in waiting:
            await Person(Browser(port, pages.took), steps).walk()

    await asyncio.gather(*(queue() for _ in range(at_once)))


if __name__ == "__main__":
    main()
