"""The form in which an organisation says who it is. Its page is drawn as the survey's other pages are."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from engage.surveys.inviting.forms import strip
from engage.surveys.organisations.models import Consent
from engage.web.forms import Form

TOO_LONG = _l("Use 200 characters or fewer")


class OrganisationForm(Form):
    name = StringField(
        _l("Name of your organisation"),
        filters=[strip],
        validators=[
            DataRequired(_l("Enter the name of your organisation, or skip this page")),
            Length(max=200, message=TOO_LONG),
        ],
    )
    consent = RadioField(
        _l("May we name it?"),
        choices=[
            SelectChoice(Consent.NAMED, _l("Yes, say that we answered")),
            SelectChoice(Consent.COUNTED, _l("No, only count us")),
        ],
        validators=[InputRequired(_l("Choose whether we may name it"))],
    )
    contact_name = StringField(
        _l("Whom we can contact (optional)"), filters=[strip], validators=[Length(max=200, message=TOO_LONG)]
    )
    contact_email = StringField(
        _l("Their work email address (optional)"),
        filters=[strip],
        validators=[Optional(), Email(_l("Enter an email address, like name@example.org")), Length(max=254)],
    )
