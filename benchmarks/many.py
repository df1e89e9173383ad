"""How fast the machine reads and how much memory it takes, by processor time: many answers made from a coded file.

python -m benchmarks.many --frame FRAME.csv --coded CODED.csv --answers 100000
"""

import argparse
import json
import resource
from collections.abc import Callable, Sequence
from time import process_time

import pandas as pd

from engage.analysis.embeddings import open_embedder
from engage.analysis.frame_coder import FrameCoder

AT_ONCE = 500


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of JSON: answers a second of one processor, seconds to fit, and the peak of memory."""
    asked = _arguments().parse_args(arguments)
    frame = pd.read_csv(asked.frame, dtype={"code": str})
    coded = pd.read_csv(asked.coded).sample(asked.answers, replace=True, random_state=asked.seed, ignore_index=True)
    # A number at the end makes each answer another, with words as people use them.
    texts = [f"{text} {number}" for number, text in enumerate(coded["text"])]
    answers = pd.DataFrame({"excerpt_id": coded.index, "text": texts, "question": coded.get("question", "")})
    labelled = coded[list(frame["code"])].head(asked.labelled).rename_axis("excerpt_id").reset_index()
    codings = labelled.melt(id_vars="excerpt_id", var_name="code", value_name="applies").astype({"applies": bool})
    embedder = open_embedder()
    coder = FrameCoder(asked.seed, embedder)
    embedded = _seconds(lambda: embedder.embed_together(texts) if embedder else None)
    fitted = _seconds(lambda: coder.fit(frame, answers, codings))
    scored = _seconds(lambda: coder.score(answers))
    told = _seconds(
        lambda: [coder.suggest(answers[start : start + AT_ONCE]) for start in range(0, len(answers), AT_ONCE)]
    )
    figures = {
        "embedded_a_second": len(answers) / max(embedded, 1e-9),
        "seconds_fit": fitted,
        "scored_a_second": len(answers) / scored,
        "suggested_a_second": len(answers) / told,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps({name: round(figure, 1) for name, figure in figures.items()}))


def _seconds(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return process_time() - started


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many", description=__doc__)
    parser.add_argument("--frame", required=True, help="the coding frame, a CSV file")
    parser.add_argument("--coded", required=True, help="coded answers, a CSV file")
    parser.add_argument("--answers", type=int, default=100_000, help="how many answers to make of them")
    parser.add_argument("--labelled", type=int, default=4000, help="how many of them people have coded")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
