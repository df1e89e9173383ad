"""Writing to everyone who asked to hear of the result, once there is one."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from engage.accounts.models import Role
from engage.accounts.operations import record
from engage.accounts.queries import list_entries
from engage.database import db
from engage.forums.queries import list_published_decisions
from engage.reports.forms import ButtonForm
from engage.surveys.updates import letters, operations, queries
from engage.surveys.updates.signals import letters_wanted
from engage.web import mail
from engage.web.access import guard

# How the audit trail says it, and the page that lists what was written finds it.
WROTE = "wrote to those who asked"

blueprint = Blueprint("telling", __name__, url_prefix="/staff/<programme>/updates")
guard(blueprint, Role.COMMISSIONING_OFFICER)


@blueprint.get("")
def show_updates() -> ResponseReturnValue:
    """How many wait to hear of the result, how many letters were refused, and what was written when and by whom."""
    return render_template(
        "telling/show_updates.html",
        form=ButtonForm(),
        waiting=queries.count_waiting(programme_id=g.programme.id),
        decisions=_count_decisions(),
        written=list_entries(programme_id=g.programme.id, action=WROTE),
    )


@blueprint.route("/write", methods=["GET", "POST"])
def tell_everyone() -> ResponseReturnValue:
    """The letter as it will be sent, to how many, and the button that sends it.

    A second press writes again to nobody: who was written to is gone, who is being written to is claimed.
    """
    form, surveys = ButtonForm(), queries.list_surveys_waiting(programme_id=g.programme.id)
    if form.validate_on_submit() and _count_decisions():
        return _write()
    if not surveys or not _count_decisions():
        return redirect(url_for("telling.show_updates"))
    return render_template(
        "telling/tell_everyone.html",
        form=form,
        letter=letters.compose(surveys[0]),
        surveys=surveys,
        waiting=queries.count_waiting(programme_id=g.programme.id),
        is_mailed=mail.is_set(),
    )


@blueprint.post("/try-again")
def try_again() -> ResponseReturnValue:
    """Letters that were asked for and have not left yet are tried now; nobody new is written to."""
    if not ButtonForm().validate_on_submit():
        abort(400)
    address_ids = queries.list_due(programme_id=g.programme.id)
    letters_wanted.send(None, address_ids=address_ids)
    flash(ngettext("%(num)d letter is tried again", "%(num)d letters are tried again", len(address_ids)))
    return redirect(url_for("telling.show_updates"))


def _write() -> ResponseReturnValue:
    due = operations.make_due(programme_id=g.programme.id)
    if due.new:
        record(
            user=current_user,
            action=WROTE,
            subject="programme",
            subject_id=g.programme.id,
            programme_id=g.programme.id,
            letters=due.new,
        )
    db.session.commit()
    letters_wanted.send(None, address_ids=due.address_ids)
    flash(
        ngettext("%(num)d letter is on its way", "%(num)d letters are on their way", due.new)
        if due.new
        else _("Everyone who asked has been written to already. Nobody is written to twice")
    )
    return redirect(url_for("telling.show_updates"))


def _count_decisions() -> int:
    return len(list_published_decisions(programme_id=g.programme.id))
