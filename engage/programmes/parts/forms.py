"""Forms of the parts of a programme."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import HiddenField, RadioField, StringField, SubmitField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from engage.programmes.forms import NARROW, name_field, prose_field
from engage.programmes.models import AudienceKind
from engage.web.dates import day_field
from engage.web.forms import AddForm, ChangeForm, Form, WholeNumberField


def number_field(label: object) -> WholeNumberField:
    return WholeNumberField(
        label,
        widget=GovTextInput(),
        render_kw=NARROW,
        validators=[InputRequired(_l("Enter a number")), NumberRange(1, 999, _l("Enter a number from 1 to 999"))],
    )


class PartForm(AddForm, ChangeForm):
    """A form of one kind of part, to add one and to change one."""


class WaveForm(PartForm):
    title = name_field(_l("Title"), _l("Enter a title"))
    starts_on = day_field(_l("First day"))
    ends_on = day_field(_l("Last day"))
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class PhaseForm(PartForm):
    title = name_field(_l("Title"), _l("Enter a title"))
    description = prose_field(_l("What happens"), _l("Say what happens"), _l("Everybody reads this on the timeline."))
    starts_on = day_field(_l("First day"))
    ends_on = day_field(_l("Last day"))
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class MilestoneForm(PartForm):
    title = name_field(_l("What happens"), _l("Say what happens"))
    on = day_field(_l("On"))
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class AudienceForm(PartForm):
    name = name_field(_l("Name"), _l("Enter a name"), _l("For many of them, such as Parents and carers"))
    singular = name_field(_l("Name for one of them"), _l("Enter a name for one"), _l("Such as Parent or carer"))
    kind = RadioField(
        _l("What they are"),
        description=_l("Small counts of people are never shown; organisations agree to be counted."),
        widget=GovRadioInput(),
        choices=[
            SelectChoice(AudienceKind.PEOPLE, _l("People")),
            SelectChoice(AudienceKind.ORGANISATIONS, _l("Organisations")),
        ],
        validators=[InputRequired(_l("Choose people or organisations"))],
    )
    known_size = WholeNumberField(
        _l("How many there are (leave empty if nobody knows)"),
        widget=GovTextInput(),
        render_kw={"params": {"classes": "govuk-input--width-5"}},
        validators=[Optional(), NumberRange(1, 100_000_000, _l("Enter a number above 0, or leave this empty"))],
    )
    size_source = StringField(
        _l("Where that number comes from"),
        description=_l("Such as School census, January 2026"),
        widget=GovTextInput(),
        validators=[Length(max=300, message=_l("Use 300 characters or fewer"))],
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class LotForm(PartForm):
    number = number_field(_l("Number"))
    title = name_field(_l("Title"), _l("Enter a title"))
    description = prose_field(_l("What it covers (optional)"))
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class SectionForm(PartForm):
    number = number_field(_l("Number"))
    title = name_field(_l("Title"), _l("Enter a title"))
    summary = prose_field(_l("What this section is about (optional)"))
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class KloeForm(PartForm):
    title = name_field(_l("Title"), _l("Enter a title"))
    description = prose_field(_l("What the engagement must answer (optional)"))
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class MoveForm(Form):
    """`place` is where the part stood on the page, from 0, so that a button pressed twice moves it once."""

    place = HiddenField()
    direction = HiddenField()


class RemoveForm(Form):
    submit = SubmitField(
        _l("Remove"), widget=GovSubmitInput(), render_kw={"params": {"classes": "govuk-button--warning"}}
    )


class Words(NamedTuple):
    """The form of a kind of part, and what its pages are called."""

    form: type[PartForm]
    add: LazyString
    change: LazyString
    remove: LazyString


WORDS = {
    "waves": Words(WaveForm, _l("Add a wave"), _l("Change the wave"), _l("Remove the wave")),
    "phases": Words(PhaseForm, _l("Add a phase"), _l("Change the phase"), _l("Remove the phase")),
    "milestones": Words(MilestoneForm, _l("Add a milestone"), _l("Change the milestone"), _l("Remove the milestone")),
    "audiences": Words(AudienceForm, _l("Add an audience"), _l("Change the audience"), _l("Remove the audience")),
    "kloes": Words(
        KloeForm, _l("Add a line of enquiry"), _l("Change the line of enquiry"), _l("Remove the line of enquiry")
    ),
    "lots": Words(LotForm, _l("Add a lot"), _l("Change the lot"), _l("Remove the lot")),
    "sections": Words(
        SectionForm,
        _l("Add a section to the specification"),
        _l("Change the section"),
        _l("Remove the section"),
    ),
}
