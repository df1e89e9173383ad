"""How an excerpt, or what it says of one code, feels to those who coded it."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, func
from sqlalchemy.orm import InstrumentedAttribute

from engage.coding.models import Coder, CoderKind

MIDDLE = 3
BY_PERSON, BY_MACHINE = Coder.kind == CoderKind.PERSON, Coder.kind == CoderKind.MACHINE


class Feeling(NamedTuple):
    """From 1 (very positive) to 5 (very negative), nothing where nobody says; in the middle it is neither good nor bad,
    or where `is_mixed` both at once."""

    sentiment: int | None = None
    is_mixed: bool = False


def felt(code: Subquery, whole: Subquery) -> tuple[ColumnElement[float | None], ColumnElement[int | None]]:
    """The sentiment and whether it is mixed, where these stand beside an excerpt and a code: people's word of the code,
    else theirs of the whole excerpt, else the machine's of the code, else of the whole."""
    order = [(source.c[who], source.c[f"{who}_mixed"]) for who in ("person", "machine") for source in (code, whole)]
    mixed = case(*((sentiment.is_not(None), is_mixed) for sentiment, is_mixed in order))
    return func.coalesce(*(sentiment for sentiment, _ in order)), mixed


def feeling_of(mean: float | None, is_mixed: int | None) -> Feeling:
    """The nearest step of a mean; mixed only in the middle."""
    if mean is None:
        return Feeling()
    step = round(mean)
    return Feeling(step, bool(is_mixed) and step == MIDDLE)


def told(
    sentiment: InstrumentedAttribute[int | None], is_mixed: InstrumentedAttribute[bool]
) -> list[ColumnElement[Any]]:
    """The mean `person` and `machine` sentiment of a group of rows, and 1 in `person_mixed` or `machine_mixed` where
    one of them says mixed; rows without a sentiment say neither."""
    # PostgreSQL has no greatest of true and false.
    is_one = case((is_mixed, 1), else_=0)
    return [
        func.avg(sentiment).filter(BY_PERSON).label("person"),
        func.max(is_one).filter(BY_PERSON).label("person_mixed"),
        func.avg(sentiment).filter(BY_MACHINE).label("machine"),
        func.max(is_one).filter(BY_MACHINE).label("machine_mixed"),
    ]
