"""Holding paragraphs of what staff write about people: in notes of meetings, comments and findings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import cast

import pandas as pd
from sqlalchemy import ColumnElement, Table, literal, select

from engage.analysis.embeddings import Embedder
from engage.analysis.minilm import MiniLM, open_model
from engage.analysis.triage import Tier, assess
from engage.database import db, now, send_after_commit, today
from engage.passages.models import HeldPassage
from engage.passages.operations import digest_of
from engage.passages.signals import Source, WrittenText
from engage.safeguarding import alerts
from engage.safeguarding.models import Flag
from engage.safeguarding.signals import reading_wanted
from engage.safeguarding.similar import find_similar
from engage.safeguarding.triage import Row, flag_rows
from engage.surveys.responses import INSERTS

# Reading what this many characters mean takes a third of a second on a busy machine, once the weights are open (1.4
# seconds, once in a process): `python -m benchmarks.notes`. Longer texts wait for a job.
LONGEST_AT_ONCE = 5_000
PASSAGES_AT_ONCE = 200


def hold_worrying(*, written: WrittenText, by_meaning: bool = False) -> dict[str, HeldPassage]:
    """The passage that stands for each paragraph which nobody may read yet.

    Those are what triage holds now, and the same words of the same source that are on hold from before; words that were
    released there stay released. With `by_meaning`, triage reads what the paragraphs mean beside their words; where
    that takes too long, all of them are held until a job has (`read_passages`).

    A new paragraph that was made of one on hold in the same source, changed, joined or cut in two, is held for the same
    reasons. The lead finds it as new.
    """
    met = _find(written.source, written.paragraphs)
    new = [paragraph for paragraph in written.paragraphs if digest_of(paragraph) not in met]
    changed = {} if written.is_refused else find_similar(new, _list_on_hold(written.source))
    waits = by_meaning and sum(map(len, new)) > LONGEST_AT_ONCE
    found = _assess(new, written, _open_embedder() if by_meaning and not waits else None)
    if held := new if waits else list(dict.fromkeys([*found["id"], *changed])):
        stored = _store([_row(paragraph, written, is_changed=paragraph in changed) for paragraph in held])
        met = _find(written.source, written.paragraphs)
        found = found.assign(id=[stored.get(digest_of(paragraph), 0) for paragraph in found["id"]])
        flags = [*flag_rows(found[found["id"] > 0], of="passage_id"), *_inherited(changed, stored)]
        _raise_flags(flags, written.source.programme_id)
    if waits:
        send_after_commit(reading_wanted)
    passages = ((paragraph, met.get(digest_of(paragraph))) for paragraph in written.paragraphs)
    return {paragraph: passage for paragraph, passage in passages if passage and not passage.released_at}


def hold_paragraph(*, paragraph: str, source: Source, author_id: int | None) -> HeldPassage:
    """The passage that stands for a paragraph which others could read until now, on hold from now on: a new one, or
    the one that the same words of the same source were before."""
    written = WrittenText(source, author_id, (paragraph,), is_name=False)
    if not _find(source, [paragraph]):
        _store([_row(paragraph, written)])
    (passage,) = _find(source, [paragraph]).values()
    passage.released_at = None
    db.session.flush()
    return passage


def read_passages() -> bool:
    """Read what some of the passages mean that wait for it. Those that nothing holds then are let go; False where none
    waits."""
    waiting = _list_unread()
    if not waiting:
        return False
    by_id = {passage.id: passage for passage in waiting}
    found = assess(pd.DataFrame({"id": list(by_id), "text": [each.words for each in waiting]}), _open_embedder())
    programmes = found["id"].map(lambda passage_id: by_id[passage_id].programme_id)
    for programme_id, of_programme in found.groupby(programmes):
        _raise_flags(flag_rows(of_programme, of="passage_id"), int(str(programme_id)))
    for passage_id in by_id.keys() - set(found["id"]):
        by_id[passage_id].released_at = now()
    db.session.flush()
    return True


@cache
def _open_weights() -> MiniLM | None:
    """Opened once in a process."""
    return open_model()


def _open_embedder() -> Embedder | None:
    """One that has read nothing yet, as it keeps in memory what it reads. None where there are no weights."""
    weights = _open_weights()
    return Embedder(weights) if weights else None


def _assess(paragraphs: list[str], written: WrittenText, embedder: Embedder | None) -> pd.DataFrame:
    """What triage says of the paragraphs it holds. A name may look foreign, and so may words about a kind of thing, in
    which a single word of the list is no sign of anybody either."""
    found = assess(pd.DataFrame({"id": paragraphs, "text": paragraphs}), embedder)
    if written.is_kind:
        return found[found["english"] & (found["tier"] != Tier.PROBABLY_NOTHING)]
    return found[found["english"] | (found["words"] != "")] if written.is_name else found


def _store(rows: list[Row]) -> dict[str, int]:
    """Store passages: their ids by digest. One that somebody stored at the same moment is theirs."""
    table = cast(Table, HeldPassage.__table__)
    add = INSERTS[db.session.connection().dialect.name](table).on_conflict_do_nothing()
    stored = db.session.execute(add.values(rows).returning(table.c.digest, table.c.id))
    return {str(digest): int(passage_id) for digest, passage_id in stored}


def _inherited(changed: Mapping[str, Sequence[HeldPassage]], stored: Mapping[str, int]) -> Iterator[Row]:
    """A row of `flag` for each reason that held what these paragraphs were made of; a concern stays its raiser's."""
    for paragraph, passages in changed.items():
        passage_id = stored.get(digest_of(paragraph))
        query = select(Flag).where(Flag.passage_id.in_([each.id for each in passages]), Flag.released_at.is_(None))
        for flag in db.session.scalars(query.order_by(Flag.id)) if passage_id else ():
            same = ("reason", "tier", "category", "matched", "raiser_id", "raise_note")
            row = {column: getattr(flag, column) for column in same}
            yield {"id": uuid.uuid4(), "raised_on": today(), "passage_id": passage_id, **row}


