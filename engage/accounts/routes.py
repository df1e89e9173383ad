"""Signing in and out, and one-time links. Open to everyone."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from engage.accounts import operations
from engage.accounts.forms import SetPasswordForm, SignInForm
from engage.accounts.models import User
from engage.database import db

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
                key=current_app.secret_key,
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


def _welcome(user: User) -> ResponseReturnValue:
    operations.record(user=user, action="signed in", subject="user", subject_id=user.id)
    db.session.commit()
    session.clear()  # nothing from before the sign-in is carried over
    login_user(user)
    flash(_("You are signed in"))
    return redirect("/staff/")
