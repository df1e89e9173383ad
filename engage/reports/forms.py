"""Forms of the reports room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from engage.coding.models import Code
from engage.forums.forms import DecisionForm
from engage.forums.models import Decision, Meeting
from engage.programmes.models import SpecificationSection
from engage.web.filters import short_date
from engage.web.forms import ChangeForm, Form


class FindingForm(ChangeForm):
    title = StringField(
        _l("The finding, as a headline"),
        description=_l("What these answers say, as somebody would tell it: “Moving between places breaks trust”."),
        widget=GovTextInput(),
        validators=[InputRequired(_l("Say what was found, in one line")), Length(max=200)],
    )
    statement = TextAreaField(
        _l("What people said, in a sentence or two"),
        description=_l("In your own words: no names, and nothing that only one person could have said."),
        widget=GovTextArea(),
        validators=[Length(max=2000)],
    )
    section = SelectField(_l("Section of the specification"), coerce=int, widget=GovSelect())
    codes = SelectMultipleField(
        _l("Codes it is made of"),
        description=_l("Somebody counts once, however many of these they speak of. A code counts in one finding only."),
        coerce=int,
        widget=GovCheckboxesInput(),
        validators=[InputRequired(_l("Choose at least one code"))],
    )
    submit = SubmitField(_l("Save the finding"), widget=GovSubmitInput())

    def chosen_codes(self, codes: Sequence[Code]) -> list[Code]:
        """The codes that are ticked, of all there are."""
        return [code for code in codes if code.id in (self.codes.data or ())]

    def offer(
        self,
        sections: Sequence[SpecificationSection],
        codes: Sequence[Code],
        taken: Mapping[str, str],
        first: int | None,
    ) -> None:
        """Sections in their order; codes with those of the section `first` at the top, and at the end those `taken`:
        the title of the finding that counts a code, by the code's slug."""
        self.section.choices = [SelectChoice(section.id, f"{section.number} {section.title}") for section in sections]
        ordered = sorted(codes, key=lambda code: (code.slug in taken, code.section_id != first))
        self.codes.choices = [SelectChoice(code.id, _say_code(code, taken)) for code in ordered]


def _say_code(code: Code, taken: Mapping[str, str]) -> str:
    if code.slug not in taken:
        return code.name
    return str(_("%(code)s (counts in “%(finding)s”)", code=code.name, finding=taken[code.slug]))


class SentenceForm(ChangeForm):
    sentence = TextAreaField(
        _l("The sentence that opens this section"),
        description=_l("What a reader with ten seconds should take away. Two or three short sentences at most."),
        widget=GovTextArea(),
        validators=[InputRequired(_l("Write the sentence")), Length(max=600)],
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class QuoteForm(ChangeForm):
    words = TextAreaField(
        _l("Words to publish"),
        description=_l("Take out what could tell who is speaking, or put something in [brackets] in its place."),
        widget=GovTextArea(),
        validators=[InputRequired(_l("Leave some words in, or go back without approving")), Length(max=5000)],
    )
    submit = SubmitField(_l("Approve this quote"), widget=GovSubmitInput())


class DecideForm(DecisionForm):
    """A decision, and the meeting in whose minutes it is written."""

    meeting = SelectField(_l("Meeting that decided it"), coerce=int, widget=GovSelect())

    def offer_meetings(self, meetings: Sequence[Meeting]) -> None:
        said = {meeting.id: f"{meeting.title}, {short_date(meeting.held_on)}" for meeting in meetings}
        self.meeting.choices = [SelectChoice(meeting_id, words) for meeting_id, words in said.items()]


class SettleForm(Form):
    decision = SelectField(
        _l("Which decision settles it?"),
        coerce=int,
        widget=GovSelect(),
        validators=[InputRequired(_l("Choose a decision"))],
    )
    submit = SubmitField(_l("This decision settles it"), widget=GovSubmitInput())

    def offer_decisions(self, decisions: Sequence[Decision]) -> None:
        self.decision.choices = [
            SelectChoice(decision.id, _("Decision %(number)s: %(title)s", number=decision.number, title=decision.title))
            for decision in decisions
        ]


class PublishForm(Form):
    """A button, and what stood above it when it was pressed (`editions.operations.digest_of`)."""

    digest = HiddenField()


class ButtonForm(Form):
    """A button and nothing else."""
