"""The specification, for everyone who has a part in the programme; its officers change the lines."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts.models import Role
from engage.accounts.operations import record
from engage.database import db
from engage.programmes.models import SpecificationLine
from engage.programmes.queries import list_sections
from engage.programmes.specification import forms, operations, queries
from engage.saving import attempt, attempt_change
from engage.web.access import guard, holds, only
from engage.web.navigation import offer

OFFICERS = (Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER)

blueprint = Blueprint("specification", __name__, url_prefix="/staff/<programme>/specification")
guard(blueprint, *Role)
offer(blueprint, position=60, label=_l("Specification"), endpoint="show_specification")


@blueprint.get("")
def show_specification() -> ResponseReturnValue:
    return render_template(
        "specification/show_specification.html",
        sections=list_sections(programme=g.programme),
        may_change=holds(*OFFICERS),
    )


@blueprint.get("/lines/<int(max=2147483647):line_id>")
def show_line(line_id: int) -> ResponseReturnValue:
    """Every wording of a line: who wrote it, when and why."""
    line = _load(line_id)
    return render_template(
        "specification/show_line.html",
        line=line,
        versions=queries.list_versions(line=line),
        may_change=holds(*OFFICERS),
    )


@blueprint.route("/sections/<int(max=2147483647):section_id>/add-line", methods=["GET", "POST"])
@only(*OFFICERS)
def add_line(section_id: int) -> ResponseReturnValue:
    section = queries.find_section(programme=g.programme, section_id=section_id) or abort(404)
    form = forms.LineForm()
    if line := attempt(
        form,
        lambda: _note("added a line", operations.add_line(section=section, author=current_user, **form.values())),
        lambda: operations.check_number(section=section, number=form.sound_values()["number"]),
    ):
        return _saved(line)
    return render_template("specification/add_line.html", form=form, section=section)


@blueprint.route("/lines/<int(max=2147483647):line_id>/change", methods=["GET", "POST"])
@only(*OFFICERS)
def change_line(line_id: int) -> ResponseReturnValue:
    """A second person who changes the line is shown what it says now, and keeps what they typed."""
    line = _load(line_id)
    form = forms.ChangeLineForm(obj=line)
    if attempt_change(
        form,
        {"number": line.number, "text": line.text},
        lambda: _note("changed a line", operations.change_line(line=line, author=current_user, **form.values())),
        lambda: operations.check_line(line=line, **form.sound_values()),
    ):
        return _saved(line)
    newest = queries.list_versions(line=line)[0]
    return render_template("specification/change_line.html", form=form, line=line, newest=newest)


def _load(line_id: int) -> SpecificationLine:
    return queries.find_line(programme=g.programme, line_id=line_id) or abort(404)


def _note(action: str, line: SpecificationLine) -> SpecificationLine:
    record(
        user=current_user,
        action=action,
        subject="specification_line",
        subject_id=line.id,
        programme_id=g.programme.id,
        version=line.version,
    )
    return line


def _saved(line: SpecificationLine) -> ResponseReturnValue:
    """Commit what was done, and go back to the line."""
    db.session.commit()
    flash(_("Line %(number)s is saved", number=line.number))
    return redirect(url_for("specification.show_specification", _anchor=f"line-{line.number}"))
