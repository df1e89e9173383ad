"""The whole line on 3,731 real comments: imported, coded with their own frame, summarised.

    python -m benchmarks.line

Prints one JSON line a step, with seconds and the peak memory of the process so far (MB). Everything happens on a new
SQLite database in a temporary folder, by the operations that the pages and the command line use.
"""

from __future__ import annotations

import csv
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate

from engage.accounts import operations as accounts
from engage.accounts.models import User
from engage.app import create_app
from engage.coding import operations as coding
from engage.config import Settings
from engage.database import MIGRATIONS, db, today
from engage.programmes import operations as programmes
from engage.programmes.library import read_library
from engage.programmes.models import Audience, Programme, Wave
from engage.programmes.slugs import make_slug
from engage.reports import operations as reports
from engage.reports.drafts.operations import prepare_now
from engage.surveys import operations as surveys
from engage.surveys.importing import operations as importing
from engage.surveys.importing.mapping import Mapping
from engage.surveys.importing.tables import read_table
from engage.surveys.instrument import fingerprint
from engage.surveys.models import Survey

FILES = Path(__file__).parent.parent / "tests" / "nhs_fft"
# What was asked, and the item of `instrument.toml` it is.
ITEMS = {
    "What was good?": "what-works",
    "How could we improve?": "what-to-change",
    "What could we do better?": "what-to-change",
    "FFT Why?": "why",
}
SECTION = "quality-monitoring"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), jobs_immediate=True))
        with app.app_context():
            flask_migrate.upgrade(directory=str(MIGRATIONS))
            walk()


def walk() -> None:
    officer, wave = _prepare()
    survey = _open_survey(wave, officer)
    with step("import") as facts:
        facts.update(vars(import_comments(survey, officer)))
    with step("code") as facts:
        facts.update(vars(coding.suggest_codes(programme_id=wave.programme_id)))
        db.session.commit()
    with step("summarise") as facts:
        facts["findings"] = len(reports.propose_findings(wave=wave))
        prepare_now(wave=wave, officer=officer)
        reports.publish_summary(wave=wave, publisher=officer)
        db.session.commit()


@contextmanager
def step(name: str) -> Iterator[dict[str, object]]:
    """Time what is done inside, and print it with the facts it leaves."""
    facts: dict[str, object] = {}
    start = time.perf_counter()
    yield facts
    seconds = round(time.perf_counter() - start, 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"step": name, **facts, "seconds": seconds, "peak_mb": peak}))


def _prepare() -> tuple[User, Wave]:
    officer = accounts.create_user(email="officer@measure.example", name="Officer")
    council = programmes.create_council(slug="measure", name="Measure", email="hello@measure.example")
    programme = programmes.create_programme(
        council=council,
        title="Measure",
        slug="measure",
        summary="",
        starting=read_library("alternative-provision"),
        starts_on=today(),
    )
    programmes.publish_programme(programme=programme, by=None)
    wave = programme.waves[0]
    coding.store_frame(programme_id=programme.id, rows=read_frame())
    db.session.commit()
    return officer, wave


def read_frame() -> list[dict[str, str]]:
    """The comments' own frame, in the columns of a coding frame."""
    with (FILES / "frame.csv").open(encoding="utf-8", newline="") as file:
        return [_row(row) for row in csv.DictReader(file)]


def _row(row: dict[str, str]) -> dict[str, str]:
    return {
        "code": make_slug(row["code"], "code"),
        "name": row["code"],
        "definition": row["definition"],
        "use_when": "",
        "not_when": "",
        "examples": row["examples"],
        "section": SECTION,
        "kloe": "effectiveness",
    }


def _open_survey(wave: Wave, officer: User) -> Survey:
    document = (FILES / "instrument.toml").read_text(encoding="utf-8")
    reviewer = accounts.create_user(email="reviewer@measure.example", name="Reviewer")
    survey = surveys.create_survey(
        wave=wave,
        audience=_audience(wave.programme),
        slug="comments",
        title="Comments",
        document=document,
        opens_on=today(),
        closes_on=today(),
        author=officer,
    )
    surveys.ask_for_review(survey=survey, by=officer)
    surveys.approve_survey(survey=survey, sha256=fingerprint(document), by=reviewer)
    surveys.open_survey(survey=survey, on=today(), by=officer)
    db.session.commit()
    return survey


def _audience(programme: Programme) -> Audience:
    return next(audience for audience in programme.audiences if audience.slug == "parents-carers")


def import_comments(survey: Survey, officer: User) -> importing.Stored:
    """Through the import that officers use: one column names the question, another holds the answer."""
    content = (FILES / "coded.csv").read_bytes()
    file = importing.keep_file(survey=survey, uploader=officer, name="coded.csv", content=content)
    items = {**ITEMS, **dict.fromkeys(_other_questions(file.content or b""), "why")}
    mapping = Mapping(id_column="id", item_column="question", answer_column="text", items=items)
    importing.map_file(file=file, mapping=mapping)
    stored = importing.store_file(file=file)
    db.session.commit()
    return stored


def _other_questions(content: bytes) -> set[str]:
    """The long-winded question about one service, in its two spellings."""
    return {value for value in read_table(content).values("question") if value not in ITEMS}


if __name__ == "__main__":
    main()
