"""Columns for what people write about people: they store nothing that has not been triaged.

In a stored text a mark stands for each passage that is on hold. So whatever reads the column, a page, a letter or an
export, has nothing to leak; `covering.cover` puts words of ours in the place of the mark, or the passage once it is
released.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from sqlalchemy import Dialect, String, Text, TypeDecorator
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeEngine

# Two characters that Unicode leaves to private use (`typed` takes them out of what anybody sends); between them the
# passage's id and its token, which nobody can guess. Marks from before there were tokens have none.
MARK = re.compile(r"\ue000([0-9]+)(?:\.([0-9]+))?\ue001")
ENDS = re.compile("[\ue000\ue001]")


def without_marks(words: str) -> str:
    """What somebody typed or uploaded has no marks in it: those stand in texts that were triaged, and nowhere else."""
    return ENDS.sub("", words)


def decode(content: bytes) -> str:
    """The words of an uploaded text file, without marks. Raises UnicodeDecodeError where it is not in UTF-8."""
    return without_marks(content.decode("utf-8-sig"))


class NotTriaged(TypeError):
    """A text was to be stored that nobody has triaged."""


class TriagedText(str):
    """A text without the passages that are on hold. Only `operations.triage_text` makes one of words."""

    __slots__ = ()


NO_WORDS = TriagedText()


class TriagedColumn(TypeDecorator[TriagedText]):
    """Text, or a name of up to `length` characters. Refuses to store any other words than a TriagedText."""

    impl = Text
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        super().__init__()
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if self.length is None:
            return super().load_dialect_impl(dialect)  # PostgreSQL's own form of it would be a VARCHAR
        return dialect.type_descriptor(String(self.length))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Raises NotTriaged. No words need no triage."""
        if value and not isinstance(value, TriagedText):
            raise NotTriaged("Triage this text before it is stored: engage.passages.operations.triage_text")
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> TriagedText | None:
        return None if value is None else TriagedText(value)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        """What a column is compared with is not stored."""
        return Text()


Triaged = Annotated[TriagedText, mapped_column(TriagedColumn())]
TriagedName = Annotated[TriagedText, mapped_column(TriagedColumn(200))]


def mark(passage_id: int, token: str | None) -> str:
    """What stands in a text for a passage on hold."""
    return f"\ue000{passage_id}.{token}\ue001" if token else f"\ue000{passage_id}\ue001"
