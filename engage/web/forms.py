"""What every form shares."""

from __future__ import annotations

from typing import Protocol

from flask_wtf import FlaskForm
from wtforms import Field


class BrokenRule(Protocol):
    """A domain error: what to say, and the field it is about (empty for the whole form)."""

    message: str
    field: str


class Form(FlaskForm):
    """A form that can show a broken rule of the domain beside the field it is about."""

    def refuse(self, rule: BrokenRule) -> None:
        """Put the words of the broken rule on its field, or on the form itself when it names none."""
        field: Field | None = self._fields.get(rule.field)
        if field is None:
            self.form_errors.append(rule.message)
        else:
            field.errors = [*field.errors, rule.message]
