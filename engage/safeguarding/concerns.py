"""Anyone who reads answers can tell the safeguarding lead of one that worries them; it is on hold from that moment."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import DomainError, db
from engage.safeguarding import operations, queries
from engage.safeguarding.forms import ConcernForm
from engage.surveys.editions import question_of
from engage.web.access import guard

blueprint = Blueprint("concerns", __name__)
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)


@blueprint.route("/staff/<programme>/concerns/<uuid:answer_id>", methods=["GET", "POST"])
def raise_concern(answer_id: uuid.UUID) -> ResponseReturnValue:
    """The page says which question the answer was to, not the words: not all who come here may read them whole."""
    answer = queries.find_answer(g.programme.id, answer_id) or abort(404)
    form = ConcernForm()
    if form.validate_on_submit():
        try:
            operations.raise_concern(
                answer=answer, raiser=current_user, note=form.note.data or "", programme_id=g.programme.id
            )
        except DomainError as refused:
            form.refuse(refused)
        else:
            db.session.commit()
            return redirect(url_for(".show_raised"))
    return render_template("concerns/raise_concern.html", form=form, question=question_of(answer))


@blueprint.get("/staff/<programme>/concerns/raised")
def show_raised() -> ResponseReturnValue:
    return render_template("concerns/show_raised.html")
