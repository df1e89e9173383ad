"""Forms of the accounts room."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, PasswordField, SelectMultipleField, StringField, SubmitField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length
from wtforms.widgets import CheckboxInput

from engage.accounts.models import Role
from engage.accounts.words import ROLES
from engage.web.forms import ChangeForm, Form


def without_spaces(typed: str | None) -> str | None:
    """Telephones put a space after what they complete."""
    return typed.strip() if typed else typed


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
        filters=[without_spaces],
        validators=[
            InputRequired(_l("Enter your email address")),
            Email(_l("Enter an email address, like name@example.org")),
        ],
    )
    submit = SubmitField(_l("Send me a link"), widget=GovSubmitInput())


class RoleCheckboxes(GovCheckboxesInput):
    """A box for each role, with what the role is for under it."""

    def map_gov_params(self, field: SelectMultipleField, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        legend = {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}
        params |= {"fieldset": {"legend": legend}, "classes": "govuk-checkboxes--small", "hint": None}
        for item in params["items"]:
            item["hint"] = {"text": ROLES[Role(item["value"])].purpose}
        return params


class RolesForm(ChangeForm):
    roles = SelectMultipleField(
        _l("What they may do"),
        widget=RoleCheckboxes(),
        option_widget=CheckboxInput(),
        choices=[SelectChoice(role.value, called.name) for role, called in ROLES.items()],
        validators=[InputRequired(_l("Choose at least one role"))],
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class InviteForm(RolesForm):
    name = StringField(
        _l("Name"),
        widget=GovTextInput(),
        validators=[DataRequired(_l("Enter their name")), Length(max=200, message=_l("Use 200 characters or fewer"))],
    )
    email = EmailField(
        _l("Work email address"),
        widget=GovTextInput(),
        filters=[without_spaces],
        validators=[Email(_l("Enter an email address, like name@example.org")), Length(max=254)],
    )


class SetPasswordForm(Form):
    password = PasswordField(
        _l("Choose a password"),
        description=_l("12 characters or more. Three or four words you can remember make a good one."),
        widget=GovPasswordInput(),
        validators=[InputRequired(_l("Choose a password"))],
    )
    submit = SubmitField(_l("Save and sign in"), widget=GovSubmitInput())
