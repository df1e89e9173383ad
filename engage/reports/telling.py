"""Writing to everyone who asked to hear of the result, once there is one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from engage.accounts.models import Role
from engage.accounts.operations import record
from engage.database import db
from engage.forums.queries import list_published_decisions
from engage.reports.forms import ButtonForm
from engage.surveys.updates import operations, queries
from engage.surveys.updates.signals import letters_wanted
from engage.web.access import guard

blueprint = Blueprint("telling", __name__, url_prefix="/staff/<programme>/updates")
guard(blueprint, Role.COMMISSIONING_OFFICER)


@blueprint.get("")
def show_updates() -> ResponseReturnValue:
    """How many wait to hear of the result, how many letters were refused, and the button that writes to them."""
    return render_template(
        "telling/show_updates.html",
        form=ButtonForm(),
        waiting=queries.count_waiting(programme_id=g.programme.id),
        decisions=len(list_published_decisions(programme_id=g.programme.id)),
    )


@blueprint.post("")
def tell_everyone() -> ResponseReturnValue:
    """A second press writes again to nobody: who was written to is gone, who is being written to is claimed."""
    if not ButtonForm().validate_on_submit() or not list_published_decisions(programme_id=g.programme.id):
        abort(400)
    address_ids = operations.make_due(programme_id=g.programme.id)
    record(
        user=current_user,
        action="wrote to those who asked",
        subject="programme",
        subject_id=g.programme.id,
        programme_id=g.programme.id,
        letters=len(address_ids),
    )
    db.session.commit()
    letters_wanted.send(None, address_ids=address_ids)
    flash(ngettext("%(num)d letter is on its way", "%(num)d letters are on their way", len(address_ids)))
    return redirect(url_for("telling.show_updates"))
