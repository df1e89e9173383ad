"""How well the machine codes: F1 against people's codes, with none, some and all of the labels.

python -m benchmarks.coding --frame FRAME.csv --coded DEVELOPMENT.csv --test TEST.csv --labelled 0,100,all
"""

import argparse
import json
import resource
from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import accuracy_score, f1_score

from engage.analysis.felt import FeltCoder
from engage.analysis.frame_coder import FrameCoder
from engage.analysis.sureness import sureness

Marks = npt.NDArray[np.bool_]
HELD_OUT = 0.3
# What trained pairs of coders with a settled code book reach.
AUTOMATIC_AT = 0.87
UNCODED = ["excerpt_id", "text", "question"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line of JSON for each number of labels."""
    asked = _arguments().parse_args(arguments)
    frame, coded = pd.read_csv(asked.frame, dtype={"code": str}), _read(asked.coded)
    if asked.test:
        development, test = coded, _read(asked.test)
    else:
        test = coded.sample(frac=HELD_OUT, random_state=asked.seed)
        development = coded.drop(test.index)
    for setting in asked.labelled.split(","):
        size = len(development) if setting == "all" else min(int(setting), len(development))
        # Nothing differs between draws of no answer or of every answer.
        draws = 1 if size in (0, len(development)) else asked.draws
        seeds = range(asked.seed, asked.seed + draws)
        runs = [measure(frame, development, development.sample(size, random_state=seed), test, seed) for seed in seeds]
        means = pd.DataFrame([run.figures for run in runs]).mean().round(4)
        told = reliability(np.vstack([run.marks for run in runs]), np.vstack([run.scores for run in runs]))
        print(json.dumps({"labelled": setting, **_without_missing(means), "reliability": told}), flush=True)


class Run(NamedTuple):
    """One draw of labelled answers: its figures, and people's marks on the test answers beside the scores."""

    figures: dict[str, float]
    marks: Marks
    scores: npt.NDArray[np.float64]


def measure(
    frame: pd.DataFrame, development: pd.DataFrame, labelled: pd.DataFrame, test: pd.DataFrame, seed: int
) -> Run:
    """One draw of labelled answers; the coder sees the words of the other development answers too."""
    codes = list(frame["code"])
    started = perf_counter()
    coder = FrameCoder(seed).fit(frame, development[UNCODED], _codings(labelled, codes))
    fitted = perf_counter()
    suggestions = coder.suggest(test)
    seconds_code = perf_counter() - fitted
    applies = suggestions["applies"].to_numpy(dtype=bool).reshape(len(test), len(codes))
    scores = suggestions["score"].to_numpy(dtype=float).reshape(applies.shape)
    marks = test[codes].to_numpy(dtype=bool)
    figures = {
        "macro_f1": f1_score(marks, applies, average="macro", zero_division=0),
        "micro_f1": f1_score(marks, applies, average="micro", zero_division=0),
        "exact_match": float((marks == applies).all(axis=1).mean()),
        f"auto_coded_share_at_{AUTOMATIC_AT}": automatic_share(marks, applies, scores),
        **_sentiment(labelled, test, seed),
        "seconds_fit": fitted - started,
        "seconds_code": seconds_code,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    return Run(figures, marks, scores)


def automatic_share(marks: Marks, applies: Marks, scores: npt.NDArray[np.float64]) -> float:
    """The largest share of answers, surest first, on which micro-F1 stays at or above what trained people reach."""
    order = np.argsort(-sureness(scores, applies, AUTOMATIC_AT), kind="stable")
    right = np.cumsum((marks & applies)[order].sum(axis=1))
    said = np.cumsum(marks[order].sum(axis=1) + applies[order].sum(axis=1))
    f1 = np.divide(2 * right, said, out=np.zeros(len(said)), where=said > 0)
    reached = np.flatnonzero(f1 >= AUTOMATIC_AT)
    return float((reached[-1] + 1) / len(order)) if len(reached) else 0.0


def reliability(marks: Marks, scores: npt.NDArray[np.float64]) -> list[dict[str, float]]:
    """By tenths of the score: how many suggestions, what they claim on average and how often they are right."""
    tenths = np.minimum((scores * 10).astype(int), 9)
    found = [(tenth, tenths == tenth) for tenth in range(10) if (tenths == tenth).any()]
    return [
        {
            "from": tenth / 10,
            "suggestions": int(those.sum()),
            "claimed": round(float(scores[those].mean()), 3),
            "right": round(float(marks[those].mean()), 3),
        }
        for tenth, those in found
    ]


def _sentiment(labelled: pd.DataFrame, test: pd.DataFrame, seed: int) -> dict[str, float]:
    """Three classes, as positive, neutral or mixed, negative; missing where the data set has none.

    What people said of the labelled answers is learnt; with no label the word lists stand alone.
    """
    if "sentiment" not in test or test["sentiment"].isna().all():
        return {"sentiment_accuracy": np.nan, "sentiment_macro_f1": np.nan}
    known = test[test["sentiment"].notna()]
    taught = labelled if "sentiment" in labelled else labelled.assign(sentiment=np.nan)
    coder = FeltCoder(seed).fit(labelled[UNCODED], taught[["excerpt_id", "sentiment"]])
    told, scored = np.sign(known["sentiment"] - 3), np.sign(coder.score(known)["sentiment"] - 3)
    return {
        "sentiment_accuracy": accuracy_score(told, scored),
        "sentiment_macro_f1": f1_score(told, scored, average="macro", zero_division=0),
    }


def _codings(labelled: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    codings = labelled.melt(id_vars="excerpt_id", value_vars=codes, var_name="code", value_name="applies")
    return codings.astype({"applies": bool})


def _read(path: str) -> pd.DataFrame:
    coded = pd.read_csv(path).rename(columns={"id": "excerpt_id"})
    return coded if "question" in coded else coded.assign(question="")


def _without_missing(means: "pd.Series[float]") -> dict[str, float | None]:
    return {str(name): None if pd.isna(value) else float(value) for name, value in means.items()}


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coding", description=__doc__)
    parser.add_argument("--frame", required=True, help="the coding frame, a CSV file")
    parser.add_argument("--coded", required=True, help="coded answers to learn from, a CSV file")
    parser.add_argument("--test", help="coded answers to measure on; without it 30%% of --coded are held out")
    parser.add_argument("--labelled", default="0,100,200,400,all", help="how many coded answers to learn from")
    parser.add_argument("--draws", type=int, default=3, help="how many random draws of each number")
    parser.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
