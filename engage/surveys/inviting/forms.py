"""The form of a way of inviting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from engage.web.forms import ChangeForm, WholeNumberField


def strip(words: str | None) -> str:
    """Without spaces around it, and without the character that PostgreSQL cannot store."""
    return (words or "").replace("\0", "").strip()


class RouteForm(ChangeForm):
    name = StringField(
        _l("Name"),
        description=_l("A school, a page or a list, such as Springfield school or Local Offer page. Never one person."),
        widget=GovTextInput(),
        filters=[strip],
        validators=[DataRequired(_l("Enter a name")), Length(max=200, message=_l("Use 200 characters or fewer"))],
    )
    size = WholeNumberField(
        _l("How many people it reaches (optional)"),
        description=_l("The pupils of the school, or the families on the list. Then we can tell you who is missing."),
        widget=GovTextInput(),
        validators=[Optional(), NumberRange(1, 10_000_000, _l("Enter a whole number above 0"))],
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())
