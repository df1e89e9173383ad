"""Forms of the staff side of surveys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import (
    GovFileInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import Field, SelectField, StringField, SubmitField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from engage.passages.columns import decode
from engage.programmes.models import Programme
from engage.surveys.documents import BadDocument, ItemWords, check_document, words_of
from engage.surveys.instrument import Instrument, Item
from engage.surveys.library import list_instruments
from engage.web.dates import day_field
from engage.web.forms import ChangeForm, Form

LONGEST_WORDS = 2000
OWN_DOCUMENT = "own"
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def strip(words: str | None) -> str:
    """Without blanks around it, and without the NUL that PostgreSQL cannot store."""
    return (words or "").replace("\0", "").strip()


def title_field(hint: str) -> Field:
    too_long = _l("Use 200 characters or fewer")
    return StringField(
        _l("Title"),
        description=hint,
        widget=GovTextInput(),
        filters=[strip],
        validators=[Length(max=200, message=too_long)],
    )


class EditSurveyForm(ChangeForm):
    title = title_field(_l("What people see at the top of the survey."))
    opens_on = day_field(_l("Opens on"))
    closes_on = day_field(_l("Closes on"), description=_l("The last day on which people can answer."))
    submit = SubmitField(_l("Save"), widget=GovSubmitInput())

    def validate_title(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Enter a title"))


class DocumentForm(Form):
    """A document of one's own. `read_document` gives its text, whatever was sent."""

    # All that is wrong with the document, a line each.
    problems: Sequence[str] = ()
    document = FileField(
        _l("Document"),
        description=_l("A TOML file. Download one from a survey to see how it is written."),
        widget=GovFileInput(),
    )
    submit = SubmitField(_l("Use this document"), widget=GovSubmitInput())

    def read_document(self) -> str:
        """Raises BadDocument when there is none or it is no text."""
        if not self.document.data:
            raise BadDocument([_("Choose a file")])
        try:
            self.document.data.stream.seek(0)
            words: str = decode(self.document.data.stream.read())
        except UnicodeDecodeError as error:
            raise BadDocument([_("It is not text in UTF-8.")]) from error
        return words.replace("\r\n", "\n")

    def find_document_faults(self) -> Iterator[BadDocument]:
        """What speaks against the document that was sent; `problems` then names each thing."""
        try:
            check_document(self.read_document())
        except BadDocument as bad:
            self.problems = bad.problems
            yield bad


class CreateSurveyForm(DocumentForm):
    audience = SelectField(_l("Who is it for?"), coerce=int, widget=GovSelect())
    wave = SelectField(_l("Which wave is it part of?"), coerce=int, widget=GovSelect())
    instrument = SelectField(_l("Which questions?"), widget=GovSelect())
    document = FileField(
        _l("Your own document"),
        description=_l("Only if you chose “A document of my own”: a TOML file with the questions."),
        widget=GovFileInput(),
    )
    title = title_field(_l("Leave it empty to use the title of the questions."))
    slug = StringField(
        _l("Address"),
        description=_l(
            "The end of the address people are given: small letters, digits and hyphens, like have-your-say."
        ),
        widget=GovTextInput(),
        filters=[strip],
        validators=[
            DataRequired(_l("Enter the end of the address")),
            Regexp(SLUG, message=_l("Use only small letters, digits and hyphens, like have-your-say")),
            Length(max=60, message=_l("Use 60 characters or fewer")),
        ],
    )
    opens_on = day_field(_l("Opens on"))
    closes_on = day_field(_l("Closes on"), description=_l("The last day on which people can answer."))
    submit = SubmitField(_l("Create survey"), widget=GovSubmitInput())

    def find_document_faults(self) -> Iterator[BadDocument]:
        """The same, where a document of one's own was chosen."""
        return super().find_document_faults() if self.instrument.data == OWN_DOCUMENT else iter(())

    def offer_choices(self, programme: Programme) -> None:
        """Fill the lists from the programme and the library."""
        self.audience.choices = [SelectChoice(audience.id, audience.name) for audience in programme.audiences]
        self.wave.choices = [SelectChoice(wave.id, wave.title) for wave in reversed(programme.waves)]
        order = {audience.slug: place for place, audience in enumerate(programme.audiences)}
        shipped = sorted(list_instruments(), key=lambda found: order.get(found.instrument.audience, len(order)))
        self.instrument.choices = [
            *(SelectChoice(found.name, _describe(found.instrument, programme)) for found in shipped),
            SelectChoice(OWN_DOCUMENT, _("A document of my own")),
        ]


