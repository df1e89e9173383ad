"""The coding frame: read by those who run the programme, changed by its analysts."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from engage.accounts.models import Role
from engage.accounts.operations import record
from engage.coding import groups, operations, queries
from engage.coding.forms import CodeForm, UploadFrameForm
from engage.coding.frame_file import FrameRefused, Row, library_frame, read_frame_file, write_frame_file
from engage.coding.models import Code, CodingFrame
from engage.coding.sections import by_section
from engage.coding.signals import suggestions_wanted
from engage.database import DomainError, db
from engage.saving import attempt, attempt_change, undo
from engage.web.access import guard, holds, only

blueprint = Blueprint("coding_frame", __name__)
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)

PROBLEMS_SHOWN = 100


@blueprint.get("/staff/<programme>/coding/frame")
def show_frame() -> ResponseReturnValue:
    codes = queries.list_codes(g.programme.id)
    return render_template(
        "coding_frame/show_frame.html",
        frame=queries.find_frame(g.programme.id),
        groups=by_section(codes),
        total=len(codes),
        can_change=holds(Role.ANALYST),
    )


@blueprint.get("/staff/<programme>/coding/frame.csv")
def download_frame() -> ResponseReturnValue:
    """The frame in force as a CSV file; byte order mark first, so that spreadsheets read it as UTF-8."""
    name = f"{g.programme.slug}-coding-frame.csv"
    return Response(
        "\ufeff" + write_frame_file(queries.list_codes(g.programme.id)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.route("/staff/<programme>/coding/frame/upload", methods=["GET", "POST"])
@only(Role.ANALYST)
def upload_frame() -> ResponseReturnValue:
    form = UploadFrameForm()
    if form.accepts():
        try:
            return _store(read_frame_file(form.file.data.stream.read()))
        except FrameRefused as refused:
            undo(refused)
            return _show_problems(form, refused)
        except operations.FrameChanged as changed:
            form.refuse(changed)
    return render_template("coding_frame/upload_frame.html", form=form, problems=[])


@blueprint.post("/staff/<programme>/coding/frame/library")
@only(Role.ANALYST)
def start_frame() -> ResponseReturnValue:
    """Begin with the frame that comes with Engage."""
    try:
        return _store(library_frame())
    except FrameRefused as refused:
        return _show_problems(UploadFrameForm(), refused)


@blueprint.route("/staff/<programme>/coding/frame/add", methods=["GET", "POST"])
@only(Role.ANALYST)
def add_code() -> ResponseReturnValue:
    """A code of one's own, or of a group of answers: then `?group=` is in the address, and its words in the form."""
    group = groups.find_group(g.programme.id, request.args.get("group", 0, type=int))
    form = CodeForm(data={"examples": _examples(group)})
    form.offer(g.programme)
    if frame := attempt(
        form,
        lambda: operations.add_code(programme_id=g.programme.id, words=form.words(), author=current_user),
        lambda: operations.check_code(programme_id=g.programme.id, name=form.sound_values()["name"]),
    ):
        return _put_in_force(frame)
    return render_template("coding_frame/add_code.html", form=form, group=group)


@blueprint.route("/staff/<programme>/coding/frame/<slug>", methods=["GET", "POST"])
@only(Role.ANALYST)
def edit_code(slug: str) -> ResponseReturnValue:
    code = queries.find_code(g.programme.id, slug) or abort(404)
    stored = _as_it_is(code)
    form = CodeForm(data=stored)
    form.offer(g.programme)
    if attempt_change(
        form,
        stored,
        lambda: _change(code, form),
        lambda: operations.check_code(programme_id=g.programme.id, name=form.sound_values()["name"], code=code),
    ):
        db.session.commit()
        flash(_("“%(name)s” is saved", name=code.name))
        return redirect(url_for(".show_frame", _anchor=code.slug))
    return render_template("coding_frame/edit_code.html", form=form, code=code)


def _store(rows: list[Row]) -> ResponseReturnValue:
    return _put_in_force(operations.store_frame(programme_id=g.programme.id, rows=rows, author=current_user))


def _put_in_force(frame: CodingFrame) -> ResponseReturnValue:
    record(
        user=current_user,
        action="stored a coding frame",
        subject="coding_frame",
        subject_id=frame.id,
        programme_id=g.programme.id,
        version=frame.version,
    )
    db.session.commit()
    suggestions_wanted.send(None, programme_id=g.programme.id)
    flash(_("Version %(version)s is in force. The machine is reading the answers with it", version=frame.version))
    return redirect(url_for(".show_frame"))


def _change(code: Code, form: CodeForm) -> None:
    words = form.words()
    section = next((one for one in g.programme.sections if one.slug == words.pop("section")), None)
    kloe = next((one for one in g.programme.kloes if one.slug == words.pop("kloe")), None)
    operations.change_code(code=code, section=section, kloe=kloe, author=current_user, **words)
    record(
        user=current_user,
        action="changed a code",
        subject="code",
        subject_id=code.id,
        programme_id=g.programme.id,
        code=code.slug,
    )


def _examples(group: groups.Shown | None) -> str:
    """The words that set a group apart, without the shortest ("he", "it"), as a code's examples are written."""
    words = group.group.words.split(", ") if group else []
    return " ".join(word for word in words if len(word) > 2)


def _as_it_is(code: Code) -> dict[str, str]:
    words = {name: getattr(code, name) for name in ("name", "definition", "use_when", "not_when", "examples")}
    places = {"section": code.section.slug if code.section else "", "kloe": code.kloe.slug if code.kloe else ""}
    return {**words, **places}


def _show_problems(form: UploadFrameForm, refused: FrameRefused) -> ResponseReturnValue:
    problems = refused.problems
    words = ngettext("%(num)d thing is not right", "%(num)d things are not right", len(problems))
    form.refuse(DomainError(_("%(words)s, so nothing was stored", words=words), "file"))
    return render_template("coding_frame/upload_frame.html", form=form, problems=problems[:PROBLEMS_SHOWN])
