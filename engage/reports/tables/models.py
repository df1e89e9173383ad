"""Tables of closed answers as they were made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.database import Id, Model, now
from engage.programmes.models import Wave


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
