"""Passages of notes, comments and findings that are on hold, and what they were once they are released."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.database import Id, Model, now
from engage.passages.columns import mark


def new_token() -> str:
    """Digits that nobody can guess; filters that change letters leave them as they are."""
    return str(secrets.randbelow(10**20))


class HeldPassage(Model):
    """A paragraph that safeguarding held when it was written. In the text it came from stands its mark.

    Only the mark with its id and `token` stands for it, so that nobody reads it who can count. Passages from before
    there were tokens have none.

    `source` and `source_id` say what it was written in (minutes of a meeting, by the meeting's id), `place` the same in
    words for the safeguarding lead. The same words in the same source are the same passage (`digest`), so that they
    stay held, or released, whatever is changed around them.
    """

    id: Mapped[Id]
    token: Mapped[str | None] = mapped_column(String(20), default=new_token)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    source: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int]
    place: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=now)
    released_at: Mapped[dt.datetime | None]
    author: Mapped[User | None] = relationship()

    @property
    def mark(self) -> str:
        return mark(self.id, self.token)

    __table_args__ = (
        UniqueConstraint("programme_id", "source", "source_id", "digest"),
        # An id that has been in a text is never another passage's.
        {"sqlite_autoincrement": True},
    )
