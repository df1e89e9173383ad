"""How much of what could tell who somebody is redaction takes out, and how much of what it takes out is that.

python -m benchmarks.redaction
"""

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from engage.analysis.redaction import Identifier, find_identifiers

MARKED = Path(__file__).parents[1] / "tests" / "analysis" / "redaction_marked.csv"
MARK = re.compile(r"\[\[(\w+):(.*?)\]\]")
# The towns of the demonstration programme, as an officer would give them.
PLACES = ("Bury", "Radcliffe", "Whitefield", "Prestwich", "Ramsbottom", "Tottington")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of JSON for each half of the marked quotes, and with `--missed` what was missed or overdone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true")
    asked = parser.parse_args(arguments)
    for half in ("blind", "tuned"):
        quotes = read_marked(half)
        print(json.dumps({"half": half, "quotes": len(quotes), **measure(quotes)}))
        if asked.missed:
            print(*_faults(quotes), sep="\n")


def read_marked(half: str) -> list[tuple[str, list[Identifier]]]:
    """The quotes of a half, each with what was marked in it."""
    with MARKED.open(encoding="utf-8", newline="") as lines:
        return [parse(row["marked"]) for row in csv.DictReader(lines) if row["half"] == half]


def parse(marked: str) -> tuple[str, list[Identifier]]:
    """A quote without its marks, and where they were."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append(Identifier(len(text), len(text) + len(mark[2]), mark[1]))
        text, at = text + mark[2], mark.end()
    return text + marked[at:], spans


def measure(quotes: Iterable[tuple[str, list[Identifier]]]) -> dict[str, float]:
    """Recall: marked spans taken out whole. Precision: spans taken out that touch a marked one. Unharmed quotes."""
    counts: Counter[str] = Counter()
    for text, marked in quotes:
        found = find_identifiers(text, places=PLACES)
        counts["marked"] += len(marked)
        counts["out"] += sum(_is_covered(one, found) for one in marked)
        counts["found"] += len(found)
        counts["right"] += sum(_touches(one, marked) for one in found)
        counts["plain"] += not marked
        counts["unharmed"] += not marked and not found
    return {
        "identifiers": counts["marked"],
        "recall": round(counts["out"] / counts["marked"], 3),
        "precision": round(counts["right"] / counts["found"], 3),
        "quotes_without": counts["plain"],
        "of_them_unharmed": round(counts["unharmed"] / counts["plain"], 3),
    }


def _is_covered(marked: Identifier, found: list[Identifier]) -> bool:
    return any(one.start <= marked.start and marked.end <= one.end for one in found)


def _touches(found: Identifier, marked: list[Identifier]) -> bool:
    return any(one.start < found.end and found.start < one.end for one in marked)


def _faults(quotes: Iterable[tuple[str, list[Identifier]]]) -> Iterable[str]:
    for text, marked in quotes:
        found = find_identifiers(text, places=PLACES)
        missed = [text[one.start : one.end] for one in marked if not _is_covered(one, found)]
        overdone = [text[one.start : one.end] for one in found if not _touches(one, marked)]
        if missed or overdone:
            yield f"  missed {missed} overdone {overdone}: {text}"


if __name__ == "__main__":
    main()
