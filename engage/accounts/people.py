"""The people of a programme, their roles, and the trail of what was done. For administrators."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts import forms, letters, operations, queries
from engage.accounts.models import LinkPurpose, Role, User
from engage.database import db
from engage.saving import attempt, attempt_change
from engage.web import mail
from engage.web.access import guard
from engage.web.navigation import offer

LAST_PAGE = 1_000_000  # a number from a made-up address must fit into a database

blueprint = Blueprint("people", __name__, url_prefix="/staff/<programme>")
guard(blueprint, Role.ADMINISTRATOR)
offer(blueprint, position=90, label=_l("People"), endpoint="list_people")


@blueprint.get("/people")
def list_people() -> ResponseReturnValue:
    return render_template("people/list_people.html", people=queries.list_people(programme_id=g.programme.id))


@blueprint.get("/audit")
def list_audit() -> ResponseReturnValue:
    page = min(request.args.get("page", 1, type=int), LAST_PAGE)
    return render_template("people/list_audit.html", entries=queries.list_audit(programme_id=g.programme.id, page=page))


@blueprint.route("/people/invite", methods=["GET", "POST"])
def invite_person() -> ResponseReturnValue:
    form = forms.InviteForm()
    if user := attempt(form, lambda: _find_or_create(form)):
        return invite(user)
    return render_template("people/invite_person.html", form=form)


def _find_or_create(form: forms.InviteForm) -> User:
    """The person with this email address, with the roles that were ticked beside those they have."""
    email, roles = form.email.data, [Role(role) for role in form.roles.data]
    user = queries.find_user(email=email) or operations.create_user(email=email, name=form.name.data)
    for role in roles:
        operations.grant_role(user=user, programme_id=g.programme.id, role=role)
    note("invited", user, roles=roles)
    return user


@blueprint.route("/people/<int(max=2147483647):user_id>", methods=["GET", "POST"])
def change_person(user_id: int) -> ResponseReturnValue:
    user = find(user_id)
    stored = [role.value for role in Role if role in user.roles_in(g.programme.id)]
    form = forms.RolesForm(roles=stored)
    if attempt_change(form, {"roles": stored}, lambda: _set_roles(user, form)):
        return done(_("%(name)s’s roles are saved", name=user.name))
    return render_template("people/change_person.html", form=form, person=user)


def _set_roles(user: User, form: forms.RolesForm) -> None:
    roles = [Role(role) for role in form.roles.data]
    operations.set_roles(user=user, programme_id=g.programme.id, roles=roles)
    note("changed roles", user, roles=roles)


@blueprint.post("/people/<int(max=2147483647):user_id>/link")
def send_link(user_id: int) -> ResponseReturnValue:
    """Another invitation, for someone who has not taken up the first."""
    user = find(user_id)
    if user.password_hash or not user.is_enabled:
        abort(404)
    note("invited again", user)
    return invite(user)


@blueprint.post("/people/<int(max=2147483647):user_id>/disable", defaults={"is_enabled": False})
@blueprint.post("/people/<int(max=2147483647):user_id>/enable", defaults={"is_enabled": True})
def set_enabled(user_id: int, is_enabled: bool) -> ResponseReturnValue:
    user = find(user_id)
    try:
        operations.set_enabled(user=user, programme_id=g.programme.id, is_enabled=is_enabled, by=current_user)
    except operations.NotYoursToDisable as refused:
        return done(refused.message)
    note("enabled" if is_enabled else "disabled", user)
    return done(
        _("%(name)s can sign in", name=user.name) if is_enabled else _("%(name)s can no longer sign in", name=user.name)
    )


def find(user_id: int) -> User:
    return queries.find_person(programme_id=g.programme.id, user_id=user_id) or abort(404)


def note(action: str, user: User, **facts: object) -> None:
    operations.record(
        user=current_user, action=action, subject="user", subject_id=user.id, programme_id=g.programme.id, **facts
    )


def done(message: str) -> ResponseReturnValue:
    db.session.commit()
    flash(message)
    return redirect(url_for("people.list_people"))


def invite(user: User) -> ResponseReturnValue:
    """Send a link to someone who has no password yet; where it cannot be mailed, show it once to be passed on."""
    if user.password_hash:
        return done(_("%(name)s already signs in to Engage and now has these roles", name=user.name))
    address = letters.link_address(operations.issue_link(user=user, purpose=LinkPurpose.INVITATION))
    db.session.commit()
    if _is_sent(user, address) or not queries.works_only_in(user=user, programme_id=g.programme.id):
        # A link opens the whole account, so one that reaches into other programmes goes to its owner only.
        return done(_("%(name)s has been sent a link to choose a password", name=user.name))
    return render_template("people/invited.html", person=user, address=address)


def _is_sent(user: User, address: str) -> bool:
    try:
        letters.send_invitation(user=user, address=address, programme=g.programme.title)
    except mail.MailNotSentError as error:
        current_app.logger.warning("An invitation could not be mailed: %s", error)
        return False
    return mail.is_set()
