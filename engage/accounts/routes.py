"""Signing in and out, and one-time links. Open to everyone."""

from __future__ import annotations

from functools import partial

from flask import (
    Blueprint,
    Response,
    after_this_request,
    copy_current_request_context,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from engage.accounts import letters, operations
from engage.accounts.forms import AskForResetForm, SetPasswordForm, SignInForm
from engage.accounts.models import User
from engage.database import db
from engage.web import mail

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate_on_submit():
        try:
            user = operations.sign_in(
                email=form.email.data,
                password=form.password.data,
                address=request.remote_addr or "",
                key=str(current_app.secret_key),
            )
        except operations.SignInRefused as refused:
            form.refuse(refused)
            db.session.commit()
        else:
            return _welcome(user)
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect("/")


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
def forgotten_password() -> ResponseReturnValue:
    form = AskForResetForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten_password.html", form=form)
    asked = operations.ask_for_reset(email=form.email.data)
    user = asked[0] if asked else None
    # Written down either way, so that both answers take as long.
    operations.record(user=user, action="asked for a new password", subject="user", subject_id=user.id if user else "")
    db.session.commit()
    if asked:
        after_this_request(partial(_mail_afterwards, *asked))
    flash(_("If someone has an account with that email address, we have sent them a link"))
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/link/<token>", methods=["GET", "POST"])
def set_password(token: str) -> ResponseReturnValue:
    form = SetPasswordForm()
    try:
        operations.find_link(token=token)
        if form.validate_on_submit():
            return _welcome(operations.use_link(token=token, password=form.password.data))
    except operations.PasswordTooShort as short:
        form.refuse(short)
    except operations.LinkSpent as spent:
        flash(spent.message)
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/set_password.html", form=form)


def _mail_afterwards(user: User, token: str, response: Response) -> Response:
    """Mail the link when the answer has gone, so that the wait does not tell whether there is an account."""
    send = copy_current_request_context(
        partial(_mail, to=user.email, name=user.name, address=letters.link_address(token))
    )
    response.call_on_close(send)
    return response


def _mail(**letter: str) -> None:
    try:
        letters.send_reset(**letter)
    except mail.MailNotSentError as error:
        current_app.logger.warning("A password link could not be mailed: %s", error)


def _welcome(user: User) -> ResponseReturnValue:
    operations.record(user=user, action="signed in", subject="user", subject_id=user.id)
    db.session.commit()
    session.clear()  # nothing from before the sign-in is carried over
    login_user(user)
    flash(_("You are signed in"))
    return redirect("/staff/")
