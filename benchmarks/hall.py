"""A hall: 300 people start within a minute behind one address, and each answers twelve pages on their own time.

    python -m benchmarks.hall [--people 300] [--within 60] [--think 5,15]

On `engage serve` as it comes: SQLite and two workers. Prints a line of JSON: errors (none are allowed), whether every
submission is there to the letter, and how long pages took. Takes about four minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.people import CHANCE, Browser, Gone, Person, Step, WrongAnswer, plan
from benchmarks.servers import Platform
from benchmarks.stored import SLUG, TWELVE, fill
from benchmarks.stubborn import Kept, check
from benchmarks.submissions import Pages


class Hall(NamedTuple):
    """What became of everyone, what went wrong, and how long pages took."""

    people: int
    errors: list[str]
    kept: Kept
    pages: Pages


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill the hall; fails if anybody met an error or any answer is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--within", type=float, default=60, help="seconds in which they start")
    parser.add_argument("--think", default="5,15", help="seconds on a page: least,most")
    asked = parser.parse_args(arguments)
    least, most = map(float, asked.think.split(","))
    busy = round(os.getloadavg()[0], 2)
    with TemporaryDirectory() as folder:
        hall = sit(Path(folder), asked.people, asked.within, (least, most))
    exact = hall.kept.is_exact and not hall.errors
    told = {"people": hall.people, "errors": len(hall.errors), "all_complete_and_exact": exact}
    print(json.dumps({**told, **hall.pages.milliseconds(), "load_average_before": busy}), flush=True)
    if not exact:
        raise SystemExit(f"{hall.errors[:5]} {hall.kept}")


def sit(folder: Path, people: int, within: float, think: tuple[float, float], database_url: str = "") -> Hall:
    """Everyone answers; `within` and `think` are in seconds."""
    fill(folder, database_url=database_url, document=TWELVE)
    platform = Platform(folder, database_url)
    platform.start()
    try:
        return asyncio.run(_all(platform.port, people, within, think, _url(folder, database_url)))
    finally:
        platform.stop()


def _url(folder: Path, database_url: str) -> str:
    return database_url or f"sqlite:///{folder}/engage.sqlite"


async def _all(port: int, people: int, within: float, think: tuple[float, float], url: str) -> Hall:
    steps, pages = await plan(port, SLUG), Pages()
    everyone = [_somebody(port, steps, pages, think) for _ in range(people)]
    starts = [_come_in(person, CHANCE.uniform(0, within)) for person in everyone]
    told = await asyncio.gather(*starts)
    return Hall(people, [error for error in told if error], check(url, [p for p in everyone if p.own]), pages)


def _somebody(port: int, steps: Sequence[Step], pages: Pages, think: tuple[float, float]) -> Person:
    async def thinking() -> None:
        await asyncio.sleep(CHANCE.uniform(*think))

    words = f"My words are {CHANCE.getrandbits(64)}."
    return Person(Browser(port, pages.took), steps, words=words, think=thinking)


async def _come_in(person: Person, after: float) -> str:
    """What went wrong for this person, or nothing. They do not press twice."""
    await asyncio.sleep(after)
    try:
        await person.walk()
    except (WrongAnswer, Gone, OSError) as error:
        return repr(error)
    return ""


if __name__ == "__main__":
    main()
