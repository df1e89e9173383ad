"""A day, typed as three numbers: the field every form with a date uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovDateInput
from wtforms import DateField
from wtforms.validators import InputRequired

# A year outside these is a slip of the finger, and would draw a timeline of centuries.
YEARS = range(2000, 2101)


class DayInput(GovDateInput):
    """Day, month and year, under a heading in the weight of a field's label."""

    def map_gov_params(self, field: DateField, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        params["fieldset"] = {"legend": {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}}
        for item, label in zip(params["items"], (_("Day"), _("Month"), _("Year")), strict=True):
            item["label"] = label
        return params


class DayField(DateField):
    """A date of this century (in `data`, once the form is valid).

    What was sent always has three parts, so that a form sent by hand can be shown again.
    """

    widget = DayInput()
    data: Any

    def __init__(self, label: Any, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format="%d %m %Y", **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [*valuelist, "", "", ""][:3]
        if not valuelist:  # sent by hand without the field, which is then as good as empty
            self.data = None
            return
        try:
            day, month, year = (int(part) for part in self.raw_data)
            self.data = dt.date(year, month, day) if year in YEARS else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_l("Enter a real date, such as 27 3 2026"))


class OptionalDayField(DayField):
    """A date that may be left out, but not in part."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if any(part.strip() for part in valuelist):
            super().process_formdata(valuelist)
        else:
            self.data, self.raw_data = None, ["", "", ""]


def optional_day_field(label: Any, description: Any = "") -> OptionalDayField:
    """A day that may be unknown."""
    return OptionalDayField(label, description=description)


def day_field(label: Any, description: Any = "") -> DayField:
    """A day that has to be given."""
    return DayField(label, [InputRequired(_l("Enter a date, such as 27 3 2026"))], description=description)
