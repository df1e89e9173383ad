"""Nothing that was acknowledged is lost when the server is killed in the middle of it.

    python -m benchmarks.killing [--kills 200] [--people 12] [--postgres URL]

People answer on a real `engage serve`. Whenever some more pages have been acknowledged, its processes are killed
with SIGKILL: the workers, whom the first process replaces, and now and then that one too, which is then started
again. After each kill and at the end, what is stored is compared with what people were told. Prints a line of JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.people import CHANCE, Browser, Step, plan
from benchmarks.servers import Platform, empty_database
from benchmarks.stored import SLUG, TWELVE, fill
from benchmarks.stubborn import Kept, Stubborn, check

BETWEEN_KILLS = (5, 60)  # acknowledged pages
LOOK = 0.001


def main(arguments: Sequence[str] | None = None) -> None:
    """Kill so many times; fails if anything was lost, doubled or changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--people", type=int, default=12, help="how many answer at once")
    parser.add_argument("--whole", type=int, default=25, help="every so many times the first process is killed too")
    parser.add_argument("--postgres", default=os.environ.get("ENGAGE_TEST_DATABASE_URL", ""), help="the server's URL")
    asked = parser.parse_args(arguments)
    with empty_database(asked.postgres) if asked.postgres else nullcontext("") as url, TemporaryDirectory() as folder:
        start = time.perf_counter()
        kept, failures = kill(Path(folder), url, asked.kills, asked.people, asked.whole)
    database = "postgresql" if asked.postgres else "sqlite"
    seconds = round(time.perf_counter() - start, 1)
    told = {"database": database, "kills": asked.kills, "failed_requests": failures, "seconds": seconds}
    print(json.dumps({**told, **kept._asdict()}), flush=True)
    if not kept.is_exact:
        raise SystemExit("answers were lost")


def kill(folder: Path, database_url: str, kills: int, people: int, whole: int) -> tuple[Kept, int]:
    """What became of everyone's answers, and how many requests failed on the way."""
    fill(folder, database_url=database_url, document=TWELVE)
    platform = Platform(folder, database_url)
    platform.start()
    try:
        everyone = asyncio.run(_storm(platform, kills, people, whole))
    finally:
        platform.stop()
    kept = check(database_url or f"sqlite:///{folder}/engage.sqlite", everyone)
    return kept, sum(person.failures for person in everyone)


async def _storm(platform: Platform, kills: int, people: int, whole: int) -> list[Stubborn]:
    """Everyone who answered while the server was killed so often; each goes on to the end."""
    steps, everyone, over = await plan(platform.port, SLUG), list[Stubborn](), asyncio.Event()
    crowd = [asyncio.create_task(_queue(platform.port, steps, everyone, over)) for _ in range(people)]
    for number in range(1, kills + 1):
        await _more_pages(everyone, CHANCE.randint(*BETWEEN_KILLS), crowd)
        if number % whole:
            platform.kill_workers()
        else:
            platform.kill()
            platform.start()
    over.set()
    await asyncio.gather(*crowd)
    return everyone


async def _queue(port: int, steps: Sequence[Step], everyone: list[Stubborn], over: asyncio.Event) -> None:
    """One person after the other, until it is over."""
    while not over.is_set():
        person = Stubborn(Browser(port), steps, words=f"My words are {CHANCE.getrandbits(64)}.")
        everyone.append(person)
        await person.walk()


async def _more_pages(everyone: Sequence[Stubborn], number: int, crowd: Sequence[asyncio.Task[None]]) -> None:
    """Wait until so many more pages are acknowledged; a person who gave up is not waited for."""
    goal = _acknowledged(everyone) + number
    while _acknowledged(everyone) < goal:
        for task in crowd:
            if task.done():
                task.result()
        await asyncio.sleep(LOOK)


def _acknowledged(everyone: Sequence[Stubborn]) -> int:
    return sum(len(person.acknowledged) for person in everyone)


if __name__ == "__main__":
    main()
