"""Reading texts in which passages may be on hold."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, true

from engage.database import db
from engage.passages.columns import MARK, TriagedText
from engage.passages.models import HeldPassage


def with_released(text: str) -> TriagedText:
    """The text with the words of those passages that everybody may read; of the others the marks stay."""
    return TriagedText(_filled(text, HeldPassage.released_at.is_not(None)))


def with_own(text: str, *, author_id: int) -> str:
    """The text with the words of those passages that this person wrote; of the others the marks stay."""
    return _filled(text, HeldPassage.author_id == author_id)


def with_every(text: str) -> str:
    """The text with the words of every passage: for who typed them, where nobody is signed in, and for nobody else."""
    return _filled(text, true())


def marks_shown(text: str, *, author_id: int | None) -> dict[str, str]:
    """The marks of the text by their passage's number, with those in passages that this person reads in it."""
    opened = with_released(text if author_id is None else with_own(text, author_id=author_id))
    return {found[1]: found[0] for found in MARK.finditer(text + opened)}


def is_held(*texts: str | None) -> bool:
    """Whether any part of these texts is on hold."""
    return any(MARK.search(with_released(text or "")) for text in texts)


def _filled(text: str, which: ColumnElement[bool]) -> str:
    """A passage may have an older one in it, which is looked up in turn."""
    numbers = {int(found[1]) for found in MARK.finditer(text)}
    if not numbers:
        return text
    query = select(HeldPassage).where(HeldPassage.id.in_(numbers), which)
    words = {passage.mark: passage.words for passage in db.session.scalars(query.order_by(HeldPassage.id))}
    return MARK.sub(lambda found: _filled(words[found[0]], which) if found[0] in words else found[0], text)
