"""Reading what is on hold, for those who may."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from engage.database import db
from engage.passages.models import HeldPassage


def list_released(passage_ids: Collection[int]) -> dict[int, str]:
    """The words of those passages that everybody may read, by id."""
    query = select(HeldPassage.id, HeldPassage.words).where(
        HeldPassage.id.in_(passage_ids), HeldPassage.released_at.is_not(None)
    )
    return dict(db.session.execute(query.order_by(HeldPassage.id)).tuples())


def list_own(passage_ids: Collection[int], *, author_id: int) -> dict[int, str]:
    """The words of those passages that this person wrote, by id."""
    query = select(HeldPassage.id, HeldPassage.words).where(
        HeldPassage.id.in_(passage_ids), HeldPassage.author_id == author_id
    )
    return dict(db.session.execute(query.order_by(HeldPassage.id)).tuples())
