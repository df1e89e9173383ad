"""Small tables for the tests of analysis."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from engage.analysis.frame_coder import FrameCoder
from engage.analysis.perturbation import KEY_RANGE

SAYINGS = [
    ("my teacher is kind", ["Teachers"]),
    ("the taxi was late again", ["Transport"]),
    ("lunch is cold", ["Food"]),
    ("sir explains things", ["Teachers"]),
    ("chips every day", ["Food"]),
    ("the van smells and sir was kind", ["Transport", "Teachers"]),
    ("it was fine", []),
]

NO_CODINGS = pd.DataFrame(columns=["excerpt_id", "code", "applies"])
AROUND = ["today", "at times", "in the morning", "they say", "as ever", "for him", "on Monday", "last term"]


@pytest.fixture(scope="session")
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": ["Teachers", "Transport", "Food"],
            "definition": ["How teachers treat people.", "Getting to and from the place.", None],
            "examples": ["kind teacher strict", "taxi; bus; long journey;", "lunch hungry"],
        }
    )


@pytest.fixture(scope="session")
def excerpts_of() -> Callable[..., pd.DataFrame]:
    def build(*texts: object) -> pd.DataFrame:
        return pd.DataFrame({"excerpt_id": range(len(texts)), "text": list(texts), "question": "What is it like?"})

    return build


@pytest.fixture(scope="session")
def reviewed(frame: pd.DataFrame, excerpts_of: Callable[..., pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Thirty-five excerpts, and a person's verdict on each code of each."""
    sayings = SAYINGS * 5
    rows = [(at, code, code in codes) for at, (_, codes) in enumerate(sayings) for code in frame["code"]]
    codings = pd.DataFrame(rows, columns=["excerpt_id", "code", "applies"])
    return excerpts_of(*[text for text, _ in sayings]), codings


@pytest.fixture(scope="session")
def untaught(frame: pd.DataFrame, excerpts_of: Callable[..., pd.DataFrame]) -> FrameCoder:
    """A coder that knows the frame and nothing else."""
    return FrameCoder().fit(frame, excerpts_of(), NO_CODINGS)


@pytest.fixture(scope="session")
def unread(frame: pd.DataFrame, excerpts_of: Callable[..., pd.DataFrame]) -> FrameCoder:
    """A coder that has read enough answers to learn from them, none of which anybody has coded."""
    said = [f"{text} {AROUND[(at + at // 7) % 8]}" for at, (text, _) in enumerate(SAYINGS * 30)]
    beside = ["the taxi goes over the bridge", "the bus goes over the bridge"] * 6
    return FrameCoder().fit(frame, excerpts_of(*said, *beside), NO_CODINGS)


@pytest.fixture
def counts_of() -> Callable[..., pd.DataFrame]:
    """A table of these counts of people with random keys, always the same ones."""

    def build(bases: dict[str, int], **rows: dict[str, int]) -> pd.DataFrame:
        draw = np.random.default_rng(7).integers
        base_keys = {column: draw(KEY_RANGE) for column in bases}
        cells = [
            (row, column, count, draw(KEY_RANGE) if count else 0, bases[column], base_keys[column])
            for row, line in rows.items()
            for column, count in line.items()
        ]
        return pd.DataFrame(cells, columns=["row", "column", "count", "key", "base", "base_key"])

    return build
