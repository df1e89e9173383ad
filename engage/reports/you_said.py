"""You said, we did: published decisions beside the findings they answer, for anyone to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from itertools import pairwise
from typing import NamedTuple

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from engage.forums.models import Decision
from engage.forums.queries import list_published_decisions
from engage.programmes.models import SpecificationSection
from engage.reports import queries
from engage.reports.editions.queries import read_document, release_in_force
from engage.reports.summary import PublishedFinding, PublishedSection, SummaryDocument

blueprint = Blueprint("you_said", __name__)
# How many of a finding's quotes stand beside a decision.
QUOTES_SHOWN = 2


class Superseding(NamedTuple):
    """What a line said since it was changed once more; shown only once the decision behind it is published."""

    text: str
    reason: str
    decision_number: int | None
    written_at: dt.datetime
    may_be_shown: bool


class Settled(NamedTuple):
    """A decision, the findings of the edition in force that it answers, and where it lands in the specification.

    `superseding` is every later change of its line, oldest first, where that says something else by now.
    """

    decision: Decision
    findings: list[PublishedFinding]
    section: PublishedSection | SpecificationSection | None
    superseding: tuple[Superseding, ...] = ()

    @property
    def place(self) -> tuple[bool, int, int]:
        number = self.section.number if self.section else 0
        return self.section is None, number, self.decision.number


@blueprint.get("/p/<programme>/you-said-we-did")
def you_said_we_did() -> ResponseReturnValue:
    release = release_in_force(g.programme.id)
    document = read_document(release.edition) if release else None
    decisions = list_published_decisions(programme_id=g.programme.id)
    settled = queries.findings_settled(decision.id for decision in decisions)
    published = {decision.number for decision in decisions}
    answered = [
        _join(decision, settled.get(decision.id, []), document)._replace(superseding=_superseding(decision, published))
        for decision in decisions
    ]
    answered.sort(key=lambda each: each.place)
    return render_template(
        "you_said/you_said_we_did.html",
        answered=answered,
        document=document,
        quotes_shown=QUOTES_SHOWN,
        release=release,
    )


def _join(decision: Decision, finding_ids: list[int], document: SummaryDocument | None) -> Settled:
    """Only what was published: a finding that is in no edition yet is not told."""
    published = document.findings if document else {}
    findings = [published[finding_id] for finding_id in finding_ids if finding_id in published]
    changed = decision.line.section if decision.line else None
    return Settled(decision, findings, changed or _section_of(findings, document))


def _superseding(decision: Decision, published: Set[int]) -> tuple[Superseding, ...]:
    """What became of the decision's line since, where it no longer says the decision's own words. A change of nothing
    but its number is none of the words."""
    if decision.line is None or decision.new_text in (None, decision.line.text):
        return ()
    versions = decision.line.versions
    own = [place for place, version in enumerate(versions) if version.decision_number == decision.number]
    since = versions[own[-1] if own else -2 :]
    return tuple(
        Superseding(
            now.text,
            now.reason,
            now.decision_number,
            now.written_at,
            may_be_shown=now.decision_number is None or now.decision_number in published,
        )
        for before, now in pairwise(since)
        if now.text != before.text
    )


def _section_of(findings: list[PublishedFinding], document: SummaryDocument | None) -> PublishedSection | None:
    sections = document.sections if document and findings else ()
    return next((section for section in sections if findings[0] in section.findings), None)
