"""Forms of the programmes room."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import EmailField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from engage.web.dates import day_field, optional_day_field
from engage.web.forms import ChangeForm, Form

LONGEST_NAME, LONGEST_PROSE = 200, 5000
NARROW = {"params": {"classes": "govuk-input--width-4"}}


def name_field(label: object, missing: object, description: object = "") -> StringField:
    """A line of words that has to be there."""
    return StringField(
        label,
        description=description,
        widget=GovTextInput(),
        validators=[DataRequired(missing), Length(max=LONGEST_NAME, message=_l("Use 200 characters or fewer"))],
    )


def prose_field(label: object, missing: object = "", description: object = "") -> TextAreaField:
    """A few paragraphs; they have to be there where `missing` says what to do without them."""
    return TextAreaField(
        label,
        description=description,
        widget=GovTextArea(),
        validators=[
            DataRequired(missing) if missing else Optional(),
            Length(max=LONGEST_PROSE, message=_l("Use 5,000 characters or fewer")),
        ],
    )


def slug_field(description: object) -> StringField:
    return StringField(
        _l("Short name for the address"),
        description=description,
        widget=GovTextInput(),
        validators=[InputRequired(_l("Enter a short name"))],
    )


class CouncilForm(ChangeForm):
    name = name_field(_l("Name of the council"), _l("Enter the name of the council"))
    email = EmailField(
        _l("Email address that people can write to"),
        widget=GovTextInput(),
        validators=[Email(_l("Enter an email address, like name@example.org")), Length(max=254)],
    )
    phone = StringField(
        _l("Telephone (optional)"),
        widget=GovTextInput(),
        filters=[lambda typed: typed or ""],
        validators=[Length(max=40, message=_l("Use 40 characters or fewer"))],
    )
    ink = StringField(
        _l("Colour of the header and of headings"),
        description=_l("# and six digits or letters, such as #0b2540. Dark enough for white words to be read on it."),
        widget=GovTextInput(),
        default="#0b2540",
        validators=[InputRequired(_l("Enter a colour, such as #0b2540"))],
    )
    accent = StringField(
        _l("Colour of links and buttons"),
        description=_l("Such as #00625a. Dark enough to be read on white."),
        widget=GovTextInput(),
        default="#00625a",
        validators=[InputRequired(_l("Enter a colour, such as #00625a"))],
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class NewCouncilForm(CouncilForm):
    slug = slug_field(_l("Small letters, numbers and dashes, such as bury. It cannot be changed later."))


class ProgrammeForm(ChangeForm):
    title = name_field(_l("Title"), _l("Enter a title"))
    summary = prose_field(
        _l("What it is about"),
        _l("Say what the programme is about"),
        _l("In plain words: everybody reads this on the first page. Leave an empty line between paragraphs."),
    )
    service_starts_on = optional_day_field(
        _l("First day of the new service (optional)"),
        _l("Surveys say the month to the people they ask. Leave it empty while it is not known."),
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class PublishForm(Form):
    submit = SubmitField(_l("Publish the programme"), widget=GovSubmitInput())


class UnpublishForm(Form):
    submit = SubmitField(_l("Make it a draft again"), widget=GovSubmitInput())


class KnownNamesForm(ChangeForm):
    known_schools = prose_field(
        _l("Schools and settings"),
        description=_l("One a line, each also as people say it for short, such as Springfield."),
    )
    known_places = prose_field(
        _l("Places"), description=_l("Towns, wards and estates, one a line. Not words that mean something else too.")
    )
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())


class NewProgrammeForm(ProgrammeForm):
    slug = slug_field(
        _l("Small letters, numbers and dashes, such as alternative-provision-2026. It cannot be changed later.")
    )
    council = SelectField(_l("Lead council"), widget=GovSelect(), coerce=int)
    starts_on = day_field(
        _l("The programme starts on"),
        _l("Its phases and its first wave are dated from this day. Every date can be changed afterwards."),
    )
    library = SelectField(
        _l("What it starts with"),
        description=_l("Audiences, lines of enquiry, specification and phases. All can be changed afterwards."),
        widget=GovSelect(),
    )
