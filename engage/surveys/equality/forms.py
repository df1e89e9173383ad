"""The form of the known share of a group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextInput
from wtforms import FloatField, IntegerField, SelectField, StringField, SubmitField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from engage.programmes.models import KnownShare
from engage.surveys.equality.questions import Question
from engage.surveys.inviting.forms import strip
from engage.web.forms import ChangeForm

# No id of a question or choice has a stroke.
STROKE = "/"


class PercentField(FloatField):
    """A number of per cent; typing the sign too does no harm."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([typed.replace("%", "").strip() for typed in valuelist])
        except ValueError:
            raise ValueError(_("Enter a percentage as a number, such as 17.2")) from None


class YearField(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a year, such as 2023")) from None


class KnownShareForm(ChangeForm):
    group = SelectField(
        _l("Group"),
        description=_l("As people name it when they say something about themselves after sending their answers."),
        widget=GovSelect(),
        validators=[InputRequired(_l("Choose a group"))],
    )
    percent = PercentField(
        _l("Share of everybody, in per cent"),
        description=_l("Such as 17.2"),
        widget=GovTextInput(),
        render_kw={"params": {"classes": "govuk-input--width-4", "suffix": {"text": "%"}}},
        validators=[
            InputRequired(_l("Enter a percentage as a number, such as 17.2")),
            NumberRange(0.001, 100, _l("Enter a percentage above 0, up to 100")),
        ],
    )
    source = StringField(
        _l("Where that figure comes from"),
        description=_l("Such as School census, all pupils of the borough"),
        widget=GovTextInput(),
        filters=[strip],
        validators=[
            DataRequired(_l("Say where the figure comes from")),
            Length(max=300, message=_l("Use 300 characters or fewer")),
        ],
    )
    year = YearField(
        _l("Year of the figure"),
        widget=GovTextInput(),
        render_kw={"params": {"classes": "govuk-input--width-4"}},
        validators=[
            InputRequired(_l("Enter a year, such as 2023")),
            NumberRange(1990, 2100, _l("Enter a year, such as 2023")),
        ],
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())

    def offer(self, questions: Iterable[Question]) -> None:
        """The groups to choose from: every answer that says which group somebody is of."""
        self.group.choices = [SelectChoice("", _l("Choose a group"))] + [
            SelectChoice(question.id + STROKE + choice.id, f"{question.about}: {choice.label}")
            for question in questions
            for choice in question.said
        ]

    def show(self, share: KnownShare) -> None:
        """The group that the share is of, before anything is sent."""
        if not self.is_submitted():
            self.group.data = _group_of(share)

    def stored(self, share: KnownShare) -> dict[str, Any]:
        """What the share is now, by the names of the fields."""
        return {"group": _group_of(share), "percent": share.percent, "source": share.source, "year": share.year}

    def group_and_percent(self) -> dict[str, Any]:
        """The group that was chosen, and its percentage where that is one: what the other shares may speak against."""
        question, _stroke, choice = (self.group.data or "").partition(STROKE)
        return {"question": question, "choice": choice, "percent": self.sound_values()["percent"]}

    def values(self) -> dict[str, Any]:
        """What was typed, by the name of what it changes."""
        question, _stroke, choice = (self.group.data or "").partition(STROKE)
        typed = {"percent": self.percent.data, "source": self.source.data, "year": self.year.data}
        return {"question": question, "choice": choice, **typed}


def _group_of(share: KnownShare) -> str:
    return share.question + STROKE + share.choice
