"""A form for each part of a programme: to add it, change it, move it and remove it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import db
from engage.programmes.parts import operations, queries
from engage.programmes.parts.forms import WORDS, MoveForm, RemoveForm, Words
from engage.programmes.parts.kinds import KINDS
from engage.saving import attempt, attempt_change, stored_values
from engage.web.access import guard

blueprint = Blueprint("parts", __name__, url_prefix="/staff/<programme>/programme/<kind>")
guard(blueprint, Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER)


@blueprint.route("/add", methods=["GET", "POST"])
def add_part(kind: str) -> ResponseReturnValue:
    words = _words(kind)
    form = words.form()
    if form.is_submitted() and (before := queries.find_added(programme=g.programme, kind=kind, once=form.once.data)):
        return _done(kind, before)
    if added := attempt(
        form,
        lambda: operations.add_part(
            programme=g.programme, to=kind, by=current_user, once=form.once.data, **form.values()
        ),
        lambda: operations.check_part(programme=g.programme, kind=kind, values=form.sound_values()),
    ):
        return _done(kind, added)
    return render_template("parts/add_part.html", form=form, words=words, kind=kind)


@blueprint.route("/<int(max=2147483647):part_id>", methods=["GET", "POST"])
def change_part(kind: str, part_id: int) -> ResponseReturnValue:
    """Whoever saves second is told, and shown what the first one saved beside what they typed."""
    words, part = _words(kind), _load(kind, part_id)
    form = words.form(obj=part)
    seen = stored_values(form, part)
    checked = {"programme": g.programme, "kind": kind, "part": part}
    if attempt_change(
        form,
        seen,
        lambda: operations.change_part(part=part, by=current_user, seen=seen, **form.values()),
        lambda: operations.check_part(**checked, values=form.sound_values()),
    ):
        return _done(kind, part)
    return render_template("parts/change_part.html", form=form, words=words, kind=kind, part=part)


@blueprint.post("/<int(max=2147483647):part_id>/move")
def move_part(kind: str, part_id: int) -> ResponseReturnValue:
    _words(kind)
    part, form = _load(kind, part_id), MoveForm()
    place = int(form.place.data) if (form.place.data or "").isdecimal() and len(form.place.data) < 6 else -1
    if form.direction.data not in ("up", "down") or place < 0:
        abort(400)
    moved = operations.move_part(part=part, place=place, up=form.direction.data == "up", by=current_user)
    return _done(kind, part, _("Moved") if moved else _("It stands here now"))


@blueprint.route("/<int(max=2147483647):part_id>/remove", methods=["GET", "POST"])
def remove_part(kind: str, part_id: int) -> ResponseReturnValue:
    """Asked once more; where something hangs on the part, the page says what, and offers no button."""
    words = _words(kind)
    form = RemoveForm()
    if form.is_submitted() and queries.is_gone(kind=kind, part_id=part_id):
        return _go_back(kind, _("It was removed already"))
    part = _load(kind, part_id)
    name = getattr(part, KINDS[kind].name)
    if form.validate_on_submit() and attempt(form, lambda: _remove(part)):
        return _go_back(kind, _("“%(name)s” is removed", name=name))
    reason = "" if form.is_submitted() else operations.why_needed(part)
    return render_template("parts/remove_part.html", form=form, words=words, kind=kind, name=name, reason=reason)


def _remove(part: Any) -> bool:
    operations.remove_part(part=part, by=current_user)
    return True


def _words(kind: str) -> Words:
    return WORDS.get(kind) or abort(404)


def _load(kind: str, part_id: int) -> Any:
    return queries.find_part(programme=g.programme, kind=kind, part_id=part_id) or abort(404)


def _done(kind: str, part: Any, words: str = "") -> ResponseReturnValue:
    """Commit, and go back to the part's own place on the programme's page, where the words stand."""
    return _go_back(f"{kind}-{part.id}", words or _("Saved"))


def _go_back(place: str, words: str) -> ResponseReturnValue:
    db.session.commit()
    flash(words, place)
    return redirect(url_for("programmes.show_programme", _anchor=place))
