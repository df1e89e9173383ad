"""A way of inviting people to a survey."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.database import Id, Model, Name
from engage.surveys.models import Survey


class Route(Model):
    """A school, a page or a list by which people are invited; never one person. The token ends its short address."""

    id: Mapped[Id]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    name: Mapped[Name]
    token: Mapped[str] = mapped_column(String(12), unique=True)
    # How many people it reaches, where that is known.
    size: Mapped[int | None]
    survey: Mapped[Survey] = relationship()

    __table_args__ = (UniqueConstraint("survey_id", "name"), CheckConstraint("size > 0", name="size_is_positive"))
