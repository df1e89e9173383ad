"""From a finding to the decision that settles it: a new one in draft minutes, or one that was made before."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import db
from engage.forums import operations as forums
from engage.forums.models import Decision
from engage.forums.queries import find_decision, list_decisions, list_lines
from engage.reports import operations, queries
from engage.reports.forms import ButtonForm, DecideForm, SettleForm
from engage.reports.models import Finding
from engage.saving import attempt, succeeds
from engage.web.access import guard

blueprint = Blueprint("settling", __name__, url_prefix="/staff/<programme>/findings/<int:finding_id>/decide")
guard(blueprint, Role.COMMISSIONING_OFFICER, Role.FACILITATOR)


@blueprint.route("", methods=["GET", "POST"])
def decide(finding_id: int) -> ResponseReturnValue:
    finding = _load(finding_id)
    meetings = queries.list_draft_meetings(g.programme.id)
    lines = sorted(list_lines(programme_id=g.programme.id), key=lambda line: line.section_id != finding.section_id)
    form = DecideForm()
    form.offer_lines(lines)
    form.offer_meetings(meetings)
    if decision := attempt(
        form,
        lambda: forums.record_decision(
            meeting=next(meeting for meeting in meetings if meeting.id == form.meeting.data),
            author=current_user,
            **form.decision_fields(lines),
        ),
        lambda: form.find_faults(lines),
    ):
        return _settled(finding, decision)
    return render_template("settling/decide.html", form=form, finding=finding, meetings=meetings)


@blueprint.route("/existing", methods=["GET", "POST"])
def settle(finding_id: int) -> ResponseReturnValue:
    finding = _load(finding_id)
    decisions = [made for made in list_decisions(programme_id=g.programme.id) if made not in finding.decisions]
    form = SettleForm()
    form.offer_decisions(decisions)
    if form.accepts():
        return _settled(finding, next(made for made in decisions if made.id == form.decision.data))
    return render_template("settling/settle.html", form=form, finding=finding, decisions=decisions)


@blueprint.route("/<int:decision_id>/unlink", methods=["GET", "POST"])
def unsettle(finding_id: int, decision_id: int) -> ResponseReturnValue:
    """Asked once more: what a published decision answers stands on a public page."""
    finding, form = _load(finding_id), ButtonForm()
    decision = find_decision(programme_id=g.programme.id, decision_id=decision_id) or abort(404)
    if succeeds(form, lambda: operations.unsettle(finding=finding, decision=decision)):
        db.session.commit()
        flash(_("Decision %(number)s no longer settles this finding", number=decision.number))
        return redirect(url_for("settling.decide", finding_id=finding.id))
    return render_template("settling/unsettle.html", form=form, finding=finding, decision=decision)


def _settled(finding: Finding, decision: Decision) -> ResponseReturnValue:
    operations.settle(finding=finding, decision=decision)
    db.session.commit()
    flash(_("Decision %(number)s settles “%(finding)s”", number=decision.number, finding=finding.title))
    return redirect(url_for("summary.show_section", section_slug=finding.section.slug))


def _load(finding_id: int) -> Finding:
    return queries.find_finding(g.programme.id, finding_id) or abort(404)
