"""Rare voices: what few people said, or what is grave, so that it is told safely rather than dropped.

Readers learn "fewer than 5" and the finding's own words, once somebody else than their writer has approved them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.analysis.disclosure import THRESHOLD
from engage.analysis.findings import rare_voices
from engage.coding.models import Code
from engage.coding.queries import effective_codings, list_codes
from engage.database import DomainError, db
from engage.programmes.models import Wave
from engage.reports import operations, queries
from engage.reports.forms import ButtonForm
from engage.reports.models import Finding
from engage.web.access import guard

blueprint = Blueprint("rare", __name__, url_prefix="/staff/<programme>/findings")
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)


class RareVoice(NamedTuple):
    """A code (none: grave, but no code has caught it), how many speak for it, and the finding that tells of it."""

    code: Code | None
    people: int
    grave: int
    finding: Finding | None

    @property
    def is_small(self) -> bool:
        return self.people < THRESHOLD


@blueprint.get("/rare-voices")
def list_voices() -> ResponseReturnValue:
    """Figures here are exact: those who read this page read every answer that nobody holds."""
    wave = queries.current_wave(g.programme)
    voices = list(_voices(wave)) if wave else []
    return render_template("rare/list_voices.html", voices=voices, threshold=THRESHOLD)


@blueprint.route("/<int:finding_id>/words", methods=["GET", "POST"])
def approve_words(finding_id: int) -> ResponseReturnValue:
    finding = queries.find_finding(g.programme.id, finding_id) or abort(404)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            operations.approve_words(finding=finding, approver=current_user)
        except DomainError as refused:
            db.session.rollback()
            form.refuse(refused)
        else:
            db.session.commit()
            flash(_("The words are approved. They may stand for a rare voice in the next edition"))
            return redirect(url_for("rare.list_voices"))
    return render_template("rare/approve_words.html", form=form, finding=finding)


def _voices(wave: Wave) -> Iterator[RareVoice]:
    """The grave first, then the rarest."""
    spoken = pd.DataFrame(queries.list_spoken(wave), columns=queries.Spoken._fields)
    said = [(coding.excerpt_id, coding.code_slug, True) for coding in effective_codings(wave.id)]
    found = rare_voices(pd.DataFrame(said, columns=["excerpt_id", "code", "applies"]), spoken)
    codes = {code.slug: code for code in list_codes(wave.programme_id)}
    findings = {code.slug: finding for finding in queries.list_findings(wave.id) for code in finding.codes}
    for slug, people, grave in zip(found["code"], found["people"], found["grave"], strict=True):
        yield RareVoice(codes.get(slug), int(people), int(grave), findings.get(slug))
