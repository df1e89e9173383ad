"""What every form shares."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField

from engage.web.filters import short_date

NOT_VALUES = frozenset({"csrf_token", "submit", "seen", "once"})
# No keyboard types them, and PostgreSQL cannot store the first.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BrokenRule(Protocol):
    """A domain error: what to say, and the field it is about (empty for the whole form)."""

    @property
    def message(self) -> str: ...

    @property
    def field(self) -> str: ...


def plain_lines(typed: str | None) -> str | None:
    """Browsers send two characters for the end of a line; paragraphs are told apart by one and one."""
    return typed.replace("\r\n", "\n") if typed else typed


def without_controls(typed: Any) -> Any:
    """Words without control characters; what a field was loaded with may be a number."""
    return CONTROLS.sub("", typed) if isinstance(typed, str) else typed


class Form(FlaskForm):
    """A form that can show a broken rule of the domain beside the field it is about.

    `rules` are what other rooms look for in every form: each finds broken rules in what was typed.
    """

    rules: ClassVar[list[Callable[[Form], Iterable[BrokenRule]]]] = []
    # Fields in which the form finds by itself what these rules would.
    looked_at: ClassVar[frozenset[str]] = frozenset()

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: FlaskForm, unbound_field: UnboundField, options: dict[str, Any]) -> Field:
            options = {**options, "filters": [*_cleaning(unbound_field), *unbound_field.kwargs.get("filters", ())]}
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        is_right: bool = super().validate(extra_validators)
        for rule in (found for find in self.rules for found in find(self)):
            is_right = False
            self.refuse(rule)
        return is_right

    def refuse(self, rule: BrokenRule) -> None:
        """Put the words of the broken rule on its field, or on the form itself when it names none."""
        field: Field | None = self._fields.get(rule.field)
        if field is None:
            self.form_errors.append(rule.message)
        else:
            field.errors = [*field.errors, rule.message]

    def accepts(self, check: Callable[[], Iterable[BrokenRule]] = tuple) -> bool:
        """Whether the form was sent and nothing refuses it. All that is wrong is said at once.

        `check` finds the broken rules, and is asked where fields are wrong too: it reads `sound_values()`. A field
        that is wrong in itself is told nothing more.
        """
        if not self.is_submitted():
            return False
        is_right: bool = self.validate()
        for rule in check():
            is_right = False
            if not self.is_wrong(rule.field):
                self.refuse(rule)
        return is_right

    def is_wrong(self, name: str) -> bool:
        return name in self._fields and bool(self[name].errors)

    def values(self) -> dict[str, Any]:
        """What was typed, by the name of what it changes."""
        return {name: typed for name, typed in self.data.items() if name not in NOT_VALUES}

    def sound_values(self) -> dict[str, Any]:
        """What was typed, with None for every field that is wrong in itself."""
        return {name: None if self.is_wrong(name) else typed for name, typed in self.values().items()}


class Meanwhile(NamedTuple):
    """The rule that nobody overwrites what they have not read."""

    message: str
    field: str = ""


class ChangeForm(Form):
    """A form over something that two people may have open at once. It carries a digest of what it was loaded with;
    whoever saves second is told, and sees both texts."""

    seen = HiddenField()
    # (label, words) of what somebody else saved meanwhile, where it differs from what stands in the form.
    meanwhile: tuple[tuple[str, str], ...] = ()
    # Whether the form was sent, and says what is stored already.
    changes_nothing = False

    def compare(self, stored: Mapping[str, Any]) -> list[BrokenRule]:
        """What speaks against saving the form over `stored`, the values as they are now: that somebody else saved
        them meanwhile. Saving what is stored already (a button pressed twice) is always right. Called each time, before
        `accepts`, so that the page carries the digest."""
        digest = _digest(stored)
        differing = [name for name, value in stored.items() if _plain(self.data[name]) != _plain(value)]
        self.changes_nothing = self.is_submitted() and not differing
        is_stale = self.is_submitted() and self.seen.data != digest and bool(differing)
        self.seen.data = digest
        if not is_stale:
            return []
        self.meanwhile = tuple((str(self[name].label.text), _words(self[name], stored[name])) for name in differing)
        return [Meanwhile(_("Somebody else changed this while you were writing. Both texts are below"))]


class AddForm(Form):
    """A form that adds something: sent twice, by a button pressed twice, it still adds one."""

    once = HiddenField(default=lambda: uuid.uuid4().hex)


class WholeNumberField(IntegerField):
    """A whole number; anything else is said in plain words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Enter a whole number, such as 12")) from None


def _cleaning(unbound_field: UnboundField) -> Sequence[Callable[[str | None], str | None]]:
    kind = unbound_field.field_class
    return [without_controls] * issubclass(kind, StringField) + [plain_lines] * issubclass(kind, TextAreaField)


def _digest(values: Mapping[str, Any]) -> str:
    written = json.dumps({name: str(value) for name, value in values.items()}, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    """A value without what a browser changes by itself: ends of lines and blanks around. Nothing is nothing,
    and ticks have no order."""
    if isinstance(value, str):
        return str(plain_lines(without_controls(value))).strip()
    return sorted(value, key=str) if isinstance(value, list) else value or ""


def _words(field: Field, value: Any) -> str:
    """A stored value as it reads on a page."""
    if isinstance(field, SelectFieldBase):  # radios and ticks are some too
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(_chosen_words(field, each) for each in chosen) or _("Nothing")
    if isinstance(value, dt.date):
        return short_date(value)
    return _("Nothing") if value in (None, "") else str(value)


def _chosen_words(field: SelectFieldBase, value: Any) -> str:
    return next((str(label) for choice, label, *_rest in field.iter_choices() if choice == value), str(value))
