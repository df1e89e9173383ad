"""Coder: what every machine coder promises, so that a better one can take the place of the one in use."""

from typing import Final, Protocol, Self

import pandas as pd

SUGGESTION_COLUMNS: Final = ["excerpt_id", "code", "score", "applies", "evidence"]


class Coder(Protocol):
    """Suggests codes for excerpts from a coding frame and from what people have confirmed so far.

    The three tables are read, never altered:

    * `frame`: `code`, `definition`, `examples` (words split by spaces, or phrases split by ";"), and optionally
      `use_when` and `not_when`; one row a code.
    * `excerpts`: `excerpt_id`, `text`, `question` (what was asked; may be empty).
    * `codings`: `excerpt_id`, `code`, `applies`: people's verdicts. An excerpt with any row counts as reviewed, and
      a code of the frame without a row there as not applying; a row whose code is empty says "read, no code".
    """

    @property
    def method(self) -> str:
        """Name of the method, kept beside each suggestion."""
        ...

    @property
    def version(self) -> str:
        """Version of the method; a change that can alter a suggestion is a new version."""
        ...

    def fit(self, frame: pd.DataFrame, excerpts: pd.DataFrame, codings: pd.DataFrame) -> Self:
        """Learn the frame and what people confirmed; the same tables and seed always give the same coder."""
        ...

    def suggest(self, excerpts: pd.DataFrame) -> pd.DataFrame:
        """One row for each excerpt and code of the frame, in their order.

        `score` runs from 0 to 1, `applies` says that it reaches the code's cut-off, and `evidence` holds the words
        of the text that drove it, joined by ", " (empty where the code does not apply).
        """
        ...
