"""Tables as they were published, and what readers know of each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.database import Id, Model, now, today
from engage.programmes.models import Wave


class ToldTable(Model):
    """What readers know of one published table (`analysis.seen.Seen`): later ones are held against it.

    The same told again is one row: its fingerprint is the SHA-256 of what is stored.
    """

    id: Mapped[Id]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)
    told_on: Mapped[dt.date] = mapped_column(default=today)

    __table_args__ = (UniqueConstraint("wave_id", "fingerprint"),)


class ClosedTable(Model):
    """A table that an officer made, as it stood then (`tables.document.TableDocument`)."""

    id: Mapped[Id]
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    number: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[dt.datetime] = mapped_column(default=now)
    maker_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    wave: Mapped[Wave] = relationship()
    maker: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("wave_id", "number"),)
