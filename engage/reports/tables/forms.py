"""The form that asks for a table."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput
from wtforms import SelectField, SubmitField
from wtforms.fields.choices import SelectChoice

from engage.reports.tables.making import AUDIENCES, OWN_WORDS, Source, Wanted
from engage.web.forms import Form


class TableForm(Form):
    rows = SelectField(_l("Question"), description=_l("Its answers are the rows."), widget=GovSelect())
    columns = SelectField(
        _l("Compare"),
        description=_l("Every audience, or the people who chose each answer to another question."),
        widget=GovSelect(),
    )
    whose = SelectField(
        _l("Whose answers (only to compare by another question)"),
        description=_l("Audiences are never mixed in one table."),
        widget=GovSelect(),
    )
    submit = SubmitField(_l("Make the table"), widget=GovSubmitInput())

    def offer(self, source: Source) -> None:
        """The closed questions of the wave, and its audiences."""
        own_words = SelectChoice(OWN_WORDS, _("What people said in their own words"))
        self.rows.choices = [*(SelectChoice(key, item.question) for key, item in source.questions.items()), own_words]
        by_question = [SelectChoice(key, _("By: %(question)s", question=item.question))
                       for key, item in source.headings.items()]  # fmt: skip
        self.columns.choices = [SelectChoice(AUDIENCES, _("Every audience, side by side")), *by_question]
        voices = [SelectChoice(voice.slug, voice.name) for voice in source.voices]
        self.whose.choices = [SelectChoice("", _("Choose an audience")), *voices]

    def wanted(self) -> Wanted:
        return Wanted(self.rows.data, self.columns.data, self.whose.data)
