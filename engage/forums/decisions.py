"""The pages of decisions: written into draft minutes, published when those are approved."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import db
from engage.forums import forms, operations, queries
from engage.forums.models import Decision
from engage.passages.covering import saved
from engage.saving import attempt, attempt_change, first_fault, succeeds
from engage.web.access import guard

blueprint = Blueprint("decisions", __name__)
guard(blueprint, Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER, Role.FACILITATOR)


@blueprint.route("/staff/<programme>/meetings/<int:meeting_id>/decisions/new", methods=["GET", "POST"])
def record_decision(meeting_id: int) -> ResponseReturnValue:
    meeting = queries.find_meeting(programme_id=g.programme.id, meeting_id=meeting_id) or abort(404)
    form = forms.DecisionForm()
    lines = queries.list_lines(programme_id=g.programme.id)
    form.offer_lines(lines)
    if decision := attempt(
        form,
        lambda: operations.record_decision(meeting=meeting, author=current_user, **form.decision_fields(lines)),
        lambda: [*operations.check_open(meeting), *form.find_faults(lines)],
    ):
        return _saved(decision)
    return render_template("decisions/record_decision.html", form=form, meeting=meeting)


@blueprint.route("/staff/<programme>/decisions/<int:decision_id>/change", methods=["GET", "POST"])
def change_decision(decision_id: int) -> ResponseReturnValue:
    decision = queries.find_decision(programme_id=g.programme.id, decision_id=decision_id) or abort(404)
    stored = forms.stored_decision(decision, current_user)
    form = forms.DecisionForm(data=stored)
    lines = queries.list_lines(programme_id=g.programme.id)
    form.offer_lines(lines)
    if attempt_change(
        form,
        stored,
        lambda: operations.change_decision(decision=decision, author=current_user, **form.decision_fields(lines)),
        lambda: [*operations.check_open(decision.meeting), *form.find_faults(lines)],
    ):
        return _saved(decision)
    return render_template("decisions/change_decision.html", form=form, meeting=decision.meeting, decision=decision)


@blueprint.route("/staff/<programme>/decisions/<int:decision_id>/publish", methods=["GET", "POST"])
def publish_decision(decision_id: int) -> ResponseReturnValue:
    """What everybody will read of a decision, and the button that publishes it."""
    decision = queries.find_decision(programme_id=g.programme.id, decision_id=decision_id) or abort(404)
    form = forms.ButtonForm()
    if succeeds(form, lambda: operations.publish_decision(decision=decision, publisher=current_user)):
        db.session.commit()
        flash(_("Decision %(number)s is published", number=decision.number))
        return _show_in_minutes(decision)
    return render_template(
        "decisions/publish_decision.html",
        form=form,
        decision=decision,
        meeting=decision.meeting,
        refusal="" if form.errors else first_fault(operations.check_publication(decision)),
    )


def _saved(decision: Decision) -> ResponseReturnValue:
    db.session.commit()
    done = _("Decision %(number)s is saved", number=decision.number)
    flash(saved(done, decision.title, decision.reason, decision.new_text))
    return _show_in_minutes(decision)


def _show_in_minutes(decision: Decision) -> ResponseReturnValue:
    place = f"decision-{decision.number}"
    return redirect(url_for("forums.show_meeting", meeting_id=decision.meeting_id, _anchor=place))
