"""How many answers the word list raises: those that a safeguarding lead should see, and harmless ones.

python -m benchmarks.triage [FILE ...] [--misses]

Prints one JSON line a file of one answer a line. `--misses` also lists the answers that the list gets wrong: a file
whose name starts with "worrying" should be raised whole, any other not at all.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from engage.analysis.triage import worries

ANSWERS = Path(__file__).parents[1] / "tests" / "analysis"
WORRYING = "worrying"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of JSON for each file, and on request the answers that were judged wrongly."""
    asked = _arguments().parse_args(arguments)
    for file in asked.files or default_files():
        answers = read_answers(file)
        raised = [answer for answer in answers if worries(answer)]
        counts = {"file": file.name, "answers": len(answers), "raised": len(raised)}
        print(json.dumps({**counts, "share": round(len(raised) / len(answers), 3)}))
        if asked.misses:
            _print_wrong(file, answers, raised)


def default_files() -> list[Path]:
    """The sets of answers kept with the tests, worrying ones first."""
    return [*sorted(ANSWERS.glob("worrying*.txt")), *sorted(ANSWERS.glob("harmless*.txt"))]


def read_answers(file: Path) -> list[str]:
    """The answers in a file of one a line, without empty lines."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _print_wrong(file: Path, answers: list[str], raised: list[str]) -> None:
    worrying = file.name.startswith(WORRYING)
    for answer in answers:
        if (answer in raised) != worrying:
            print(f"  {'missed' if worrying else 'false alarm'}: {answer}")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.triage", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="files of one answer a line; those of the tests if none")
    parser.add_argument("--misses", action="store_true", help="list the answers that were judged wrongly")
    return parser


if __name__ == "__main__":
    main()
