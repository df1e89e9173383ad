"""Publishing again and again: what twenty editions of the demonstration show, and what a reader learns from them.

    python -m benchmarks.editions --editions 20

Prints one JSON line an edition, one of the simulated reader for each state of knowledge, and one of the whole. Each
edition is drafted by the real publishing, after an afternoon in which the demonstration was coded, released, withdrawn
from and answered (see `benchmarks.afternoons`).

* `shown`: figures shown (a finding's total, and its figure for each audience), `withheld` the others.
* `lost`: figures whose true count is the threshold and the largest noise together at least, and that are not shown.
* `moved`: the largest change of a figure of the same people since the edition before.
* `seconds`: of one processor, to draft the edition from this many `codings`.
* `misplaced`: of all `pairs` of findings, those that stand in the other order than their true totals; `level`: those
  that are the same in print only. Both also if totals were rounded to fives.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Final, NamedTuple

import flask_migrate
from sqlalchemy import func, select

from benchmarks.afternoons import Afternoons, copy_responses
from benchmarks.reader import Reader, read_before_and_after, read_two_breakdowns
from benchmarks.waves import read_churn, read_counts, read_waves, rounded
from engage.accounts.models import Membership, Role, User
from engage.analysis import perturbation
from engage.analysis.disclosure import ALL, THRESHOLD
from engage.analysis.perturbation import noise_table
from engage.app import create_app
from engage.coding.models import Coding
from engage.coding.queries import effective_codings
from engage.config import Settings
from engage.database import MIGRATIONS, db
from engage.demo.steps import list_steps
from engage.programmes.models import Programme, Wave
from engage.programmes.queries import list_programmes
from engage.reports import queries
from engage.reports.publishing import draft_summary
from engage.reports.summary import SummaryDocument

# (finding, audience), or (finding, ALL).
Cell = tuple[int, str]
# Those in a cell: response ids.
Members = Mapping[Cell, frozenset[object]]
# How many others come or go from one edition to the next in the reader's waves, and when the person is there.
CHANGES: Final = (1, 5, 20)
STAYS: Final = {"came in the middle": (10, 20), "came and went": (8, 13), "always there": (0, 20)}
BREAKDOWNS: Final = (0, 1, 2)
FIVES: Final = 5


class Edition(NamedTuple):
    """What is shown in each cell (None: withheld), and who is truly in it."""

    shown: Mapping[Cell, int | None]
    members: Members

    def true(self, cell: Cell) -> int:
        return len(self.members.get(cell, ()))


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _arguments().parse_args(arguments)
    for name in ("variance", "reach", "parts"):
        setattr(perturbation, name.upper(), getattr(asked, name))
    noise_table.cache_clear()
    if asked.editions:
        with tempfile.TemporaryDirectory() as folder:
            app = create_app(Settings(data_dir=Path(folder), jobs_immediate=True))
            with app.app_context():
                publish_again_and_again(asked)
                db.session.remove()
                db.engine.dispose()
    if asked.waves:
        noise = {"variance": asked.variance, "reach": asked.reach, "parts": asked.parts, "rounded_to": asked.round}
        print(json.dumps({**noise, "reader": read(asked.waves, asked.round)}))


def publish_again_and_again(asked: argparse.Namespace) -> None:
    """Load the demonstration, as many times its size, and print a line for each edition of it."""
    flask_migrate.upgrade(directory=str(MIGRATIONS))
    for step in list_steps():
        step.load()
        db.session.commit()
    copy_responses(asked.times)
    programme = list_programmes()[0]
    wave = programme.waves[0]
    afternoons = Afternoons(wave=wave, analyst=_analyst(programme), times=asked.times, seed=asked.seed)
    before = None
    for number in range(1, asked.editions + 1):
        if number > 1:
            afternoons.pass_one(number)
        started = time.process_time()
        document = draft_summary(wave).document
        seconds = time.process_time() - started
        edition = Edition(_shown(document), _members(wave))
        print(
            json.dumps(
                {"edition": number, **judge(edition, before), "codings": _count_codings(), "seconds": round(seconds, 2)}
            ),
            flush=True,
        )
        before = edition


def _count_codings() -> int:
    return db.session.scalar(select(func.count()).select_from(Coding)) or 0


def _analyst(programme: Programme) -> User:
    theirs = select(User).join(Membership).where(Membership.programme_id == programme.id)
    return db.session.scalars(theirs.where(Membership.role == Role.ANALYST)).one()


def _shown(document: SummaryDocument) -> dict[Cell, int | None]:
    cells: dict[Cell, int | None] = {}
    for finding in document.findings.values():
        cells[finding.id, ALL] = int(finding.total) if finding.total.isdigit() else None
        cells |= {(finding.id, figure.slug): figure.count for figure in finding.audiences}
    return cells


def _members(wave: Wave) -> Members:
    """Who truly speaks for each finding: of each audience, and in all."""
    findings = [(finding.id, {code.slug for code in finding.codes}) for finding in queries.list_findings(wave.id)]
    members: defaultdict[Cell, set[object]] = defaultdict(set)
    for coded in effective_codings(wave.id):
        for finding_id, slugs in findings:
            if coded.code_slug in slugs:
                members[finding_id, coded.audience_slug].add(coded.response_id)
                members[finding_id, ALL].add(coded.response_id)
    return {cell: frozenset(people) for cell, people in members.items()}


def judge(edition: Edition, before: Edition | None) -> dict[str, int]:
    """What an edition shows, and how it differs from what is true and from the edition before."""
    figures = {cell: shown for cell, shown in edition.shown.items() if shown is not None}
    surely = [cell for cell, people in edition.members.items() if len(people) >= THRESHOLD + perturbation.REACH]
    return {
        "shown": len(figures),
        "withheld": len(edition.members.keys() - figures.keys()),
        "lost": sum(cell not in figures for cell in surely),
        "furthest": max((abs(shown - edition.true(cell)) for cell, shown in figures.items()), default=0),
        **_order(edition),
        **(_since(edition, before) if before else {}),
    }


def _order(edition: Edition) -> dict[str, int]:
    """Of the pairs of findings with other true totals, how many stand in the other order, and how many are level; and
    the same if totals were rounded to fives."""
    totals = [(shown, edition.true(cell)) for cell, shown in _totals(edition).items()]
    pairs = [(a, b, true - other) for (a, true), (b, other) in combinations(totals, 2) if true != other]
    order = {"pairs": len(pairs)}
    for to, name in ((1, ""), (FIVES, "_in_fives")):
        apart = [(rounded(a, to) - rounded(b, to), truly) for a, b, truly in pairs]
        order[f"misplaced{name}"] = sum(shown * truly < 0 for shown, truly in apart)
        order[f"level{name}"] = sum(shown == 0 for shown, _ in apart)
    return order


def _totals(edition: Edition) -> dict[Cell, int]:
    return {cell: shown for cell, shown in edition.shown.items() if shown is not None and cell[1] == ALL}


def _since(edition: Edition, before: Edition) -> dict[str, int]:
    """The largest change of a figure of the same people."""
    both = [
        abs(shown - earlier)
        for cell, shown in edition.shown.items()
        if shown is not None
        and (earlier := before.shown.get(cell)) is not None
        and edition.members.get(cell) == before.members.get(cell)
    ]
    return {"same_people": len(both), "moved": max(both, default=0)}


def read(waves: int, rounded_to: int) -> dict[str, object]:
    """What the simulated reader believes of the truth: exactly for two figures, in random waves for all."""
    return {"two figures": _read_two(), "all editions": _read_all(waves, rounded_to), "counts": _read_counts(waves)}


def _read_two() -> dict[str, object]:
    return {
        "before and after, others known": read_before_and_after(knows_others=True)._asdict(),
        "before and after, others unknown": read_before_and_after(knows_others=False)._asdict(),
        "two breakdowns, others known": read_two_breakdowns()._asdict(),
    }


def _read_all(waves: int, rounded_to: int) -> dict[str, object]:
    found: dict[str, object] = {}
    for (when, stay), changes, knows in product(STAYS.items(), CHANGES, (True, False)):
        reader, groups = Reader(knows, rounded_to=rounded_to), BREAKDOWNS if knows else BREAKDOWNS[1:]
        beliefs = read_waves(reader, waves=waves, changes=changes, stay=stay, groups=groups)
        found[f"{when}, {changes} changes, others {'known' if knows else 'unknown'}"] = beliefs._asdict()
    for changes in CHANGES[1:]:
        beliefs = read_churn(Reader(True, rounded_to=rounded_to), waves=waves, changes=changes, groups=BREAKDOWNS)
        found[f"always there, {changes} come, go and are coded anew, others known"] = beliefs._asdict()
    return found


def _read_counts(waves: int) -> dict[str, object]:
    """Of a cell that has the same people in all editions, while others come and go around it."""
    reader = Reader(knows_others=False, share=0.0, most=12)
    cases = product(range(1, THRESHOLD), CHANGES)
    return {
        f"{count}, {changes} changes": read_counts(reader, count=count, waves=waves, changes=changes)._asdict()
        for count, changes in cases
    }


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.editions", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--editions", type=int, default=20, help="how many editions of the demonstration; 0 for none")
    parser.add_argument("--times", type=int, default=1, help="how many times the demonstration's size")
    parser.add_argument("--waves", type=int, default=100, help="how many random waves the reader reads; 0 for none")
    parser.add_argument("--variance", type=float, default=perturbation.VARIANCE, help="of the noise")
    parser.add_argument("--reach", type=int, default=perturbation.REACH, help="of the noise")
    parser.add_argument("--parts", type=int, default=perturbation.PARTS, help="of the noise; with 1 none of it lasts")
    parser.add_argument("--round", type=int, default=1, help="to multiples of this (odd), after the noise")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
