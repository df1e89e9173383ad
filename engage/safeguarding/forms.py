"""Forms of the safeguarding lead's queue."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea
from wtforms import SelectField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from engage.programmes.models import Audience
from engage.safeguarding.models import FlagReason
from engage.web.forms import Form

REASONS: dict[str, LazyString] = {
    FlagReason.WORRYING_WORDS: _l("Worrying words"),
    FlagReason.CONCERN: _l("A reader is worried"),
    FlagReason.NOT_ENGLISH: _l("May not be in English"),
}
LONGEST_NOTE = 2000


class ChoiceForm(Form):
    """Which flags the queue shows; stays in the address."""

    class Meta:
        csrf = False  # it only reads

    reason = SelectField(
        _l("Reason"),
        widget=GovSelect(),
        choices=[SelectChoice("", _l("All")), *(SelectChoice(*reason) for reason in REASONS.items())],
    )
    audience = SelectField(_l("Audience"), widget=GovSelect())
    state = SelectField(
        _l("State"),
        widget=GovSelect(),
        choices=[SelectChoice("", _l("On hold")), SelectChoice("released", _l("Released"))],
    )

    def offer_audiences(self, audiences: Iterable[Audience]) -> None:
        self.audience.choices = [
            SelectChoice("", _l("All")),
            *(SelectChoice(audience.slug, audience.name) for audience in audiences),
        ]


class ReleaseForm(Form):
    note = TextAreaField(
        _l("What you found and what was done"),
        description=_l("Kept with this answer for safeguarding leads only. No names, please."),
        widget=GovTextArea(),
        validators=[
            InputRequired(_l("Say what you found and what was done")),
            Length(max=LONGEST_NOTE, message=_l("Write 2,000 characters or fewer")),
        ],
    )
    submit = SubmitField(_l("Release to analysts"), widget=GovSubmitInput())


class ConcernForm(Form):
    note = TextAreaField(
        _l("What worries you?"),
        description=_l("The safeguarding lead reads this beside the answer. Nobody else does."),
        widget=GovTextArea(),
        validators=[
            InputRequired(_l("Say what worries you")),
            Length(max=LONGEST_NOTE, message=_l("Write 2,000 characters or fewer")),
        ],
    )
    submit = SubmitField(_l("Tell the safeguarding lead"), widget=GovSubmitInput())
