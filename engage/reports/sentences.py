"""Summing up a section in people's own sentences: proposed by `analysis.extracts`, each approved by a person.

Nothing is reworded. A sentence is a span of an excerpt, shown beside the whole of it; what could tell who speaks is
proposed to be taken out, as with every quote.
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd
from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from engage.accounts.models import Role
from engage.analysis.extracts import extract, points
from engage.analysis.redaction import redact
from engage.coding.queries import effective_codings
from engage.database import DomainError, db
from engage.programmes.models import SpecificationSection, Wave
from engage.reports import operations, queries
from engage.reports.forms import ButtonForm, QuoteForm
from engage.reports.models import Finding, Quote
from engage.reports.voices import voices_of
from engage.web.access import guard

blueprint = Blueprint("sentences", __name__, url_prefix="/staff/<programme>/findings")
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)

# As many as are read in a minute.
SENTENCES = 5
# Of each audience and finding at most so many answers, drawn by their random ids: sentences of more than that differ
# little, and the page would be slow.
MOST_ANSWERS = 300
COLUMNS = ["excerpt_id", "response_id", "audience", "text", "code", "sentiment"]


class Proposed(NamedTuple):
    """A sentence that could stand for a finding: whose it is, its words as proposed, the whole of what was said, and
    the quote where this excerpt is approved already."""

    finding: Finding
    excerpt_id: uuid.UUID
    who: str
    words: str
    whole: str
    quote: Quote | None


class Point(NamedTuple):
    """What people say on one side of a finding; `is_contested` where a quarter or more are on the other."""

    finding: Finding
    is_contested: bool
    side: str
    sentences: list[Proposed]


@blueprint.get("/sections/<slug>/sentences")
def list_sentences(slug: str) -> ResponseReturnValue:
    wave = queries.current_wave(g.programme) or abort(404)
    section = queries.find_section(g.programme.id, slug) or abort(404)
    findings = {found.id: found for found in queries.list_findings(wave.id) if found.section_id == section.id}
    said = _said(wave, findings)
    return render_template(
        "sentences/list_sentences.html",
        section=section,
        summary=_propose(extract(said.drop_duplicates("excerpt_id"), number=SENTENCES), said, findings, wave),
        points=list(_points(said, findings, wave)),
        chosen=[quote for found in findings.values() for quote in found.quotes if quote.in_summary],
        form=QuoteForm(),
    )


@blueprint.route("/<int:finding_id>/sentences/<uuid:excerpt_id>", methods=["GET", "POST"])
def approve_sentence(finding_id: int, excerpt_id: uuid.UUID) -> ResponseReturnValue:
    """Approve words for the finding; with `?summary=1` they sum up its section too."""
    finding = _load(finding_id)
    excerpt = queries.find_candidate(finding, excerpt_id) or abort(404)
    form = QuoteForm(words=redact(excerpt.text))
    if form.validate_on_submit():
        try:
            operations.approve_quote(
                finding=finding,
                excerpt=excerpt,
                words=form.words.data,
                approver=current_user,
                in_summary="summary" in request.args,
            )
        except DomainError as refused:
            db.session.rollback()
            form.refuse(refused)
        else:
            db.session.commit()
            flash(_("The sentence is approved. It is in the next edition you publish"))
            return _back(finding.section)
    return render_template("quotes/approve_quote.html", form=form, finding=finding, excerpt=excerpt)


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


def _said(wave: Wave, findings: dict[int, Finding]) -> pd.DataFrame:
    """A row for each excerpt and finding of the section that it is coded for, in the order of the findings."""
    spoken = {spoken.excerpt_id: spoken for spoken in queries.list_spoken(wave)}
    of_code = {code.slug: found.id for found in findings.values() for code in found.codes}
    rows = [
        (coding.excerpt_id, coding.response_id, coding.audience_slug, text, of_code[coding.code_slug], coding.sentiment)
        for coding in effective_codings(wave.id)
        if coding.code_slug in of_code and (text := _text(spoken, coding.excerpt_id))
    ]
    table = pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(["excerpt_id", "code"])
    order = {finding_id: place for place, finding_id in enumerate(findings)}
    table = table.sort_values("code", key=lambda codes: codes.map(order), kind="stable")
    return table.groupby(["code", "audience"], sort=False).head(MOST_ANSWERS)


def _text(spoken: dict[uuid.UUID, queries.Spoken], excerpt_id: uuid.UUID) -> str:
    found = spoken.get(excerpt_id)
    return found.text if found else ""


def _points(said: pd.DataFrame, findings: dict[int, Finding], wave: Wave) -> Iterator[Point]:
    """What is agreed on, or disagreed, finding by finding; where people disagree, a point for each side."""
    found = points(said)
    for (finding_id, side), rows in groupby(found.to_dict("records"), key=lambda row: (row["code"], row["side"])):
        of = pd.DataFrame(list(rows))
        is_contested = of["point"].iloc[0] == "disagreement"
        yield Point(findings[finding_id], is_contested, side, _propose(of, said, findings, wave))


def _propose(chosen: pd.DataFrame, said: pd.DataFrame, findings: dict[int, Finding], wave: Wave) -> list[Proposed]:
    """The chosen sentences, each for the finding it was chosen for, or the first that its excerpt is coded for."""
    first = said.drop_duplicates("excerpt_id").set_index("excerpt_id")
    who = {voice.slug: voice.singular for voice in voices_of(wave.programme.audiences)}
    return [
        _proposed(row, findings[row.get("code", first["code"][row["excerpt_id"]])], first, who)
        for row in chosen.to_dict("records")
    ]


def _proposed(row: dict[Hashable, Any], finding: Finding, first: pd.DataFrame, who: dict[str, str]) -> Proposed:
    excerpt_id = row["excerpt_id"]
    quote = next((quote for quote in finding.quotes if quote.excerpt_id == excerpt_id), None)
    whole = str(first["text"][excerpt_id])
    return Proposed(finding, excerpt_id, who[row["audience"]], redact(row["sentence"]), whole, quote)


def _back(section: SpecificationSection) -> ResponseReturnValue:
    return redirect(url_for("sentences.list_sentences", slug=section.slug))


def _load(finding_id: int) -> Finding:
    return queries.find_finding(g.programme.id, finding_id) or abort(404)
