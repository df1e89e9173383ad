"""How long it takes from codings to published figures, by processor time: made up, and without a database.

python -m benchmarks.weighing --codings 1000000
"""

from __future__ import annotations

import argparse
import json
import time
import uuid
from collections.abc import Sequence
from typing import Final

import numpy as np

from benchmarks.waves import record_keys
from engage.coding.queries import EffectiveCoding, Respondent
from engage.reports.counting import count_people, spoken_for, weigh
from engage.reports.voices import Voice

CODES: Final = 40
VOICES: Final = [Voice(slug, slug, slug, slug) for slug in ("young-people", "parents", "schools", "partners")]
# Codings of one person, as in the demonstration.
EACH: Final = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of JSON: how many codings, people and findings, and the seconds of one processor."""
    asked = _arguments().parse_args(arguments)
    people = make_people(asked.codings // EACH)
    codings = make_codings(people, asked.codings)
    findings = {f"code-{number}": [number] for number in range(CODES)}
    started = time.process_time()
    weights = weigh(count_people(spoken_for(codings, findings), people), VOICES, {})
    seconds = round(time.process_time() - started, 1)
    print(json.dumps({"codings": len(codings), "people": len(people), "findings": len(weights), "seconds": seconds}))


def make_people(number: int) -> list[Respondent]:
    random = np.random.default_rng(1)
    voices = random.integers(0, len(VOICES), number)
    keys = record_keys(random, number)
    return [Respondent(uuid.uuid4(), VOICES[voice].slug, int(key)) for voice, key in zip(voices, keys, strict=True)]


def make_codings(people: Sequence[Respondent], number: int) -> list[EffectiveCoding]:
    random = np.random.default_rng(2)
    whose, codes, feelings = (random.integers(0, below, number) for below in (len(people), CODES, 5))
    return [
        _coding(people[person], int(code), int(feeling) + 1)
        for person, code, feeling in zip(whose, codes, feelings, strict=True)
    ]


def _coding(person: Respondent, code: int, feeling: int) -> EffectiveCoding:
    excerpt = uuid.uuid4()
    return EffectiveCoding(
        person.response_id, excerpt, excerpt, person.audience_slug, code, f"code-{code}", feeling, by_person=True
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weighing", description=__doc__)
    parser.add_argument("--codings", type=int, default=1_000_000, help="how many codings to make")
    return parser


if __name__ == "__main__":
    main()
