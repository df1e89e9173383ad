"""What the machine is surest of, accepted unread by a person's decision, and given back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from engage.accounts.models import Role
from engage.analysis.acceptance import ACCURACY, LEAST_MEASURED
from engage.coding import desk, runs
from engage.coding.models import MachineRun
from engage.database import db
from engage.web.access import guard

blueprint = Blueprint("coding_acceptance", __name__)
guard(blueprint, Role.ANALYST)

SHOWN = 5


@blueprint.get("/staff/<programme>/coding/surest")
def show_offer() -> ResponseReturnValue:
    run = runs.find_last_run(g.programme.id)
    shown = runs.list_least_sure(run, SHOWN) if run else []
    return render_template(
        "coding_acceptance/show_offer.html",
        run=run,
        offered=runs.count_offered(run) if run else 0,
        shown=shown,
        codes=desk.codes_of(g.programme.id, [excerpt.id for excerpt in shown]),
        acceptances=runs.list_acceptances(g.programme.id),
        accuracy=round(100 * ACCURACY),
        least_measured=LEAST_MEASURED,
    )


@blueprint.post("/staff/<programme>/coding/surest/<int:run_id>")
def accept_surest(run_id: int) -> ResponseReturnValue:
    try:
        acceptance = runs.accept_surest(run=_latest(run_id), accepter=current_user)
    except runs.NothingOffered as nothing:
        flash(nothing.message)
        return redirect(url_for(".show_offer"))
    db.session.commit()
    words = ngettext("%(num)s answer is accepted", "%(num)s answers are accepted", acceptance.excerpts)
    flash(_("%(words)s as the machine suggests", words=words))
    return redirect(url_for(".show_offer"))


@blueprint.post("/staff/<programme>/coding/surest/undo/<int:acceptance_id>")
def undo_acceptance(acceptance_id: int) -> ResponseReturnValue:
    acceptance = runs.find_acceptance(g.programme.id, acceptance_id) or abort(404)
    try:
        runs.undo_acceptance(acceptance=acceptance, undoer=current_user)
    except runs.AlreadyUndone as late:
        flash(late.message)
        return redirect(url_for(".show_offer"))
    db.session.commit()
    flash(_("Undone. These answers are back among those that nobody has looked at"))
    return redirect(url_for(".show_offer"))


def _latest(run_id: int) -> MachineRun:
    """The run whose figures the person saw; a later one would have others."""
    run = runs.find_last_run(g.programme.id)
    if run is None or run.id != run_id:
        raise runs.NothingOffered(_("The machine has read the answers again meanwhile. Look at what it offers now"))
    return run
