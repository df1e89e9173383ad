"""Forms of the coding desk and of the coding frame."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import (
    GovFileInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from engage.coding.desk import NO_CODE, Verdicts
from engage.coding.frame_file import COLUMNS
from engage.coding.models import Code
from engage.programmes.models import Programme
from engage.web.forms import Form

SENTIMENTS = {
    1: _l("Very positive"),
    2: _l("Positive"),
    3: _l("Neutral or mixed"),
    4: _l("Negative"),
    5: _l("Very negative"),
}
LONGEST = Length(max=2000, message=_l("Write 2,000 characters or fewer"))


class FilterForm(Form):
    """Which excerpts the desk shows; stays in the address."""

    class Meta:
        csrf = False  # it only reads

    state = SelectField(
        _l("State"),
        widget=GovSelect(),
        choices=[
            SelectChoice("", _l("Not looked at yet")),
            SelectChoice("done", _l("Coded by a person")),
            SelectChoice("accepted", _l("Accepted as the machine suggests")),
            SelectChoice("all", _l("All")),
        ],
    )
    section = SelectField(_l("Section"), widget=GovSelect())
    code = SelectField(_l("Code"), widget=GovSelect())
    audience = SelectField(_l("Audience"), widget=GovSelect())
    question = SelectField(_l("Question"), widget=GovSelect())
    words = StringField(_l("Words in it"), widget=GovTextInput())

    def offer(self, programme: Programme, codes: Iterable[Code], questions: Iterable[tuple[str, str]]) -> None:
        """Fill the lists with what this programme has."""
        self.section.choices = _any_of((section.slug, section.title) for section in programme.sections)
        self.audience.choices = _any_of((audience.slug, audience.name) for audience in programme.audiences)
        self.code.choices = _any_of([(NO_CODE, _l("No sure code")), *((code.slug, code.name) for code in codes)])
        self.question.choices = _any_of(questions)


class ReviewForm(Form):
    """What a person says of one excerpt; `review_form` adds a yes or no for each suggestion."""

    others = SelectMultipleField(_l("Other codes that apply"), coerce=int)
    sentiment = RadioField(
        _l("How does the person feel about it?"),
        widget=GovRadioInput(),
        coerce=lambda value: int(value) if value else None,
        choices=[SelectChoice("", _l("As the machine takes it")), *(SelectChoice(*one) for one in SENTIMENTS.items())],
    )
    submit = SubmitField(_l("Save and next"), widget=GovSubmitInput())

    def verdicts(self, suggested: Collection[int]) -> dict[int, bool]:
        """Each suggestion confirmed or rejected, and the codes added."""
        said = {code_id: self[_name(code_id)].data == "yes" for code_id in suggested}
        return said | dict.fromkeys(self.others.data or (), True)


class UploadFrameForm(Form):
    file = FileField(
        _l("CSV file"),
        description=_l("One row a code. Start from the file you can download, and change that."),
        widget=GovFileInput(),
        validators=[FileRequired(_l("Choose a CSV file"))],
    )
    submit = SubmitField(_l("Check and store"), widget=GovSubmitInput())


class CodeForm(Form):
    """The words of one code."""

    name = StringField(
        _l("Name"), widget=GovTextInput(), validators=[InputRequired(_l("Enter a name")), Length(max=200)]
    )
    definition = TextAreaField(
        _l("What it means"), widget=GovTextArea(), validators=[InputRequired(_l("Say what it means")), LONGEST]
    )
    use_when = TextAreaField(_l("Use it when"), widget=GovTextArea(), validators=[LONGEST])
    not_when = TextAreaField(_l("Do not use it when"), widget=GovTextArea(), validators=[LONGEST])
    examples = TextAreaField(
        _l("Words people use"),
        description=_l("The machine looks for these. Leave a space between words, or a semicolon between phrases."),
        widget=GovTextArea(),
        validators=[LONGEST],
    )
    section = SelectField(_l("Section of the specification it feeds"), widget=GovSelect())
    kloe = SelectField(_l("Line of enquiry it feeds"), widget=GovSelect())
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())

    def offer(self, programme: Programme) -> None:
        self.section.choices = _any_of(((one.slug, one.title) for one in programme.sections), _l("None"))
        self.kloe.choices = _any_of(((one.slug, one.title) for one in programme.kloes), _l("None"))

    def words(self) -> dict[str, str]:
        """What was typed and chosen, by the column of a frame's file."""
        return {column: self[column].data or "" for column in COLUMNS if column != "code"}


def review_form(codes: Sequence[Code], suggested: Collection[int], before: Verdicts) -> ReviewForm:
    """The form for one excerpt: yes or no for each suggested code, a box for each other, filled in as before."""
    questions = {
        _name(code.id): RadioField(
            code.name,
            widget=GovRadioInput(),
            choices=[SelectChoice("yes", _l("It applies")), SelectChoice("no", _l("It does not"))],
            validators=[InputRequired(_l("Say whether “%(code)s” applies", code=code.name))],
            validate_choice=False,
        )
        for code in codes
        if code.id in suggested
    }
    told = {_name(code_id): "yes" if applies else "no" for code_id, applies in before.by_code.items()}
    chosen = [code_id for code_id, applies in before.by_code.items() if applies and code_id not in suggested]
    form_class = type("ExcerptForm", (ReviewForm,), questions)
    form: ReviewForm = form_class(data={**told, "others": chosen, "sentiment": before.sentiment or ""})
    form.others.choices = [SelectChoice(str(code.id), code.name) for code in codes if code.id not in suggested]
    return form


def suggested_in(sent: Iterable[str]) -> set[int]:
    """The codes a form that was sent asked about: the machine may have changed its mind since it was shown."""
    numbers = (name.removeprefix("suggested_") for name in sent if name.startswith("suggested_"))
    return {int(number) for number in numbers if number.isdecimal()}


def _name(code_id: int) -> str:
    return f"suggested_{code_id}"


def _any_of(pairs: Iterable[tuple[str, object]], none: object = _l("All")) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(value, label) for value, label in pairs)]
