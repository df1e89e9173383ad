"""Forms of the forums room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from engage.accounts.models import User
from engage.forums.models import Decision, Forum, ForumKind, Meeting, MinutesRevision, Outcome
from engage.forums.operations import HeldPartGone, check_decision, check_open
from engage.passages.covering import editable, lines_without_passage
from engage.programmes.models import SpecificationLine
from engage.web.dates import day_field
from engage.web.forms import BrokenRule, ChangeForm, Form

KINDS = {
    ForumKind.WORKING_GROUP: _l("Working group"),
    ForumKind.SCHOOL: _l("School forum"),
    ForumKind.PARENT_AND_CARER: _l("Parent and carer forum"),
    ForumKind.PROVIDER: _l("Provider forum"),
}
OUTCOMES = {Outcome.ACCEPTED: _l("Accepted"), Outcome.PARTLY: _l("Accepted in part"), Outcome.NOT: _l("Not accepted")}


class DecisionFields(TypedDict):
    title: str
    outcome: Outcome
    reason: str
    line: SpecificationLine | None
    new_text: str


class ForumForm(Form):
    kind = RadioField(
        _l("What kind of forum is it?"),
        widget=GovRadioInput(),
        choices=[SelectChoice(kind, label) for kind, label in KINDS.items()],
        validators=[InputRequired(_l("Choose what kind of forum it is"))],
    )
    title = StringField(
        _l("Its name"), widget=GovTextInput(), validators=[InputRequired(_l("Enter a name")), Length(max=200)]
    )
    submit = SubmitField(_l("Add the forum"), widget=GovSubmitInput())


class MeetingForm(Form):
    forum = SelectField(_l("Forum"), coerce=int, widget=GovSelect())
    title = StringField(
        _l("Title"), widget=GovTextInput(), validators=[InputRequired(_l("Enter a title")), Length(max=200)]
    )
    held_on = day_field(_l("Date"))
    place = StringField(_l("Place (optional)"), widget=GovTextInput(), validators=[Length(max=200)])
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())

    def offer_forums(self, forums: Sequence[Forum]) -> None:
        self.forum.choices = [SelectChoice(forum.id, forum.title) for forum in forums]


class AttendanceForm(Form):
    name = StringField(
        _l("Name, as they wish to be minuted"),
        widget=GovTextInput(),
        validators=[InputRequired(_l("Enter a name")), Length(max=200)],
    )
    represents = StringField(_l("Who they speak for (optional)"), widget=GovTextInput(), validators=[Length(max=200)])
    sent_apologies = BooleanField(_l("Sent apologies"), widget=GovCheckboxInput())
    submit = SubmitField(_l("Add"), widget=GovSubmitInput())


class PointsForm(ChangeForm):
    """Lines for held parts may be of any earlier revision."""

    looked_at = frozenset({"points"})
    points = TextAreaField(
        _l("What was said"),
        description=_l("One paragraph for each point, with a blank line between them."),
        widget=GovTextArea(),
        validators=[InputRequired(_l("Write down what was said")), Length(max=50_000)],
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())

    def find_faults(self, meeting: Meeting, revisions: Sequence[MinutesRevision], editor: User) -> Iterator[BrokenRule]:
        """What speaks against saving what was typed after these revisions."""
        yield from check_open(meeting)
        earlier = "\n\n".join(revision.points for revision in revisions)
        for line in lines_without_passage(self.points.data or "", earlier=earlier, editor=editor):
            yield HeldPartGone(_("Nothing of these minutes is held as %(line)s. Take it out", line=line), "points")


class DecisionForm(ChangeForm):
    title = StringField(
        _l("What was decided, in one line"),
        widget=GovTextInput(),
        validators=[InputRequired(_l("Say what was decided")), Length(max=200)],
    )
    outcome = RadioField(
        _l("Outcome"),
        widget=GovRadioInput(),
        choices=[SelectChoice(outcome, label) for outcome, label in OUTCOMES.items()],
        validators=[InputRequired(_l("Choose the outcome"))],
    )
    reason = TextAreaField(
        _l("Why"),
        description=_l("The public reads this under “we did”."),
        widget=GovTextArea(),
        validators=[InputRequired(_l("Say why")), Length(max=5000)],
    )
    line = SelectField(_l("Line of the specification it changes"), coerce=int, widget=GovSelect())
    new_text = TextAreaField(
        _l("New words of that line"),
        description=_l("Leave empty if no words change."),
        widget=GovTextArea(),
        validators=[Length(max=5000)],
    )
    submit = SubmitField(_l("Save the decision"), widget=GovSubmitInput())

    def offer_lines(self, lines: Sequence[SpecificationLine]) -> None:
        described = [SelectChoice(line.id, f"{line.number} {line.text[:90]}") for line in lines]
        self.line.choices = [SelectChoice(0, _("None")), *described]

    def decision_fields(self, lines: Sequence[SpecificationLine]) -> DecisionFields:
        """What was filled in, as the operations take it."""
        return {
            "title": self.title.data,
            "outcome": Outcome(self.outcome.data),
            "reason": self.reason.data,
            "line": self._chosen_line(lines),
            "new_text": (self.new_text.data or "").strip(),
        }

    def find_faults(self, lines: Sequence[SpecificationLine]) -> Iterator[BrokenRule]:
        """What the rules of decisions say against what was filled in, where fields are wrong too."""
        outcome = Outcome(self.outcome.data) if self.outcome.data in list(Outcome) else None
        new_text = (self.new_text.data or "").strip()
        return check_decision(outcome=outcome, line=self._chosen_line(lines), new_text=new_text)

    def _chosen_line(self, lines: Sequence[SpecificationLine]) -> SpecificationLine | None:
        return next((line for line in lines if line.id == self.line.data), None)


def stored_decision(decision: Decision, editor: User) -> dict[str, str | int]:
    """A decision as this person may change it, by the names of the form's fields."""
    return {
        "title": editable(decision.title, editor),
        "outcome": decision.outcome,
        "reason": editable(decision.reason, editor),
        "line": decision.line_id or 0,
        "new_text": editable(decision.new_text, editor),
    }


class ActionForm(Form):
    text = TextAreaField(
        _l("What is to be done"),
        widget=GovTextArea(),
        validators=[InputRequired(_l("Say what is to be done")), Length(max=2000)],
    )
    owner = StringField(
        _l("Who does it"), widget=GovTextInput(), validators=[InputRequired(_l("Say who does it")), Length(max=200)]
    )
    due_on = day_field(_l("By when"))
    submit = SubmitField(_l("Save the action"), widget=GovSubmitInput())


class ApprovalForm(Form):
    # Which minutes were in front of the person who approves them.
    shown = HiddenField()
    submit = SubmitField(_l("Approve the minutes"), widget=GovSubmitInput())


class ButtonForm(Form):
    """A button and nothing else."""
