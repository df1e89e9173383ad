"""Forms of the safeguarding lead's queue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from engage.programmes.models import Audience
from engage.safeguarding.models import FlagAct
from engage.safeguarding.words import ACTS, HOLD_AGAIN, REASONS, STATES, TIERS
from engage.web.forms import Form

LONGEST_NOTE = 2000
# An answer has at most 5,000 characters; other languages say the same in fewer.
LONGEST_TRANSLATION = 10000
NOTE_TOO_LONG = _l("Write 2,000 characters or fewer")


class ChoiceForm(Form):
    """Which flags the queue shows; stays in the address."""

    class Meta:
        csrf = False  # it only reads

    tier = SelectField(_l("How soon"), widget=GovSelect())
    state = SelectField(_l("State"), widget=GovSelect())
    reason = SelectField(_l("Reason"), widget=GovSelect())
    audience = SelectField(_l("Audience"), widget=GovSelect())

    def offer(self, audiences: Iterable[Audience]) -> None:
        """What there is to choose from; nothing chosen is the empty choice."""
        self.tier.choices = _choices(_l("All"), TIERS)
        self.state.choices = _choices(_l("All that waits"), STATES)
        self.reason.choices = _choices(_l("All"), REASONS)
        self.audience.choices = _choices(_l("All"), {audience.slug: audience.name for audience in audiences})


class TakeForm(Form):
    version = HiddenField()
    submit = SubmitField(_l("Take this"), widget=GovSubmitInput())


class ActForm(Form):
    """What a lead does with a flag. `version` is the flag's when its page was opened."""

    version = HiddenField()
    act = RadioField(
        _l("What will you do?"), widget=GovRadioInput(), validators=[InputRequired(_l("Choose what you will do"))]
    )
    translation = TextAreaField(
        _l("Translation into English"),
        description=_l("Coders read this in place of the answer, and it is what is quoted, marked as translated."),
        widget=GovTextArea(),
        validators=[Length(max=LONGEST_TRANSLATION, message=_l("Write 10,000 characters or fewer"))],
    )
    as_written = BooleanField(
        _l("Release it without a translation: coders read it as it is"), widget=GovCheckboxInput()
    )
    note = TextAreaField(
        _l("What you found and what was done"),
        description=_l("For safeguarding leads only, and cannot be changed afterwards. No names, please."),
        widget=GovTextArea(),
        validators=[Length(max=LONGEST_NOTE, message=NOTE_TOO_LONG)],
    )
    party = StringField(
        _l("Of whom, or to whom"),
        description=_l("If you ask for more or refer it: a service or a role, such as the duty team or the school."),
        widget=GovTextInput(),
        validators=[Length(max=200, message=_l("Write 200 characters or fewer"))],
    )
    may_be_read = BooleanField(
        _l("If you release it: I have read it, and it may be read by others"), widget=GovCheckboxInput()
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())

    def offer(self, acts: Iterable[FlagAct], *, is_released: bool, translation_wanted: bool, asked_twice: bool) -> None:
        """What can be done now; `translation_wanted` where a release needs a translation that is not there yet,
        `asked_twice` where who releases it says once more that others may read it."""
        self._asked_twice = asked_twice
        labels = {**ACTS, FlagAct.REOPENED: HOLD_AGAIN} if is_released else ACTS
        self.act.choices = [SelectChoice(act, labels[act]) for act in acts]
        self._translation_wanted = translation_wanted

    def validate_may_be_read(self, field: Field) -> None:
        if self._asked_twice and self.act.data == FlagAct.RELEASED and not field.data:
            raise ValidationError(_l("Tick that you have read it and that it may be read by others"))

    def validate_party(self, field: Field) -> None:
        if self.act.data in (FlagAct.ASKED, FlagAct.REFERRED) and not _typed(field):
            raise ValidationError(_l("Say of whom, or to whom"))

    def validate_note(self, field: Field) -> None:
        if self.act.data != FlagAct.TRANSLATED and not _typed(field):
            raise ValidationError(_l("Say what you found and what was done"))

    def validate_translation(self, field: Field) -> None:
        is_wanted = self._translation_wanted and self.act.data == FlagAct.RELEASED and not self.as_written.data
        if not _typed(field) and (is_wanted or self.act.data == FlagAct.TRANSLATED):
            raise ValidationError(_l("Write a translation, or tick that it is released without one"))


class ReleaseTogetherForm(Form):
    """Several of a tier, one note for all."""

    flags = SelectMultipleField(
        _l("What you release"), validate_choice=False, validators=[InputRequired(_l("Tick what you release"))]
    )
    note = TextAreaField(
        _l("What you found"),
        description=_l("Kept with each of them, for safeguarding leads only."),
        widget=GovTextArea(),
        validators=[DataRequired(_l("Say what you found")), Length(max=LONGEST_NOTE, message=NOTE_TOO_LONG)],
    )
    submit = SubmitField(_l("Release what is ticked"), widget=GovSubmitInput())


class ConcernForm(Form):
    note = TextAreaField(
        _l("What worries you?"),
        description=_l("The safeguarding lead reads this beside the words. Nobody else does."),
        widget=GovTextArea(),
        validators=[
            DataRequired(_l("Say what worries you")),
            Length(max=LONGEST_NOTE, message=NOTE_TOO_LONG),
        ],
    )
    submit = SubmitField(_l("Tell the safeguarding lead"), widget=GovSubmitInput())


class Words(Protocol):
    """What may be raised, and what a form calls it by."""

    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...


class ConcernAboutNotesForm(ConcernForm):
    """What worries somebody in notes of a meeting or in comments, and why."""

    paragraph = RadioField(
        _l("Which words worry you?"),
        widget=GovRadioInput(),
        validators=[InputRequired(_l("Choose the words that worry you"))],
        validate_choice=False,
    )

    def validate_paragraph(self, field: Field) -> None:
        """Somebody may have changed the words, or raised them, since the page was opened."""
        if field.data not in {choice.value for choice in self.paragraph.choices}:
            raise ValidationError(
                _l("These words were changed or put on hold while you wrote. Choose from what stands here now")
            )

    def offer(self, paragraphs: Iterable[Words]) -> None:
        self.paragraph.choices = [SelectChoice(each.name, each.words) for each in paragraphs]


def _typed(field: Field) -> bool:
    return bool((field.data or "").strip())


def _choices(none_chosen: LazyString, offered: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice("", none_chosen), *(SelectChoice(*one) for one in offered.items())]
