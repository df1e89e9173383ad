"""Choosing quotes for a finding: words are proposed without what could tell who speaks; a person approves each."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.coding.groups import echoes
from engage.database import db
from engage.reports import operations, queries
from engage.reports.editions.publications import list_editions_quoting
from engage.reports.forms import ButtonForm, QuoteForm
from engage.reports.known import known_names
from engage.reports.models import Finding, Quote
from engage.saving import attempt_change, succeeds
from engage.web.access import guard

blueprint = Blueprint("quotes", __name__, url_prefix="/staff/<programme>/findings/<int:finding_id>/quotes")
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)


@blueprint.get("")
def list_candidates(finding_id: int) -> ResponseReturnValue:
    finding, audience = _load(finding_id), request.args.get("audience", "")
    found = queries.list_candidates(finding, audience=audience, page=request.args.get("page", 1, type=int))
    known, form = known_names(g.programme), QuoteForm()
    form.compare(stored_quote(None))
    approved = queries.quotes_of(finding, [excerpt.id for excerpt in found.items])
    return render_template(
        "quotes/list_candidates.html",
        finding=finding,
        found=found,
        approved=approved,
        proposed={excerpt.id: known.redact(excerpt.text) for excerpt in found.items},
        echoes=echoes(g.programme.id, [excerpt.id for excerpt in found.items]),
        audience=audience,
        form=form,
    )


@blueprint.route("/<uuid:excerpt_id>", methods=["GET", "POST"])
def approve_quote(finding_id: int, excerpt_id: uuid.UUID) -> ResponseReturnValue:
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
        db.session.commit()
        flash(_("The quote is approved. It is in the next edition you publish"))
        return _back(finding)
    echo = echoes(g.programme.id, [excerpt.id]).get(excerpt.id)
    return render_template("quotes/approve_quote.html", form=form, finding=finding, excerpt=excerpt, echo=echo)


@blueprint.route("/<uuid:excerpt_id>/withdraw", methods=["GET", "POST"])
def withdraw_quote(finding_id: int, excerpt_id: uuid.UUID) -> ResponseReturnValue:
    """Asked once more, with the published editions that lose the words."""
    finding, form = _load(finding_id), ButtonForm()
    quote = queries.find_quote(finding, excerpt_id) or abort(404)
    if succeeds(form, lambda: operations.withdraw_quote(quote=quote, withdrawer=current_user)):
        db.session.commit()
        flash(_("The quote is withdrawn. No edition shows it any more"))
        return _back(finding)
    return render_template(
        "quotes/withdraw_quote.html",
        form=form,
        finding=finding,
        quote=quote,
        editions=list_editions_quoting(finding, quote.words),
        leave=_list_address(finding),
    )


def stored_quote(quote: Quote | None) -> dict[str, str]:
    """The words that are approved: nobody's yet, while they are only proposed."""
    return {"words": quote.words if quote else ""}


def _back(finding: Finding) -> ResponseReturnValue:
    return redirect(_list_address(finding))


def _list_address(finding: Finding) -> str:
    """The page of the list it came from."""
    audience, page = request.args.get("audience") or None, request.args.get("page") or None
    return url_for("quotes.list_candidates", finding_id=finding.id, audience=audience, page=page)


def _load(finding_id: int) -> Finding:
    return queries.find_finding(g.programme.id, finding_id) or abort(404)
