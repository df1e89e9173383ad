"""The pages that take a file of answers in: upload, match, check, store."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import db
from engage.saving import attempt
from engage.surveys.importing import forms, operations, queries
from engage.surveys.importing.mapping import Mapping
from engage.surveys.models import ImportFile
from engage.surveys.queries import find_survey
from engage.web.access import guard

blueprint = Blueprint("imports", __name__)
guard(blueprint, Role.COMMISSIONING_OFFICER, Role.ADMINISTRATOR)

PROBLEMS_SHOWN = 100
RESPONSES_SHOWN = 10


@blueprint.route("/staff/<programme>/surveys/<survey_slug>/import", methods=["GET", "POST"])
def upload_file(survey_slug: str) -> ResponseReturnValue:
    survey = find_survey(programme_id=g.programme.id, slug=survey_slug) or abort(404)
    form = forms.UploadForm()
    if file := attempt(
        form,
        lambda: operations.keep_file(
            survey=survey, uploader=current_user, name=form.file.data.filename, content=form.content() or b""
        ),
        lambda: operations.check_upload(survey=survey, content=form.content()),
    ):
        db.session.commit()
        endpoint = "imports.choose_columns" if form.layout.data == "long" else "imports.match_columns"
        return redirect(url_for(endpoint, file_id=file.id))
    files = queries.list_files(survey_id=survey.id)
    return render_template("imports/upload_file.html", form=form, survey=survey, files=files)


@blueprint.route("/staff/<programme>/imports/<uuid:file_id>/columns", methods=["GET", "POST"])
def match_columns(file_id: uuid.UUID) -> ResponseReturnValue:
    """A wide file: what each column is."""
    file = _load(file_id)
    table = queries.table_of(file)
    form = forms.columns_form(table, queries.instrument_of(file.survey), _mapping(file))
    if form.accepts():
        mapping = forms.read_columns(form, table)
        if mapping.is_complete:
            return _map(file, mapping, "imports.check_file")
        form.form_errors.append(_("Match at least one column to a question"))
    return render_template("imports/match_columns.html", form=form, file=file, table=table)


@blueprint.route("/staff/<programme>/imports/<uuid:file_id>/layout", methods=["GET", "POST"])
def choose_columns(file_id: uuid.UUID) -> ResponseReturnValue:
    """A long file: which column is which."""
    file = _load(file_id)
    form = forms.roles_form(queries.table_of(file), _mapping(file))
    if form.accepts():
        if form["item_column"].data != form["answer_column"].data:
            return _map(file, _roles(form), "imports.match_questions")
        form["answer_column"].errors = [_("The question and the answer can't be in the same column")]
    return render_template("imports/choose_columns.html", form=form, file=file)


@blueprint.route("/staff/<programme>/imports/<uuid:file_id>/questions", methods=["GET", "POST"])
def match_questions(file_id: uuid.UUID) -> ResponseReturnValue:
    """A long file: which item each question in it is."""
    file = _load(file_id)
    mapping = _mapping(file)
    if not mapping.item_column:
        return redirect(url_for("imports.choose_columns", file_id=file.id))
    form = forms.items_form(queries.table_of(file), queries.instrument_of(file.survey), mapping)
    if form.accepts():
        matched = mapping.model_copy(update={"items": forms.read_items(form)})
        if matched.is_complete:
            return _map(file, matched, "imports.check_file")
        form.form_errors.append(_("Match at least one of them to a question"))
    return render_template("imports/match_questions.html", form=form, file=file)


@blueprint.route("/staff/<programme>/imports/<uuid:file_id>", methods=["GET", "POST"])
def check_file(file_id: uuid.UUID) -> ResponseReturnValue:
    """What the file says, what is wrong with it, and the button that stores it."""
    file = _load(file_id)
    if not _mapping(file).is_complete:
        return redirect(url_for("imports.match_columns", file_id=file.id))
    form = forms.StoreForm()
    if stored := attempt(form, lambda: operations.store_file(file=file, leave_out_bad="leave_out_bad" in request.form)):
        return _stored(file, stored)
    checked = queries.check_file(file)
    return render_template(
        "imports/check_file.html",
        form=form,
        file=file,
        instrument=queries.instrument_of(file.survey),
        checked=checked,
        problems=checked.problems[:PROBLEMS_SHOWN],
        responses=checked.clean[:RESPONSES_SHOWN],
    )


def _stored(file: ImportFile, stored: operations.Stored) -> ResponseReturnValue:
    db.session.commit()
    flash(
        ngettext("%(num)d response stored.", "%(num)d responses stored.", stored.new)
        + (
            " " + ngettext("%(num)d was there already.", "%(num)d were there already.", stored.already)
            if stored.already
            else ""
        )
        + (
            " " + ngettext("%(num)d was left out.", "%(num)d were left out.", stored.left_out)
            if stored.left_out
            else ""
        )
    )
    return redirect(url_for("imports.upload_file", survey_slug=file.survey.slug))


def _load(file_id: uuid.UUID) -> ImportFile:
    """The file, unless it is another programme's or has been stored."""
    file = queries.find_file(programme_id=g.programme.id, file_id=file_id)
    if file is None or file.content is None:
        abort(404)
    return file


def _mapping(file: ImportFile) -> Mapping:
    return Mapping.model_validate(file.mapping or {})


def _map(file: ImportFile, mapping: Mapping, onward: str) -> ResponseReturnValue:
    operations.map_file(file=file, mapping=mapping)
    db.session.commit()
    return redirect(url_for(onward, file_id=file.id))


def _roles(form: forms.MappingForm) -> Mapping:
    return Mapping(
        item_column=form["item_column"].data,
        answer_column=form["answer_column"].data,
        id_column=form["id_column"].data or None,
    )
