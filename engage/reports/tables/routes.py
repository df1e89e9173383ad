"""The officer's tables of closed answers: made by asking, frozen as made, read and downloaded."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import db
from engage.passages.covering import cover_document
from engage.programmes.models import Wave
from engage.reports.editions.queries import edition_in_force, read_document
from engage.reports.queries import current_wave
from engage.reports.summary import SummaryDocument
from engage.reports.tables import operations, queries
from engage.reports.tables.document import TableDocument
from engage.reports.tables.forms import TableForm
from engage.reports.tables.making import of_edition, source_of
from engage.reports.tables.sheets import as_rows, as_sheet, workbook
from engage.reports.tables.words import heading, middles, notes
from engage.saving import attempt
from engage.web.access import guard
from engage.web.spreadsheets import csv_download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blueprint = Blueprint("tables", __name__, url_prefix="/staff/<programme>/tables")
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)


@blueprint.route("", methods=["GET", "POST"])
def list_tables() -> ResponseReturnValue:
    wave = current_wave(g.programme)
    if wave is None:
        return render_template("tables/list_tables.html", wave=None)
    source, form = source_of(wave), TableForm()
    form.offer(source)
    if table := attempt(form, lambda: operations.make_table(wave=wave, wanted=form.wanted(), maker=current_user)):
        db.session.commit()
        flash(_("The table is made. It stays as it is now"))
        return redirect(url_for("tables.show_table", number=table.number))
    made = [(table, heading(read(table.document))) for table in queries.list_tables(wave.id)]
    edition = edition_in_force(g.programme.id)
    return render_template(
        "tables/list_tables.html",
        wave=wave,
        form=form,
        made=made,
        edition=edition,
        is_answered=bool(source.items),
        most_crossings=operations.MOST_CROSSINGS,
    )


@blueprint.get("/<int(max=2147483647):number>")
def show_table(number: int) -> ResponseReturnValue:
    table = queries.find_table(_wave().id, number) or abort(404)
    document = read(table.document)
    return render_template(
        "tables/show_table.html",
        table=table,
        document=document,
        heading=heading(document),
        notes=notes(document),
        middles=middles(document),
    )


@blueprint.get("/<int(max=2147483647):number>.csv")
def download_rows(number: int) -> ResponseReturnValue:
    return csv_download(as_rows(_load(number)), f"{g.programme.slug}-table-{number}")


@blueprint.get("/<int(max=2147483647):number>.xlsx")
def download_sheet(number: int) -> ResponseReturnValue:
    document = _load(number)
    sheet = as_sheet(document, _("Table"))
    return _workbook(workbook(sheet.title, [sheet]), f"{g.programme.slug}-table-{number}")


@blueprint.get("/edition.xlsx")
def download_edition() -> ResponseReturnValue:
    """The closed questions of the edition in force, as the working group reads them."""
    edition = edition_in_force(g.programme.id) or abort(404)
    documents = of_edition(
        SummaryDocument.model_validate(cover_document(read_document(edition).model_dump(mode="json")))
    )
    title = _(
        "%(programme)s: what people chose. Edition %(number)s", programme=g.programme.title, number=edition.number
    )
    sheets = [as_sheet(document, document.rows) for document in documents]
    return _workbook(workbook(title, sheets), f"{g.programme.slug}-edition-{edition.number}") if sheets else abort(404)


def read(stored: dict[str, object]) -> TableDocument:
    return TableDocument.model_validate(cover_document(stored))


def _workbook(content: bytes, name: str) -> Response:
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})


def _load(number: int) -> TableDocument:
    return read((queries.find_table(_wave().id, number) or abort(404)).document)


def _wave() -> Wave:
    return current_wave(g.programme) or abort(404)