def _raise_flags(flags: Sequence[Row], programme_id: int) -> None:
    """Store flags, the gravest for a passage and reason, and write to the leads about what to look at now."""
    gravest: dict[tuple[object, object], Row] = {}
    for flag in sorted(flags, key=lambda row: list(Tier).index(row["tier"])):
        gravest.setdefault((flag["passage_id"], flag["reason"]), {"raiser_id": None, "raise_note": "", **flag})
    new = list(gravest.values())
    if new:
        add = INSERTS[db.session.connection().dialect.name](cast(Table, Flag.__table__)).on_conflict_do_nothing()
        db.session.execute(add, new)
    urgent = [flag["id"] for flag in new if flag["tier"] == Tier.LOOK_NOW]
    alerts.write_to_leads(flag_ids=urgent, programme_id=programme_id)


def _list_on_hold(source: Source) -> Sequence[HeldPassage]:
    """What a flag holds of a source."""
    held = select(literal(1)).where(Flag.passage_id == HeldPassage.id, Flag.released_at.is_(None)).exists()
    query = select(HeldPassage).where(*_is_of(source), held)
    return db.session.scalars(query.order_by(HeldPassage.id)).all()


def _list_unread() -> Sequence[HeldPassage]:
    """So many of the passages that are held without a flag: nobody has read what they mean."""
    flagged = select(literal(1)).where(Flag.passage_id == HeldPassage.id).exists()
    query = select(HeldPassage).where(HeldPassage.released_at.is_(None), ~flagged)
    return db.session.scalars(query.order_by(HeldPassage.id).limit(PASSAGES_AT_ONCE)).all()


def _row(paragraph: str, written: WrittenText, *, is_changed: bool = False) -> Row:
    source = written.source
    place = f"{source.place} · changed since it was put on hold" if is_changed else source.place
    return {
        "programme_id": source.programme_id,
        "source": source.name,
        "source_id": source.id,
        "place": place,
        "words": paragraph,
        "digest": digest_of(paragraph),
        "author_id": written.author_id,
        "written_at": now(),
    }


def _find(source: Source, paragraphs: Iterable[str]) -> dict[str, HeldPassage]:
    """The passages of a source that are these paragraphs, by digest."""
    digests = [digest_of(paragraph) for paragraph in paragraphs]
    query = select(HeldPassage).where(*_is_of(source), HeldPassage.digest.in_(digests))
    return {passage.digest: passage for passage in db.session.scalars(query.order_by(HeldPassage.id))}


def _is_of(source: Source) -> tuple[ColumnElement[bool], ...]:
    of_source = (HeldPassage.source == source.name, HeldPassage.source_id == source.id)
    return (HeldPassage.programme_id == source.programme_id, *of_source)
