"""What every form shares."""

from __future__ import annotations

from typing import Any, Protocol

from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.fields.core import UnboundField


class BrokenRule(Protocol):
    """A domain error: what to say, and the field it is about (empty for the whole form)."""

    message: str
    field: str


def plain_lines(typed: str | None) -> str | None:
    """Browsers send two characters for the end of a line; paragraphs are told apart by one and one."""
    return typed.replace("\r\n", "\n") if typed else typed


class Form(FlaskForm):
    """A form that can show a broken rule of the domain beside the field it is about."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: FlaskForm, unbound_field: UnboundField, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, TextAreaField):
                options = {**options, "filters": [plain_lines, *unbound_field.kwargs.get("filters", ())]}
            return unbound_field.bind(form=form, **options)

    def refuse(self, rule: BrokenRule) -> None:
        """Put the words of the broken rule on its field, or on the form itself when it names none."""
        field: Field | None = self._fields.get(rule.field)
        if field is None:
            self.form_errors.append(rule.message)
        else:
            field.errors = [*field.errors, rule.message]
