"""How many answers triage has a person look at: those that a safeguarding lead should see, and harmless ones.

python -m benchmarks.triage [FILE ...] [--words] [--misses]
python -m benchmarks.triage --left-out
python -m benchmarks.triage --store

Prints one JSON line a file of one answer a line: `share` of its answers in the first two tiers (look now, look today)
with a Wilson interval of 95 per cent, `held` in all three. `learnt` counts answers that triage has learnt from: a file
with any says nothing of new answers. Without FILE it reads the sets kept with the tests.

`--words` leaves the meaning out. `--misses` lists the answers that were judged wrongly: a file whose name starts with
"worrying" should be in the first two tiers whole, any other not at all. `--left-out` reads each source of the learnt
sentences by a reader that has not learnt from it. `--store` computes the meanings of these sentences anew, which is
needed after a change to them.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from engage.analysis.chance import wilson
from engage.analysis.embeddings import Embedder, open_embedder
from engage.analysis.triage import Tier, assess
from engage.analysis.triage_concern import (
    MEANINGS,
    ConcernReader,
    meanings_of,
    read_meanings,
    read_sentences,
    whole_numbers,
)

ANSWERS = Path(__file__).parents[1] / "tests" / "analysis"
WORRYING = "worrying"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of JSON for each file or source, and on request the answers that were judged wrongly."""
    asked = _arguments().parse_args(arguments)
    embedder = None if asked.words else open_embedder()
    if asked.store:
        store_meanings(embedder)
    elif asked.left_out:
        _measure_left_out(embedder)
    else:
        _measure_files(asked.files or default_files(), embedder, list_wrong=asked.misses)


def default_files() -> list[Path]:
    """The sets of answers kept with the tests, worrying ones first."""
    return [*sorted(ANSWERS.glob("worrying*.txt")), *sorted(ANSWERS.glob("harmless*.txt"))]


def read_answers(file: Path) -> list[str]:
    """The answers in a file of one a line, without empty lines."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def hold(answers: Sequence[str], embedder: Embedder | None, reader: ConcernReader | None = None) -> pd.DataFrame:
    """What `assess` holds of these answers; `id` is the place of an answer among them."""
    return assess(pd.DataFrame({"id": range(len(answers)), "text": answers}), embedder, reader)


def count(answers: Sequence[str], held: pd.DataFrame) -> dict[str, object]:
    """How many of these answers come into the first two tiers, are held at all and come into each tier."""
    soon = int((held["tier"] != Tier.PROBABLY_NOTHING).sum())
    low, high = wilson(np.array([float(soon)]), np.array([float(len(answers))]))
    return {
        "answers": len(answers),
        "share": round(soon / len(answers), 3),
        "interval": [round(float(low[0]), 3), round(float(high[0]), 3)],
        "held": round(len(held) / len(answers), 3),
        **{str(tier): int((held["tier"] == tier).sum()) for tier in Tier},
    }


def store_meanings(embedder: Embedder | None) -> None:
    """Compute the meanings of the learnt sentences anew. Raises SystemExit where the sentence embeddings are absent."""
    if embedder is None:
        raise SystemExit("The sentence embeddings are not installed")
    with Path(str(MEANINGS)).open("wb") as stored:
        np.save(stored, whole_numbers(meanings_of(read_sentences()["text"].tolist(), embedder)))


def _measure_files(files: Sequence[Path], embedder: Embedder | None, *, list_wrong: bool) -> None:
    learnt = set(read_sentences()["text"])
    for file in files:
        answers = read_answers(file)
        held = hold(answers, embedder)
        of = {"file": file.name, "meaning": embedder is not None, "learnt": len(learnt.intersection(answers))}
        print(json.dumps({**of, **count(answers, held)}))
        if list_wrong:
            _print_wrong(answers, held, worrying=file.name.startswith(WORRYING))


def _measure_left_out(embedder: Embedder | None) -> None:
    sentences, meanings = read_sentences(), read_meanings()
    for source in sentences["source"].unique():
        is_left = (sentences["source"] == source).to_numpy()
        reader = ConcernReader.fit(sentences[~is_left], meanings[~is_left] if embedder else None)
        for is_worrying in (True, False):
            chosen = sentences[is_left & ((sentences["category"] != "") == is_worrying)]
            if len(chosen):
                counts = count(chosen["text"], hold(chosen["text"].tolist(), embedder, reader))
                print(json.dumps({"left_out": source, "worrying": is_worrying, **counts}))


def _print_wrong(answers: Sequence[str], held: pd.DataFrame, *, worrying: bool) -> None:
    soon = set(held.loc[held["tier"] != Tier.PROBABLY_NOTHING, "id"])
    for at, answer in enumerate(answers):
        if (at in soon) != worrying:
            print(f"  {'missed' if worrying else 'false alarm'}: {answer}")


def _arguments() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m benchmarks.triage", description=__doc__, formatter_class=raw)
    parser.add_argument("files", nargs="*", type=Path, help="files of one answer a line; those of the tests if none")
    parser.add_argument("--words", action="store_true", help="leave the meaning out")
    parser.add_argument("--misses", action="store_true", help="list the answers that were judged wrongly")
    parser.add_argument("--left-out", action="store_true", help="read each source by what was learnt from the others")
    parser.add_argument("--store", action="store_true", help="compute the meanings of the learnt sentences anew")
    return parser


if __name__ == "__main__":
    main()
