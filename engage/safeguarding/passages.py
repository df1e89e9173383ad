"""Holding paragraphs of what staff write about people: in notes of meetings, comments and findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import cast

import pandas as pd
from sqlalchemy import Table, insert, select

from engage.analysis.triage import Tier, assess
from engage.database import db, now
from engage.passages.models import HeldPassage
from engage.passages.signals import Source, WrittenText
from engage.safeguarding import alerts
from engage.safeguarding.models import Flag
from engage.safeguarding.triage import flag_rows
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
    add = INSERTS[db.session.connection().dialect.name](table).on_conflict_do_nothing()
    rows = [_row(paragraph, written) for paragraph in found["id"]]
    stored = db.session.execute(add.values(rows).returning(table.c.digest, table.c.id))
    passage_ids = {str(digest): int(passage_id) for digest, passage_id in stored}
    found = found.assign(id=[passage_ids.get(_digest(paragraph), 0) for paragraph in found["id"]])
    flags = flag_rows(found[found["id"] > 0], of="passage_id")
    if flags:
        db.session.execute(insert(Flag), flags)
    urgent = [flag["id"] for flag in flags if flag["tier"] == Tier.LOOK_NOW]
    alerts.write_to_leads(flag_ids=urgent, programme_id=written.source.programme_id)


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
