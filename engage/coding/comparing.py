"""Reading for the agreement page: what each coder said of the answers that another has read too."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Select, String, case, cast, select

from engage.accounts.models import User
from engage.analysis.agreement import verdicts_of
from engage.coding import queries
from engage.coding.models import Code, Coder, CoderKind, Coding, Excerpt, ExcerptReview
from engage.database import db

MACHINE = "machine"


class Compared(NamedTuple):
    """`verdicts` as `engage.analysis.agreement` takes them, of excerpts that a person and one more coder have read;
    `names` by coder: people's own, none for the machine."""

    verdicts: pd.DataFrame
    names: dict[str, str]


def read_compared(programme_id: int) -> Compared:
    """Verdicts by the frame in force on readable excerpts. All machines are one coder, since an excerpt has one's."""
    who = case((Coder.kind == CoderKind.MACHINE, MACHINE), else_=cast(Coder.id, String)).label("coder")
    reviews = _table(
        select(ExcerptReview.excerpt_id, who)
        .join(Coder, Coder.id == ExcerptReview.coder_id)
        .join(Excerpt, Excerpt.id == ExcerptReview.excerpt_id)
        .where(queries.readable(programme_id), queries.reviewed_by_a_person())
        .order_by(ExcerptReview.excerpt_id),
        ["excerpt_id", "coder"],
    )
    codings = _table(
        select(Coding.excerpt_id, Code.slug, who, Coding.applies)
        .join(Coder, Coder.id == Coding.coder_id)
        .join(Code, Code.id == Coding.code_id)
        .join(Excerpt, Excerpt.id == Coding.excerpt_id)
        .where(Code.frame_id == queries.frame_in_force(programme_id), Coding.applies)
        .where(queries.readable(programme_id), queries.reviewed_by_a_person())
        .order_by(Coding.excerpt_id),
        ["excerpt_id", "code", "coder", "applies"],
    )
    codes = [code.slug for code in queries.list_codes(programme_id)]
    return Compared(verdicts_of(codings, reviews, codes), _names(programme_id))


def among(verdicts: pd.DataFrame, coders: list[str]) -> pd.DataFrame:
    """The verdicts of these coders on excerpts that two of them or more have read."""
    theirs = verdicts[verdicts["coder"].isin(coders)]
    readers = theirs.groupby("excerpt_id")["coder"].transform("nunique")
    return theirs[readers > 1].reset_index(drop=True)


def _table(query: Select[Any], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame([tuple(row) for row in db.session.execute(query)], columns=columns)


def _names(programme_id: int) -> dict[str, str]:
    query = select(Coder.id, User.name).join(User, User.id == Coder.user_id)
    query = query.join(ExcerptReview, ExcerptReview.coder_id == Coder.id)
    query = query.join(Excerpt, Excerpt.id == ExcerptReview.excerpt_id).where(queries.readable(programme_id))
    rows = db.session.execute(query.distinct().order_by(User.name, Coder.id))
    return {str(coder_id): name for coder_id, name in rows}
