"""The programme as its officers edit it: one page with everything on it, and a form for each part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.fields import SelectChoice

from engage.accounts.models import Role
from engage.accounts.operations import grant_role, record
from engage.database import DomainError, Model, db
from engage.programmes import forms, operations, queries
from engage.programmes.library import list_library, read_library
from engage.programmes.models import Council, Programme
from engage.web.access import guard
from engage.web.forms import BrokenRule, Form
from engage.web.navigation import offer

Written = TypeVar("Written")

blueprint = Blueprint("programmes", __name__, url_prefix="/staff/<programme>/programme")
guard(blueprint, Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER)
offer(blueprint, position=70, label=_l("Programme"), endpoint="show_programme", also=("parts", "shares"))


@blueprint.get("")
def show_programme() -> ResponseReturnValue:
    return render_template("programmes/show_programme.html", sections=queries.list_sections(programme=g.programme))


@blueprint.route("/council", methods=["GET", "POST"])
def change_council() -> ResponseReturnValue:
    council = g.programme.council
    form = forms.CouncilForm(obj=council)
    stale = form.compare(stored_values(form, council))
    if attempt(
        form,
        lambda: operations.change_council(council=council, **form.values()),
        lambda: [*operations.check_council(**form.sound_values()), *stale],
    ):
        return save("changed council", g.programme.council)
    return render_template("programmes/change_council.html", form=form)


@blueprint.route("/about", methods=["GET", "POST"])
def change_programme() -> ResponseReturnValue:
    form = forms.ProgrammeForm(obj=g.programme)
    stale = form.compare(stored_values(form, g.programme))
    if attempt(form, lambda: operations.change_programme(programme=g.programme, **form.values()), lambda: stale):
        return save("changed programme", g.programme)
    return render_template("programmes/change_programme.html", form=form)


@blueprint.route("/publish", methods=["GET", "POST"])
def publish_programme() -> ResponseReturnValue:
    """Asked once more, with what follows, before everybody can see it."""
    form = forms.PublishForm()
    if attempt(form, lambda: operations.publish_programme(programme=g.programme, by=current_user)):
        return finish(_("The programme is published. Everybody can see it"), "about")
    return render_template("programmes/publish_programme.html", form=form)


@blueprint.route("/unpublish", methods=["GET", "POST"])
def unpublish_programme() -> ResponseReturnValue:
    form = forms.UnpublishForm()
    if attempt(form, lambda: operations.unpublish_programme(programme=g.programme, by=current_user)):
        return finish(_("The programme is a draft again. Only the people who work on it see it"), "about")
    return render_template("programmes/unpublish_programme.html", form=form)


@blueprint.route("/names", methods=["GET", "POST"])
def change_names() -> ResponseReturnValue:
    form = forms.KnownNamesForm(obj=g.programme)
    stale = form.compare(stored_values(form, g.programme))
    if attempt(form, lambda: operations.set_known_names(programme=g.programme, **form.values()), lambda: stale):
        return save("changed known names", g.programme)
    return render_template("programmes/change_names.html", form=form)


@blueprint.route("/new-council", methods=["GET", "POST"])
def add_council() -> ResponseReturnValue:
    form = forms.NewCouncilForm()
    if council := attempt(
        form,
        lambda: operations.create_council(**form.values()),
        lambda: operations.check_council(**form.sound_values()),
    ):
        return save("added council", council, url_for("programmes.add_programme", council=council.id))
    return render_template("programmes/add_council.html", form=form)


@blueprint.route("/new-programme", methods=["GET", "POST"])
def add_programme() -> ResponseReturnValue:
    form = forms.NewProgrammeForm(council=request.args.get("council", g.programme.council_id, type=int))
    form.council.choices = [SelectChoice(council.id, council.name) for council in queries.list_councils()]
    form.library.choices = [SelectChoice(name, read_library(name).title) for name in list_library()]
    if programme := attempt(
        form, lambda: _create_programme(form), lambda: operations.check_programme(**form.sound_values())
    ):
        return save("added programme", programme, url_for("programmes.show_programme", programme=programme.slug))
    return render_template("programmes/add_programme.html", form=form)


def attempt(
    form: Form, write: Callable[[], Written], check: Callable[[], Iterable[BrokenRule]] = tuple
) -> Written | None:
    """What `write` wrote, if the form was sent and nothing is wrong with it (see `Form.accepts`); otherwise None, and
    the form says why."""
    if not form.accepts(check):
        return None
    try:
        return write()
    except DomainError as refused:
        db.session.rollback()  # nothing of a refused write may stay
        form.refuse(refused)
        return None


def save(action: str, written: Any, address: str = "") -> ResponseReturnValue:
    """Note what was done, commit it, and go on to `address` (the part of the programme's page about it where none is
    given)."""
    record(
        user=current_user,
        action=action,
        subject=type(written).__tablename__,
        subject_id=written.id,
        programme_id=g.programme.id,
    )
    if address:
        db.session.commit()
        flash(_("Saved"))
        return redirect(address)
    return finish(_("Saved"), "council" if isinstance(written, Council) else "about")


def finish(words: str, place: str) -> ResponseReturnValue:
    """Commit, and go back to a place of the programme's page, where the words stand."""
    db.session.commit()
    flash(words, place)
    return redirect(url_for("programmes.show_programme", _anchor=place))


def stored_values(form: Form, stored: Model) -> dict[str, Any]:
    """What is stored now, by the names of the form's fields."""
    return {name: getattr(stored, name) for name in form.values()}


def _create_programme(form: forms.NewProgrammeForm) -> Programme:
    """Its creator runs it: administrator, to invite others, and commissioning officer."""
    councils = {council.id: council for council in queries.list_councils()}
    programme = operations.create_programme(
        council=councils[form.council.data],
        title=form.title.data,
        slug=form.slug.data,
        summary=form.summary.data,
        starts_on=form.starts_on.data,
        service_starts_on=form.service_starts_on.data,
        starting=read_library(form.library.data),
    )
    for role in (Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER):
        grant_role(user=current_user, programme_id=programme.id, role=role)
    return programme
