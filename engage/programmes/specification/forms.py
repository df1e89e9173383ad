"""Forms of the specification's lines."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField
from wtforms.validators import InputRequired, Length

from engage.programmes.forms import NARROW, prose_field
from engage.web.forms import ChangeForm


class LineForm(ChangeForm):
    number = StringField(
        _l("Number"),
        description=_l("It begins with the number of the section, such as 7.2 in section 7"),
        widget=GovTextInput(),
        render_kw=NARROW,
        validators=[InputRequired(_l("Enter a number")), Length(max=10, message=_l("Use 10 characters or fewer"))],
    )
    text = prose_field(_l("Words of the line"), _l("Enter the words of the line"))
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class ChangeLineForm(LineForm):
    reason = prose_field(
        _l("Why it changes"),
        description=_l(
            "Needed for other words or another number. Everyone can read it where the public page shows this line."
        ),
    )
