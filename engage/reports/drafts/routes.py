"""Publishing a summary: preparing the next edition, looking at it, and putting it in force."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import DomainError, db, now
from engage.programmes.models import Wave
from engage.reports import operations
from engage.reports.drafts import queries
from engage.reports.drafts.operations import AskedAlready, ask_for_summary
from engage.reports.drafts.queries import PreparedSummary
from engage.reports.editions.comparing import Comparison, compare_editions
from engage.reports.editions.losses import list_losses
from engage.reports.editions.operations import Look, LossesNotAccepted, NothingNew, digest_of
from engage.reports.editions.queries import edition_in_force, read_document, release_of_wave
from engage.reports.forms import ButtonForm, PublishForm
from engage.reports.models import SummaryEditionRelease
from engage.reports.publishing import STEPS, CautionKind
from engage.reports.queries import current_wave
from engage.web.access import guard

blueprint = Blueprint("drafts", __name__, url_prefix="/staff/<programme>/findings/publish")
guard(blueprint, Role.COMMISSIONING_OFFICER)

CAUTIONS = {
    CautionKind.NOBODY_SAID: _l("Nobody’s answer is coded for it, so it is left out"),
    CautionKind.NO_STATEMENT: _l("It has no statement yet"),
    CautionKind.NO_SENTENCE: _l("This section has no opening sentence"),
    CautionKind.MOST_OF_FEW: _l("Says “most”, where fewer than 5 people spoke: left out until its words agree"),
    CautionKind.MOST_NOT_SHOWN: _l("Says “most”, which no figure beside it shows"),
    CautionKind.RARE_VOICE: _l("Fewer than 5 people: left out until a second person has approved its words"),
    CautionKind.NO_QUOTES: _l("No quote can be published with it"),
    CautionKind.STILL_OPEN: _l("This survey is still open: what comes in later is in the next edition only"),
}
# What a job is doing, by how many of the steps are done.
DOING = (
    _l("counting who speaks for each finding"),
    _l("counting what people chose"),
    _l("counting who answered"),
    _l("putting in quotes and what has changed"),
)


@blueprint.route("", methods=["GET", "POST"])
def publish_summary() -> ResponseReturnValue:
    """What would change against the edition in force, and the button that publishes it."""
    wave, form = _wave(), PublishForm()
    return _publish(wave, form) if form.validate_on_submit() else _show_prepared(wave, form)


@blueprint.post("/prepare")
def prepare_summary() -> ResponseReturnValue:
    """Have the next edition prepared, as things stand now."""
    if not ButtonForm().validate_on_submit():
        abort(400)
    try:
        ask_for_summary(wave=_wave(), officer=current_user)
    except AskedAlready as asked:
        db.session.rollback()
        flash(asked.message)
    else:
        db.session.commit()
    return redirect(url_for("drafts.publish_summary"))


@blueprint.route("/losses", methods=["GET", "POST"])
def confirm_losses() -> ResponseReturnValue:
    """The second look where anything would be lost, and the button that publishes it all the same."""
    wave, form = _wave(), PublishForm()
    if form.validate_on_submit():
        return _publish(wave, form, accepts_losses=True)
    prepared, release = queries.read_prepared(wave.id), release_of_wave(wave.id)
    if prepared is None or release is None or prepared.is_outdated:
        return redirect(url_for("drafts.publish_summary"))
    losses = list_losses(compare_editions(read_document(release.edition), prepared.document))
    if not losses:
        return redirect(url_for("drafts.publish_summary"))
    form.digest.data = digest_of(prepared.document, release)
    return render_template("drafts/confirm_losses.html", form=form, release=release, losses=losses)


def _publish(wave: Wave, form: PublishForm, *, accepts_losses: bool = False) -> ResponseReturnValue:
    look = Look(form.digest.data or "", accepts_losses)
    try:
        edition = operations.publish_summary(wave=wave, publisher=current_user, look=look)
    except LossesNotAccepted:
        db.session.rollback()
        return redirect(url_for("drafts.confirm_losses"))
    except NothingNew as published:
        db.session.rollback()
        flash(published.message)
    except DomainError as refused:
        db.session.rollback()
        form.refuse(refused)
        return _show_prepared(wave, form)
    else:
        db.session.commit()
        flash(_("Edition %(number)s is published", number=edition.number))
    return redirect(url_for("summary.list_sections"))


def _show_prepared(wave: Wave, form: PublishForm) -> ResponseReturnValue:
    prepared, release, draft = queries.read_prepared(wave.id), release_of_wave(wave.id), queries.find_draft(wave.id)
    comparison = losses = None
    if prepared is not None:
        form.digest.data = digest_of(prepared.document, release)
        comparison = _compare(release, prepared)
    if comparison is not None:
        losses = list_losses(comparison)
    return render_template(
        "drafts/publish_summary.html",
        form=form,
        button=ButtonForm(),
        wave=wave,
        prepared=prepared,
        draft=draft,
        is_being_prepared=queries.is_being_prepared(draft, now()),
        has_stopped=queries.has_stopped(draft, now()),
        steps=STEPS,
        doing=DOING,
        cautions=CAUTIONS,
        release=release,
        read_today=edition_in_force(g.programme.id),
        comparison=comparison,
        losses=losses,
    )


def _compare(release: SummaryEditionRelease | None, prepared: PreparedSummary) -> Comparison | None:
    return compare_editions(read_document(release.edition), prepared.document) if release else None


def _wave() -> Wave:
    return current_wave(g.programme) or abort(404)
