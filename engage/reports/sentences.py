"""Summing up a section in people's own sentences: proposed by the machine, each approved by a person."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.coding.groups import echoes
from engage.coding.models import Excerpt
from engage.database import db
from engage.programmes.models import SpecificationSection
from engage.reports import operations, queries
from engage.reports.forms import ButtonForm, QuoteForm
from engage.reports.known import known_names
from engage.reports.models import Finding
from engage.reports.proposing import propose_points, propose_summary, said_of
from engage.reports.quotes import stored_quote
from engage.saving import attempt_change
from engage.web.access import guard

blueprint = Blueprint("sentences", __name__, url_prefix="/staff/<programme>/findings")
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)


@blueprint.get("/sections/<slug>/sentences")
def list_sentences(slug: str) -> ResponseReturnValue:
    wave = queries.current_wave(g.programme) or abort(404)
    section = queries.find_section(g.programme.id, slug) or abort(404)
    findings = {found.id: found for found in queries.list_findings(wave.id) if found.section_id == section.id}
    form = QuoteForm()
    form.compare(stored_quote(None))
    said = said_of(wave, findings)
    summary, points = propose_summary(said, findings, wave), list(propose_points(said, findings, wave))
    proposed = [*summary, *(sentence for point in points for sentence in point.sentences)]
    return render_template(
        "sentences/list_sentences.html",
        section=section,
        summary=summary,
        points=points,
        echoes=echoes(g.programme.id, [sentence.excerpt_id for sentence in proposed]),
        chosen=[quote for found in findings.values() for quote in found.quotes if quote.in_summary],
        form=form,
    )


@blueprint.route("/<int:finding_id>/sentences/<uuid:excerpt_id>", methods=["GET", "POST"])
def approve_sentence(finding_id: int, excerpt_id: uuid.UUID) -> ResponseReturnValue:
    """Approve words for the finding; with `?summary=1` they sum up its section too."""
    finding = _load(finding_id)
    excerpt = queries.find_candidate(finding, excerpt_id) or abort(404)
    quote = queries.find_quote(finding, excerpt.id)
    form = QuoteForm(words=quote.words if quote else known_names(g.programme).redact(excerpt.text))
    if attempt_change(
        form,
        stored_quote(quote),
        lambda: operations.approve_quote(
            finding=finding, excerpt=excerpt, words=form.words.data, approver=current_user
        ),
        lambda: operations.check_quote(finding=finding, excerpt=excerpt, words=form.sound_values()["words"]),
    ):
        return _approved(finding, excerpt)
    echo = echoes(g.programme.id, [excerpt.id]).get(excerpt.id)
    return render_template("quotes/approve_quote.html", form=form, finding=finding, excerpt=excerpt, echo=echo)


def _approved(finding: Finding, excerpt: Excerpt) -> ResponseReturnValue:
    quote = queries.find_quote(finding, excerpt.id)
    if quote and "summary" in request.args:
        operations.sum_up(quote=quote, in_summary=True)
    db.session.commit()
    flash(_("The sentence is approved. It is in the next edition you publish"))
    return _back(finding.section)


@blueprint.post("/<int:finding_id>/sentences/<uuid:excerpt_id>/summary")
def sum_up(finding_id: int, excerpt_id: uuid.UUID) -> ResponseReturnValue:
    """Put an approved quote in its section's summary, or with `?out=1` take it out."""
    finding = _load(finding_id)
    quote = queries.find_quote(finding, excerpt_id) or abort(404)
    if not ButtonForm().validate_on_submit():
        abort(400)
    is_in = "out" not in request.args
    operations.sum_up(quote=quote, in_summary=is_in)
    db.session.commit()
    flash(_("The sentence is in the summary") if is_in else _("The sentence is no longer in the summary"))
    return _back(finding.section)


def _back(section: SpecificationSection) -> ResponseReturnValue:
    return redirect(url_for("sentences.list_sentences", slug=section.slug))


def _load(finding_id: int) -> Finding:
    return queries.find_finding(g.programme.id, finding_id) or abort(404)
