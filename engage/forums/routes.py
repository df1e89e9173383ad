"""The pages of meetings: who came, the minutes, decisions and actions."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import DomainError, db, today
from engage.forums import forms, operations, queries
from engage.forums.models import Meeting
from engage.passages.covering import cover, editable, saved
from engage.passages.queries import is_held
from engage.saving import attempt, attempt_change, first_fault, succeeds
from engage.web.access import guard, only
from engage.web.navigation import offer

blueprint = Blueprint("forums", __name__)
WRITERS = (Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER, Role.FACILITATOR)
guard(
    blueprint,
    *WRITERS,
    Role.WORKING_GROUP_MEMBER,
    Role.ANALYST,
    Role.REVIEWER,
    Role.PROCUREMENT_LEAD,
    Role.SAFEGUARDING_LEAD,
)
offer(blueprint, position=30, label=_l("Meetings"), endpoint="list_meetings", also=("decisions",))


@blueprint.get("/staff/<programme>/meetings")
def list_meetings() -> ResponseReturnValue:
    meetings = queries.list_meetings(programme_id=g.programme.id)
    actions = queries.list_open_actions(programme_id=g.programme.id)
    return render_template("forums/list_meetings.html", meetings=meetings, actions=actions, today=today())


@blueprint.route("/staff/<programme>/forums/new", methods=["GET", "POST"])
@only(*WRITERS)
def add_forum() -> ResponseReturnValue:
    form = forms.ForumForm()
    if forum := attempt(
        form,
        lambda: operations.add_forum(
            programme_id=g.programme.id, kind=form.kind.data, title=form.title.data, author=current_user
        ),
    ):
        db.session.commit()
        flash(_("%(forum)s is added", forum=cover(forum.title)))
        return redirect(url_for("forums.add_meeting"))
    return render_template("forums/add_forum.html", form=form)


@blueprint.route("/staff/<programme>/meetings/new", methods=["GET", "POST"])
@only(*WRITERS)
def add_meeting() -> ResponseReturnValue:
    found = queries.list_forums(programme_id=g.programme.id)
    if not found:
        flash(_("Add the forum that meets first"))
        return redirect(url_for("forums.add_forum"))
    form = forms.MeetingForm()
    form.offer_forums(found)
    if meeting := attempt(
        form,
        lambda: operations.add_meeting(
            forum=next(each for each in found if each.id == form.forum.data),
            title=form.title.data,
            held_on=form.held_on.data,
            place=form.place.data,
            author=current_user,
        ),
    ):
        db.session.commit()
        return redirect(url_for("forums.show_meeting", meeting_id=meeting.id))
    return render_template("forums/add_meeting.html", form=form)


@blueprint.get("/staff/<programme>/meetings/<int:meeting_id>")
def show_meeting(meeting_id: int) -> ResponseReturnValue:
    meeting = _load(meeting_id)
    return render_template("forums/show_meeting.html", meeting=meeting, button=forms.ButtonForm(), today=today())


@blueprint.route("/staff/<programme>/meetings/<int:meeting_id>/attendance", methods=["GET", "POST"])
@only(*WRITERS)
def add_attendance(meeting_id: int) -> ResponseReturnValue:
    meeting = _load(meeting_id)
    form = forms.AttendanceForm()
    if person := attempt(
        form,
        lambda: operations.add_attendance(
            meeting=meeting,
            name=form.name.data,
            represents=form.represents.data,
            sent_apologies=form.sent_apologies.data,
            author=current_user,
        ),
        lambda: operations.check_open(meeting),
    ):
        db.session.commit()
        flash(saved(_("%(name)s is added", name=cover(person.name)), person.name, person.represents))
        return redirect(url_for("forums.add_attendance", meeting_id=meeting.id))
    return render_template("forums/add_attendance.html", form=form, meeting=meeting)


@blueprint.route(
    "/staff/<programme>/meetings/<int:meeting_id>/attendance/<int:attendance_id>/remove", methods=["GET", "POST"]
)
@only(*WRITERS)
def remove_attendance(meeting_id: int, attendance_id: int) -> ResponseReturnValue:
    """Asked once more. Whoever is off the list already stays off it."""
    meeting, form = _load(meeting_id), forms.ButtonForm()
    person = next((each for each in meeting.attendance if each.id == attendance_id), None)
    if person is None or succeeds(
        form, lambda: operations.remove_attendance(meeting=meeting, attendance_id=attendance_id)
    ):
        db.session.commit()
        flash(_("Saved"))
        return redirect(url_for("forums.add_attendance", meeting_id=meeting.id))
    return render_template("forums/remove_attendance.html", form=form, meeting=meeting, person=person)


@blueprint.route("/staff/<programme>/meetings/<int:meeting_id>/points", methods=["GET", "POST"])
@only(*WRITERS)
def write_points(meeting_id: int) -> ResponseReturnValue:
    meeting = _load(meeting_id)
    revisions = meeting.minutes.revisions if meeting.minutes else []
    points = _points_of(meeting)
    shown = editable(points, current_user)
    form = forms.PointsForm(points=shown)
    if attempt_change(
        form,
        {"points": shown},
        lambda: operations.write_points(meeting=meeting, points=form.points.data, author=current_user),
        lambda: form.find_faults(meeting, revisions, current_user),
    ):
        return _saved(meeting, "points", _points_of(meeting))
    return render_template("forums/write_points.html", form=form, meeting=meeting, is_held=is_held(points))


@blueprint.route("/staff/<programme>/meetings/<int:meeting_id>/actions/new", methods=["GET", "POST"])
@only(*WRITERS)
def add_action(meeting_id: int) -> ResponseReturnValue:
    meeting = _load(meeting_id)
    form = forms.ActionForm()
    if action := attempt(
        form,
        lambda: operations.add_action(
            meeting=meeting,
            text=form.text.data,
            owner=form.owner.data,
            due_on=form.due_on.data,
            author=current_user,
        ),
        lambda: operations.check_open(meeting),
    ):
        return _saved(meeting, "actions", action.text, action.owner)
    return render_template("forums/add_action.html", form=form, meeting=meeting)


@blueprint.post("/staff/<programme>/actions/<int:action_id>/done")
@only(*WRITERS, Role.WORKING_GROUP_MEMBER)
def finish_action(action_id: int) -> ResponseReturnValue:
    action = queries.find_action(programme_id=g.programme.id, action_id=action_id) or abort(404)
    return _press(
        lambda: operations.finish_action(action=action),
        onward=url_for("forums.show_meeting", meeting_id=action.meeting_id, _anchor="actions"),
    )


@blueprint.route("/staff/<programme>/meetings/<int:meeting_id>/approve", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER)
def approve_minutes(meeting_id: int) -> ResponseReturnValue:
    """What approving changes, and then, of the very minutes that were shown, the approval."""
    meeting = _load(meeting_id)
    form = forms.ApprovalForm()
    shown = form.shown.data
    form.shown.data = queries.fingerprint_of_minutes(meeting)
    if form.validate_on_submit():
        try:
            operations.approve_minutes(meeting=meeting, approver=current_user, fingerprint=shown)
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The minutes are approved"))
            return redirect(url_for("forums.show_meeting", meeting_id=meeting.id))
    refusal = "" if form.errors else first_fault(operations.check_approval(meeting))
    return render_template("forums/approve_minutes.html", form=form, meeting=meeting, refusal=refusal)


@blueprint.get("/staff/<programme>/decisions/<int(max=2147483647):number>")
def find_decision(number: int) -> ResponseReturnValue:
    """To a decision where it was minuted, by its number."""
    decision = queries.find_decision_by_number(programme_id=g.programme.id, number=number) or abort(404)
    address = url_for("forums.show_meeting", meeting_id=decision.meeting_id, _anchor=f"decision-{number}")
    return redirect(address)


def _load(meeting_id: int) -> Meeting:
    return queries.find_meeting(programme_id=g.programme.id, meeting_id=meeting_id) or abort(404)


def _points_of(meeting: Meeting) -> str:
    """The points as they stand in the minutes now."""
    revisions = meeting.minutes.revisions if meeting.minutes else []
    return revisions[-1].points if revisions else ""


def _saved(meeting: Meeting, place: str, *written: str) -> ResponseReturnValue:
    """Commit, and go back to the place of the meeting's page where the words stand."""
    db.session.commit()
    flash(saved(_("Saved"), *written))
    return redirect(url_for("forums.show_meeting", meeting_id=meeting.id, _anchor=place))


def _press(operate: Callable[[], None], *, onward: str, done: str | None = None) -> ResponseReturnValue:
    """What a button does: the operation, or its refusal in words, then on to the page."""
    form = forms.ButtonForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        operate()
    except DomainError as refused:
        db.session.rollback()
        flash(refused.message)
    else:
        db.session.commit()
        flash(done or _("Saved"))
    return redirect(onward)
