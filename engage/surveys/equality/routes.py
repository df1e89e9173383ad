"""How large the groups of an audience are, by official figures, as officers enter and change them."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, url_for
from flask.typing import ResponseReturnValue

from engage.accounts.models import Role
from engage.programmes.models import Audience, KnownShare
from engage.programmes.routes import go_on, note
from engage.saving import attempt, attempt_change, succeeds
from engage.surveys.equality import operations, queries
from engage.surveys.equality.forms import KnownShareForm
from engage.surveys.equality.questions import EVERY_QUESTION
from engage.web.access import guard
from engage.web.forms import Form

blueprint = Blueprint("shares", __name__, url_prefix="/staff/<programme>/programme")
guard(blueprint, Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER)


@blueprint.get("/audiences/<int(max=2147483647):audience_id>/shares")
def list_shares(audience_id: int) -> ResponseReturnValue:
    audience = _audience(audience_id)
    return render_template("shares/list_shares.html", audience=audience, questions=EVERY_QUESTION)


@blueprint.route("/audiences/<int(max=2147483647):audience_id>/shares/add", methods=["GET", "POST"])
def add_share(audience_id: int) -> ResponseReturnValue:
    audience, form = _audience(audience_id), KnownShareForm()
    form.offer(queries.list_asked(audience_id=audience.id))
    if share := attempt(
        form,
        lambda: note("added known share", operations.add_known_share(audience=audience, **form.values())),
        lambda: operations.check_known_share(audience=audience, **form.group_and_percent()),
    ):
        return _saved(share)
    return render_template("shares/add_share.html", form=form, audience=audience)


@blueprint.route("/shares/<int(max=2147483647):share_id>", methods=["GET", "POST"])
def change_share(share_id: int) -> ResponseReturnValue:
    share = _share(share_id)
    form = KnownShareForm(obj=share)
    form.offer(queries.list_asked(audience_id=share.audience_id))
    form.show(share)
    if attempt_change(
        form,
        form.stored(share),
        lambda: note("changed known share", operations.change_known_share(share=share, **form.values())),
        lambda: operations.check_known_share(audience=share.audience, share=share, **form.group_and_percent()),
    ):
        return _saved(share)
    return render_template("shares/change_share.html", form=form, share=share, audience=share.audience)


@blueprint.route("/shares/<int(max=2147483647):share_id>/remove", methods=["GET", "POST"])
def remove_share(share_id: int) -> ResponseReturnValue:
    """Asked once more: what was typed goes for good."""
    share, form = _share(share_id), Form()
    address = url_for("shares.list_shares", audience_id=share.audience_id)
    if succeeds(form, lambda: operations.remove_known_share(share=note("removed known share", share))):
        return go_on(address)
    return render_template("shares/remove_share.html", form=form, share=share, leave=address)


def _audience(audience_id: int) -> Audience:
    return queries.find_audience_of_people(programme_id=g.programme.id, audience_id=audience_id) or abort(404)


def _share(share_id: int) -> KnownShare:
    return queries.find_known_share(programme_id=g.programme.id, share_id=share_id) or abort(404)


def _saved(share: KnownShare) -> ResponseReturnValue:
    return go_on(url_for("shares.list_shares", audience_id=share.audience_id))
