"""Forms of the coding desk and of the coding frame."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

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
from engage.coding.feelings import Feeling
from engage.coding.frame_file import COLUMNS
from engage.coding.models import Code
from engage.programmes.models import Programme
from engage.web.forms import ChangeForm, Form

# As they stand in a form, in the order they are read.
FEELINGS = {
    "1": _l("Very positive"),
    "2": _l("Positive"),
    "3": _l("Neither"),
    "mixed": _l("Mixed: good and bad"),
    "4": _l("Negative"),
    "5": _l("Very negative"),
}
MIXED = Feeling(3, is_mixed=True)
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
    """What a person says of one excerpt; `review_form` adds a yes or no, and a feeling, for each suggestion."""

    others = SelectMultipleField(_l("Other codes that apply"), coerce=int)
    sentiment = RadioField(
        _l("How does the person feel about it?"),
        widget=GovRadioInput(),
        choices=[SelectChoice("", _l("As the machine takes it")), *(SelectChoice(*one) for one in FEELINGS.items())],
    )
    submit = SubmitField(_l("Save and next"), widget=GovSubmitInput())

    def verdicts(self, suggested: Collection[int]) -> dict[int, bool]:
        """Each suggestion confirmed or rejected, and the codes added."""
        said = {code_id: self[_name(code_id)].data == "yes" for code_id in suggested}
        return said | dict.fromkeys(self.others.data or (), True)

    def felt(self, suggested: Collection[int], before: Verdicts) -> dict[int, Feeling]:
        """How each suggestion feels; another code keeps what the person said of it before."""
        return before.felt | {code_id: feeling_in(self[_felt_name(code_id)].data) for code_id in suggested}

    @property
    def feeling(self) -> Feeling:
        """How the whole excerpt feels, where the person says so."""
        return feeling_in(self.sentiment.data)


class UploadFrameForm(Form):
    file = FileField(
        _l("CSV file"),
        description=_l("One row a code. Start from the file you can download, and change that."),
        widget=GovFileInput(),
        validators=[FileRequired(_l("Choose a CSV file"))],
    )
    submit = SubmitField(_l("Check and store"), widget=GovSubmitInput())


class CodeForm(ChangeForm):
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


def review_form(codes: Sequence[Code], suggested: Mapping[int, Feeling], before: Verdicts) -> ReviewForm:
    """The form for one excerpt: yes or no for each suggested code and how it feels, a box for each other code.

    Filled in as before. `suggested` says by code how the machine takes it to feel, which stands where a person says
    nothing: it is shown, but never becomes their word by itself.
    """
    questions: dict[str, object] = {}
    for code in codes:
        if code.id in suggested:
            questions[_name(code.id)] = _applies_field(code)
            questions[_felt_name(code.id)] = _felt_field(suggested[code.id])
    told = {_name(code_id): "yes" if applies else "no" for code_id, applies in before.by_code.items()}
    felt = {_felt_name(code_id): feeling_key(feeling) for code_id, feeling in before.felt.items()}
    chosen = [code_id for code_id, applies in before.by_code.items() if applies and code_id not in suggested]
    form_class = type("ExcerptForm", (ReviewForm,), questions)
    form: ReviewForm = form_class(data={**told, **felt, "others": chosen, "sentiment": feeling_key(before.feeling)})
    form.others.choices = [SelectChoice(str(code.id), code.name) for code in codes if code.id not in suggested]
    return form


def feeling_key(feeling: Feeling) -> str:
    """A feeling as it stands in a form; nothing where nobody says."""
    return "mixed" if feeling.is_mixed else str(feeling.sentiment or "")


def feeling_in(key: str | None) -> Feeling:
    """The feeling that a form sent."""
    return MIXED if key == "mixed" else Feeling(int(key) if key else None)


def _applies_field(code: Code) -> RadioField:
    return RadioField(
        code.name,
        widget=GovRadioInput(),
        choices=[SelectChoice("yes", _l("It applies")), SelectChoice("no", _l("It does not"))],
        validators=[InputRequired(_l("Say whether “%(code)s” applies", code=code.name))],
        validate_choice=False,
    )


def _felt_field(guess: Feeling) -> SelectField:
    taken = FEELINGS.get(feeling_key(guess))
    unsaid = _l("%(feeling)s, says the machine", feeling=taken) if taken else _l("As the whole answer")
    return SelectField(
        _l("Feels about it"),
        widget=GovSelect(),
        choices=[SelectChoice("", unsaid), *(SelectChoice(*one) for one in FEELINGS.items())],
    )


def suggested_in(sent: Iterable[str]) -> set[int]:
    """The codes a form that was sent asked about: the machine may have changed its mind since it was shown."""
    numbers = (name.removeprefix("suggested_") for name in sent if name.startswith("suggested_"))
    return {int(number) for number in numbers if number.isdecimal()}


def _name(code_id: int) -> str:
    return f"suggested_{code_id}"


def _felt_name(code_id: int) -> str:
    return f"felt_{code_id}"


def _any_of(pairs: Iterable[tuple[str, object]], none: object = _l("All")) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(value, label) for value, label in pairs)]
