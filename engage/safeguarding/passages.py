"""Holding paragraphs of what staff write about people: in notes of meetings, comments and findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, cast

import pandas as pd
from sqlalchemy import Table, select

from engage.analysis.triage import assess
from engage.database import db, now
from engage.passages.models import HeldPassage
from engage.passages.signals import Source, WrittenText
from engage.safeguarding.models import Flag, FlagReason
from engage.safeguarding.operations import LONGEST_CATEGORY, LONGEST_MATCH
from engage.surveys.responses import INSERTS


def hold_worrying(*, written: WrittenText) -> dict[str, HeldPassage]:
    """The passage that stands for each paragraph which nobody may read yet.

    Those are what triage holds now, and the same words of the same source that are on hold from before; words that were
    released there stay released. Every passage that is new has a flag.
    """
    met = _find(written.source, written.paragraphs)
    found = _assess([paragraph for paragraph in written.paragraphs if _digest(paragraph) not in met], written.is_name)
    if not found.empty:
        _store(found, written)
        met = _find(written.source, written.paragraphs)
    passages = ((paragraph, met.get(_digest(paragraph))) for paragraph in written.paragraphs)
    return {paragraph: passage for paragraph, passage in passages if passage and not passage.released_at}


def _assess(paragraphs: list[str], is_name: bool) -> pd.DataFrame:
    """What triage says of the paragraphs it holds. A name may look foreign."""
    found = assess(pd.DataFrame({"id": paragraphs, "text": paragraphs}))
    return found[found["words"] != ""] if is_name else found


def _store(found: pd.DataFrame, written: WrittenText) -> None:
    """A passage, and its flags, for each paragraph found; one that somebody stored at the same moment is theirs."""
    table = cast(Table, HeldPassage.__table__)
    insert = INSERTS[db.session.connection().dialect.name](table).on_conflict_do_nothing()
    rows = [_row(paragraph, written) for paragraph in found["id"]]
    stored = db.session.execute(insert.values(rows).returning(table.c.digest, table.c.id))
    passage_ids = {str(digest): int(passage_id) for digest, passage_id in stored}
    for one in found.itertuples():
        if (passage_id := passage_ids.get(_digest(str(one.id)))) is not None:
            db.session.add_all(_flags(one, passage_id))
    db.session.flush()


def _row(paragraph: str, written: WrittenText) -> dict[str, object]:
    source = written.source
    return {
        "programme_id": source.programme_id,
        "source": source.name,
        "source_id": source.id,
        "place": source.place,
        "words": paragraph,
        "digest": _digest(paragraph),
        "author_id": written.author_id,
        "written_at": now(),
    }


def _flags(found: Any, passage_id: int) -> Iterable[Flag]:
    """Why triage holds a paragraph: its words or its meaning, its language, or both."""
    if found.words or found.english:
        category, matched = _fitting(found.category, LONGEST_CATEGORY), _fitting(found.words, LONGEST_MATCH)
        yield Flag(passage_id=passage_id, reason=FlagReason.WORRYING_WORDS, category=category, matched=matched)
    if not found.english:
        yield Flag(passage_id=passage_id, reason=FlagReason.NOT_ENGLISH)


def _fitting(listed: str, longest: int) -> str:
    """As many whole phrases of a list as fit."""
    return listed if len(listed) <= longest else listed[: longest + 1].rpartition(", ")[0]


def _find(source: Source, paragraphs: Iterable[str]) -> dict[str, HeldPassage]:
    """The passages of a source that are these paragraphs, by digest."""
    query = select(HeldPassage).where(
        HeldPassage.programme_id == source.programme_id,
        HeldPassage.source == source.name,
        HeldPassage.source_id == source.id,
        HeldPassage.digest.in_([_digest(paragraph) for paragraph in paragraphs]),
    )
    return {passage.digest: passage for passage in db.session.scalars(query.order_by(HeldPassage.id))}


def _digest(paragraph: str) -> str:
    """By what a paragraph is known again: its words, however they are spaced and whatever is in capitals."""
    return hashlib.sha256(" ".join(paragraph.split()).casefold().encode(errors="replace")).hexdigest()