def _describe(instrument: Instrument, programme: Programme) -> str:
    """The title, after the audience it was written for where the programme has that audience."""
    names = [audience.name for audience in programme.audiences if audience.slug == instrument.audience]
    return ": ".join([*names, instrument.title])


class CommentForm(Form):
    words = TextAreaField(
        _l("Your comment"),
        widget=GovTextArea(),
        filters=[strip],
        validators=[
            DataRequired(_l("Write your comment")),
            Length(max=LONGEST_WORDS, message=_l("Use 2,000 characters or fewer")),
        ],
    )
    submit = SubmitField(_l("Save comment"), widget=GovSubmitInput())


class ItemForm(ChangeForm):
    """The words of one item; `item_form` adds a field for each option."""

    question = TextAreaField(
        _l("Question"),
        widget=GovTextArea(),
        filters=[strip],
        validators=[
            DataRequired(_l("Enter the question")),
            Length(max=LONGEST_WORDS, message=_l("Use 2,000 characters or fewer")),
        ],
    )
    hint = TextAreaField(
        _l("Hint"),
        description=_l("Leave it empty for none."),
        widget=GovTextArea(),
        filters=[strip],
        validators=[Length(max=LONGEST_WORDS, message=_l("Use 2,000 characters or fewer"))],
    )
    # The item's words as they are, by the names of the fields.
    stored: Mapping[str, str] = {}
    option_names: Sequence[str] = ()
    further_names: Sequence[str] = ()
    submit = SubmitField(_l("Save these words"), widget=GovSubmitInput())

    @property
    def option_fields(self) -> Iterable[Field]:
        return [self[name] for name in (*self.further_names, *self.option_names)]

    def words(self) -> ItemWords:
        labels = {name.removeprefix("option-"): self[name].data for name in self.option_names}
        further = {name: _one_line(self[name].data) for name in self.further_names}
        return ItemWords(_one_line(self.question.data), _one_line(self.hint.data), labels, further)


def item_form(item: Item) -> ItemForm:
    """A form with a field for each option of the item and for what else it says, filled with its words as they are."""
    words = words_of(item)
    fields = {f"option-{option.id}": _option_field(place) for place, option in enumerate(item.options, 1)}
    further = {name: _further_field(name) for name in words.further}
    labels = {f"option-{option_id}": label for option_id, label in words.labels.items()}
    stored = {"question": words.question, "hint": words.hint, **labels, **words.further}
    names = {"option_names": tuple(fields), "further_names": tuple(further), "stored": stored}
    form: ItemForm = type("FormOfItem", (ItemForm,), {**fields, **further, **names})(data=stored)
    return form


def _option_field(place: int) -> Field:
    label = _("Answer %(place)s", place=place)
    return _words_field(label, _("Enter the words of answer %(place)s", place=place), GovTextInput())


def _further_field(name: str) -> Field:
    """A box for words that only some types have (see `documents.further_words`)."""
    kind, _dash, which = name.partition("-")
    if kind == "text":
        place = int(which) + 1
        return _words_field(_("Paragraph %(place)s", place=place), _("Enter the words"), GovTextArea())
    labels = {"row": _("Lot: %(name)s", name=which), "why": _("The question why"), "unit": _("Unit")}
    return _words_field(labels[kind], _("Enter the words"), GovTextInput())


def _words_field(label: str, if_empty: str, widget: GovTextInput) -> Field:
    return StringField(
        label,
        widget=widget,
        filters=[strip],
        validators=[DataRequired(if_empty), Length(max=LONGEST_WORDS, message=_("Use 2,000 characters or fewer"))],
    )


def _one_line(words: str) -> str:
    return " ".join(words.split())
