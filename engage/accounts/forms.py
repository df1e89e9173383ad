"""Forms of the accounts room."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, PasswordField, SubmitField
from wtforms.validators import Email, InputRequired

from engage.web.forms import Form


class SignInForm(Form):
    email = EmailField(
        _l("Email address"), widget=GovTextInput(), validators=[InputRequired(_l("Enter your email address"))]
    )
    password = PasswordField(
        _l("Password"), widget=GovPasswordInput(), validators=[InputRequired(_l("Enter your password"))]
    )
    submit = SubmitField(_l("Sign in"), widget=GovSubmitInput())


class AskForResetForm(Form):
    email = EmailField(
        _l("Email address"),
        widget=GovTextInput(),
        validators=[
            InputRequired(_l("Enter your email address")),
            Email(_l("Enter an email address, like name@example.org")),
        ],
    )
    submit = SubmitField(_l("Send me a link"), widget=GovSubmitInput())


class SetPasswordForm(Form):
    password = PasswordField(
        _l("Choose a password"),
        description=_l("12 characters or more. Three or four words you can remember make a good one."),
        widget=GovPasswordInput(),
        validators=[InputRequired(_l("Choose a password"))],
    )
    submit = SubmitField(_l("Save and sign in"), widget=GovSubmitInput())
