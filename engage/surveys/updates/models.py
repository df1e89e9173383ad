"""An address that somebody left."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.database import Model, RandomId
from engage.surveys.models import Survey


class UpdateAddress(Model):
    """Somebody wants to hear of a survey's result. No response, no time, no order; gone once they are written to.

    `is_due` from the moment the result is out; `sent_at` from the moment a letter is handed to the mail server. A row
    that keeps its `sent_at` was cut off in between: whether its letter left is not known, so it is never tried again
    by itself.
    """

    id: Mapped[RandomId]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    email: Mapped[str] = mapped_column(String(254))
    is_due: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[dt.datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    survey: Mapped[Survey] = relationship()

    __table_args__ = (
        UniqueConstraint("survey_id", "email"),
        CheckConstraint("sent_at IS NULL OR is_due", name="sent_only_when_due"),
        {"sqlite_with_rowid": False},
    )
