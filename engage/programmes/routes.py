"""The programme as its officers edit it: one page with everything on it, and a form for each part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.fields import SelectChoice

from engage.accounts.models import Role
from engage.accounts.operations import grant_role, record
from engage.database import db
from engage.programmes import forms, operations, queries
from engage.programmes.library import list_library, read_library
from engage.programmes.models import Council, KnownShare, Programme
from engage.saving import attempt, attempt_change, first_fault, stored_values
from engage.web.access import guard
from engage.web.navigation import offer

Written = TypeVar("Written", Council, Programme, KnownShare)

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
    if attempt_change(
        form,
        stored_values(form, council),
        lambda: operations.change_council(council=council, by=current_user, **form.values()),
        lambda: operations.check_council(**form.sound_values()),
    ):
        return finish(_("Saved"), "council")
    refusal = first_fault(operations.check_may_change(council=council, by=current_user))
    return render_template("programmes/change_council.html", form=form, refusal=refusal)


@blueprint.route("/about", methods=["GET", "POST"])
def change_programme() -> ResponseReturnValue:
    form = forms.ProgrammeForm(obj=g.programme)
    if attempt_change(
        form,
        stored_values(form, g.programme),
        lambda: note("changed programme", operations.change_programme(programme=g.programme, **form.values())),
    ):
        return finish(_("Saved"), "about")
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
    refusal = "" if form.errors else first_fault(operations.check_unpublish(g.programme))
    return render_template("programmes/unpublish_programme.html", form=form, refusal=refusal)


@blueprint.route("/names", methods=["GET", "POST"])
def change_names() -> ResponseReturnValue:
    form = forms.KnownNamesForm(obj=g.programme)
    if attempt_change(
        form,
        stored_values(form, g.programme),
        lambda: note("changed known names", operations.set_known_names(programme=g.programme, **form.values())),
    ):
        return finish(_("Saved"), "about")
    return render_template("programmes/change_names.html", form=form)


@blueprint.route("/new-council", methods=["GET", "POST"])
def add_council() -> ResponseReturnValue:
    form = forms.NewCouncilForm()
    if council := attempt(
        form,
        lambda: note("added council", operations.create_council(**form.values())),
        lambda: operations.check_council(**form.sound_values()),
    ):
        return go_on(url_for("programmes.add_programme", council=council.id))
    return render_template("programmes/add_council.html", form=form)


@blueprint.route("/new-programme", methods=["GET", "POST"])
def add_programme() -> ResponseReturnValue:
    form = forms.NewProgrammeForm(council=request.args.get("council", g.programme.council_id, type=int))
    form.council.choices = [SelectChoice(council.id, council.name) for council in _councils()]
    form.library.choices = [SelectChoice(name, read_library(name).title) for name in list_library()]
    if programme := attempt(
        form,
        lambda: note("added programme", _create_programme(form)),
        lambda: operations.check_programme(**form.sound_values()),
    ):
        return go_on(url_for("programmes.show_programme", programme=programme.slug))
    return render_template("programmes/add_programme.html", form=form)


def note(action: str, written: Written) -> Written:
    """Note in the audit trail what was done to what was written, and hand it on."""
    record(
        user=current_user,
        action=action,
        subject=type(written).__tablename__,
        subject_id=written.id,
        programme_id=g.programme.id,
    )
    return written


def go_on(address: str) -> ResponseReturnValue:
    """Commit, and go on to an address."""
    db.session.commit()
    flash(_("Saved"))
    return redirect(address)


def finish(words: str, place: str) -> ResponseReturnValue:
    """Commit, and go back to a place of the programme's page, where the words stand."""
    db.session.commit()
    flash(words, place)
    return redirect(url_for("programmes.show_programme", _anchor=place))


def _councils() -> Sequence[Council]:
    return queries.list_councils_to_start_in(user=current_user)


def _create_programme(form: forms.NewProgrammeForm) -> Programme:
    """Its creator runs it: administrator, to invite others, and commissioning officer."""
    councils = {council.id: council for council in _councils()}
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
