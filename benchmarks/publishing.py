"""What the publish page costs, database and all: the demonstration, many times over, drafted as the page drafts it.

    python -m benchmarks.publishing --times 1,760

Prints one JSON line a size: how many responses and codings are stored and, for drafting an edition from them and
comparing it with the one in force, the seconds of one processor, the seconds that passed, and the peak of memory in
megabytes (filling the database included). The demonstration has 1,088 codings that
count: 919 times that is a million.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import flask_migrate
from sqlalchemy import func, select

from benchmarks.afternoons import copy_responses
from engage.app import create_app
from engage.coding.models import Coding
from engage.config import Settings
from engage.database import MIGRATIONS, db
from engage.demo.steps import list_steps
from engage.programmes.queries import list_programmes
from engage.reports.editions.comparing import compare_editions
from engage.reports.editions.queries import read_document, release_of_wave
from engage.reports.publishing import draft_summary
from engage.surveys.models import Response


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _arguments().parse_args(arguments)
    for times in map(int, asked.times.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            app = create_app(Settings(data_dir=Path(folder), jobs_immediate=True))
            with app.app_context():
                print(json.dumps(measure(times)), flush=True)
                db.session.remove()
                db.engine.dispose()


def measure(times: int) -> dict[str, float]:
    """Fill an empty database and draft an edition from it, as the publish page does."""
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    for step in list_steps():
        step.load()
        db.session.commit()
    copy_responses(times)
    stored = {"responses": _count(Response), "codings": _count(Coding)}
    db.session.expire_all()
    wave = list_programmes()[0].waves[0]
    passed, worked = time.perf_counter(), time.process_time()
    document, release = draft_summary(wave).document, release_of_wave(wave.id)
    if release is not None:
        compare_editions(read_document(release.edition), document)
    return {
        **stored,
        "seconds_cpu": round(time.process_time() - worked, 2),
        "seconds": round(time.perf_counter() - passed, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _count(model: type[Response | Coding]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.publishing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--times", default="1,100", help="how many times the demonstration, one after the other")
    return parser


if __name__ == "__main__":
    main()
