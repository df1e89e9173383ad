"""What the machine learns from and works on, as tables: the frame, the readable excerpts, people's verdicts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select

from engage.coding import queries
from engage.coding.models import Code, Coder, CoderKind, Excerpt, ExcerptReview, Meaning
from engage.database import db
from engage.surveys.models import Answer, Response


@dataclass(frozen=True)
class Tables:
    """As `engage.analysis.coder.Coder` takes them, with how people said excerpts feel, and code ids by slug."""

    frame: pd.DataFrame
    excerpts: pd.DataFrame
    codings: pd.DataFrame
    sentiments: pd.DataFrame
    code_ids: dict[str, int]

    @property
    def reviewed(self) -> int:
        """How many excerpts a person has reviewed."""
        return int(self.codings["excerpt_id"].nunique())


def read_tables(programme_id: int) -> Tables:
    """Everything of a programme that the machine may read: nothing that is on hold."""
    codes = queries.list_codes(programme_id)
    excerpts = _read_excerpts(programme_id)
    return Tables(
        frame=pd.DataFrame(
            [(code.slug, code.definition, code.use_when, code.not_when, code.examples) for code in codes],
            columns=["code", "definition", "use_when", "not_when", "examples"],
        ),
        excerpts=excerpts,
        codings=_read_verdicts(programme_id),
        sentiments=_read_sentiments(programme_id),
        code_ids={code.slug: code.id for code in codes},
    )


def _read_excerpts(programme_id: int) -> pd.DataFrame:
    query = (
        select(Excerpt.id, Answer.response_id, Excerpt.text, Response.edition_id, Answer.item_id)
        .join(Answer, Answer.id == Excerpt.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(queries.readable(programme_id))
        .order_by(Excerpt.id)
    )
    questions = queries.questions_asked(programme_id)
    rows = [
        (excerpt_id, response_id, words, questions.get((edition_id, item_id), ""))
        for excerpt_id, response_id, words, edition_id, item_id in db.session.execute(query)
    ]
    return pd.DataFrame(rows, columns=["excerpt_id", "response_id", "text", "question"])


def read_meanings(programme_id: int) -> dict[uuid.UUID, tuple[str, bytes]]:
    """What is kept of the meaning of each excerpt that the machine may read: its stamp and its vectors."""
    query = select(Meaning.excerpt_id, Meaning.stamp, Meaning.vectors).join(Excerpt, Excerpt.id == Meaning.excerpt_id)
    query = query.where(queries.readable(programme_id)).order_by(Meaning.excerpt_id)
    return {excerpt_id: (stamp, vectors) for excerpt_id, stamp, vectors in db.session.execute(query)}


def _read_verdicts(programme_id: int) -> pd.DataFrame:
    """A row for each code people applied, and one without a code for each excerpt they reviewed."""
    verdicts = queries.applied(programme_id)
    confirmed = (
        select(Excerpt.id, Code.slug)
        .join(verdicts, verdicts.c.excerpt_id == Excerpt.id)
        .join(Code, Code.id == verdicts.c.code_id)
        .where(queries.readable(programme_id), verdicts.c.by_person == 1)
        .order_by(Excerpt.id, Code.position)
    )
    read = select(Excerpt.id).where(queries.readable(programme_id), queries.reviewed_by_a_person())
    rows = [(excerpt_id, slug, True) for excerpt_id, slug in db.session.execute(confirmed)]
    rows += [(excerpt_id, "", False) for excerpt_id in db.session.scalars(read.order_by(Excerpt.id))]
    return pd.DataFrame(rows, columns=["excerpt_id", "code", "applies"])


def _read_sentiments(programme_id: int) -> pd.DataFrame:
    """How each excerpt feels to the people who said so, on average; what they left open is left out."""
    query = (
        select(ExcerptReview.excerpt_id, func.avg(ExcerptReview.sentiment))
        .join(Coder, Coder.id == ExcerptReview.coder_id)
        .join(Excerpt, Excerpt.id == ExcerptReview.excerpt_id)
        .where(queries.readable(programme_id), Coder.kind == CoderKind.PERSON, ExcerptReview.sentiment.is_not(None))
        .group_by(ExcerptReview.excerpt_id)
        .order_by(ExcerptReview.excerpt_id)
    )
    rows = [(excerpt_id, float(felt)) for excerpt_id, felt in db.session.execute(query)]
    return pd.DataFrame(rows, columns=["excerpt_id", "sentiment"])
