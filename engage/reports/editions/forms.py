"""The form that puts an earlier edition back in force."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import IntegerField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from engage.web.forms import Form


class PutInForceForm(Form):
    """Why, and in place of which release (`replaces`, its id as it was when the page was made)."""

    replaces = IntegerField(widget=HiddenInput())
    reason = TextAreaField(
        _l("Why does it come back?"),
        description=_l("Everybody who reads the summary can read this. Quote nobody’s answer here."),
        widget=GovTextArea(),
        validators=[InputRequired(_l("Say why, for those who read it later")), Length(max=500)],
    )
    submit = SubmitField(_l("Put it back in force"), widget=GovSubmitInput())

    def look_again(self, release_id: int) -> None:
        """The page is shown once more, with what is in force now."""
        self.replaces.data, self.replaces.raw_data = release_id, None
