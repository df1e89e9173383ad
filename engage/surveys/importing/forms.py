"""Forms for importing answers. The choices of columns and items come from the file and the survey."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovRadioInput, GovSelect, GovSubmitInput
from wtforms import Field, RadioField, SelectField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from engage.surveys.importing.mapping import Mapping
from engage.surveys.importing.tables import Table
from engage.surveys.instrument import Instrument
from engage.web.forms import Form

LEAVE_OUT = ""
IDENTIFIER = "identifier:"
MOST_DIFFERENT_QUESTIONS = 50


class UploadForm(Form):
    file = FileField(
        _l("CSV file"),
        description=_l("A row of headings, then one row for each answer or each person. 16 MB at most."),
        widget=GovFileInput(),
        validators=[FileRequired(_l("Choose a CSV file"))],
    )
    layout = RadioField(
        _l("How is the file laid out?"),
        widget=GovRadioInput(),
        choices=[
            SelectChoice("wide", _l("Each question has its own column")),
            SelectChoice("long", _l("One column names the question, another holds the answer")),
        ],
        validators=[InputRequired(_l("Choose how the file is laid out"))],
    )
    submit = SubmitField(_l("Upload"), widget=GovSubmitInput())

    def content(self) -> bytes | None:
        """What is in the file, if one was chosen."""
        if not self.file.data:
            return None
        self.file.data.stream.seek(0)
        read: bytes = self.file.data.stream.read()
        return read


class StoreForm(Form):
    submit = SubmitField(_l("Store the answers"), widget=GovSubmitInput())


class MappingForm(Form):
    """The parts every way of mapping shares; fields are added for one file by the functions below."""

    submit = SubmitField(_l("Check the file"), widget=GovSubmitInput())

    def selects(self) -> list[Field]:
        return [field for field in self if isinstance(field, SelectField)]


def columns_form(table: Table, instrument: Instrument, mapping: Mapping) -> MappingForm:
    """A select for each column of a wide file, filled from the mapping so far or a good guess."""
    choices = [
        SelectChoice(LEAVE_OUT, _("Leave this column out")),
        SelectChoice(IDENTIFIER, _("Identifier: rows with the same one are the same person")),
        *_item_choices(instrument),
    ]
    fields = {
        f"column_{place}": _select(header, choices, _guess_column(header, instrument, mapping))
        for place, header in enumerate(table.headers)
    }
    return _with(fields)


def read_columns(form: MappingForm, table: Table) -> Mapping:
    """The mapping a filled columns form says."""
    said = {header: form[f"column_{place}"].data for place, header in enumerate(table.headers)}
    return Mapping(
        id_column=next((header for header, role in said.items() if role == IDENTIFIER), None),
        columns={header: role for header, role in said.items() if role not in (LEAVE_OUT, IDENTIFIER)},
    )


def roles_form(table: Table, mapping: Mapping) -> MappingForm:
    """For a long file: which column identifies the person, names the question, holds the answer."""
    headers = [SelectChoice(header, header) for header in table.headers]
    return _with(
        {
            "item_column": _select(_("Which column names the question?"), headers, mapping.item_column),
            "answer_column": _select(_("Which column holds the answer?"), headers, mapping.answer_column),
            "id_column": _select(
                _("Which column identifies the person?"),
                [SelectChoice(LEAVE_OUT, _("None: each row is another person")), *headers],
                mapping.id_column,
            ),
        }
    )


def items_form(table: Table, instrument: Instrument, mapping: Mapping) -> MappingForm:
    """For a long file: which item each value of the question column is."""
    choices = [SelectChoice(LEAVE_OUT, _("Not matched")), *_item_choices(instrument)]
    values = table.values(mapping.item_column or "")[:MOST_DIFFERENT_QUESTIONS]
    fields = {
        f"value_{place}": _select(value, choices, mapping.items.get(value) or _guess_item(value, instrument))
        for place, value in enumerate(values)
    }
    return _with(fields)


def read_items(form: MappingForm) -> dict[str, str]:
    """What each value of the question column is matched to."""
    return {select.label.text: select.data for select in form.selects() if select.data != LEAVE_OUT}


def _with(fields: dict[str, SelectField]) -> MappingForm:
    """A form of these fields and the button."""
    named = type("FileMappingForm", (MappingForm,), fields)
    form: MappingForm = named()
    return form


def _select(label: str, choices: Sequence[SelectChoice], chosen: str | None) -> SelectField:
    return SelectField(label, choices=list(choices), default=chosen, widget=GovSelect(), validate_choice=True)


def _item_choices(instrument: Instrument) -> list[SelectChoice]:
    return [SelectChoice(item.id, item.question) for item in instrument.items]


def _guess_column(header: str, instrument: Instrument, mapping: Mapping) -> str:
    if mapping.id_column == header or (not mapping.is_complete and header.casefold() == "id"):
        return IDENTIFIER
    return mapping.columns.get(header) or _guess_item(header, instrument)


def _guess_item(words: str, instrument: Instrument) -> str:
    """The item whose id or question these words are, else none."""
    told = words.strip().casefold()
    matches = [item.id for item in instrument.items if told in (item.id, item.question.casefold())]
    return matches[0] if matches else LEAVE_OUT
