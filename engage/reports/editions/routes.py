"""The editions of a programme's summaries: all of them, and putting an earlier one back in force."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import DomainError, db
from engage.passages.covering import saved
from engage.reports.editions import operations, queries
from engage.reports.editions.comparing import compare_editions
from engage.reports.editions.forms import PutInForceForm
from engage.reports.editions.losses import list_losses
from engage.reports.heard import READERS
from engage.web.access import guard, only

blueprint = Blueprint("editions", __name__, url_prefix="/staff/<programme>/editions")
guard(blueprint, *READERS)


@blueprint.get("")
def list_editions() -> ResponseReturnValue:
    """Every edition with its number, day and publisher, which is in force, and when each came into force."""
    editions = queries.list_editions(g.programme.id)
    return render_template(
        "editions/list_editions.html",
        editions=editions,
        in_force=queries.edition_in_force(g.programme.id),
        in_force_in_wave={release.edition_id for release in queries.releases_in_force(g.programme.id)},
        releases=queries.list_releases(g.programme.id),
    )


@blueprint.route("/<int(max=2147483647):wave>/<int(max=2147483647):number>/put-in-force", methods=["GET", "POST"])
@only(Role.COMMISSIONING_OFFICER)
def put_in_force(wave: int, number: int) -> ResponseReturnValue:
    """What readers would find changed if an earlier edition came back, and the reason for it."""
    edition = queries.find_edition(g.programme.id, wave_number=wave, number=number) or abort(404)
    release = queries.release_of_wave(edition.wave_id) or abort(404)
    if release.edition == edition:
        flash(_("Edition %(number)s is in force", number=number))
        return redirect(url_for("editions.list_editions"))
    form = PutInForceForm(replaces=release.id)
    if form.validate_on_submit():
        try:
            release = operations.put_in_force(
                edition=edition, officer=current_user, reason=form.reason.data, replaces_id=form.replaces.data
            )
        except DomainError as refused:
            db.session.rollback()
            form.refuse(refused)
            form.look_again(release.id)
        else:
            db.session.commit()
            flash(saved(_("Edition %(number)s is in force again", number=number), release.reason))
            return redirect(url_for("editions.list_editions"))
    standing = queries.read_standing(edition.document)
    comparison = compare_editions(queries.read_document(release.edition), standing.document)
    return render_template(
        "editions/put_in_force.html",
        form=form,
        edition=edition,
        release=release,
        comparison=comparison,
        losses=list_losses(comparison),
        left_out=standing.left_out,
    )
