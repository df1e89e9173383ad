"""What we heard: the latest summary edition, read without counting anything, with the decisions as they stand."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from engage.accounts.models import Role
from engage.reports import queries
from engage.reports.models import SummaryEdition
from engage.reports.summary import SummaryDocument
from engage.web.access import guard
from engage.web.navigation import offer

blueprint = Blueprint("summary", __name__, url_prefix="/staff/<programme>/what-we-heard")
guard(
    blueprint,
    Role.WORKING_GROUP_MEMBER,
    Role.COMMISSIONING_OFFICER,
    Role.ANALYST,
    Role.REVIEWER,
    Role.FACILITATOR,
    Role.PROCUREMENT_LEAD,
    Role.ADMINISTRATOR,
)
offer(blueprint, position=10, label=_l("What we heard"), endpoint="list_sections")


@blueprint.get("")
def list_sections() -> ResponseReturnValue:
    edition = queries.latest_edition(g.programme.id)
    document = SummaryDocument.model_validate(edition.document) if edition else None
    decisions = queries.decisions_of(document.findings) if document else {}
    return render_template("summary/list_sections.html", edition=edition, document=document, decisions=decisions)


@blueprint.get("/how-this-was-made")
def show_method() -> ResponseReturnValue:
    edition, document = _latest()
    return render_template("summary/show_method.html", edition=edition, document=document)


@blueprint.get("/<slug:section_slug>")
def show_section(section_slug: str) -> ResponseReturnValue:
    edition, document = _latest()
    published = document.find_section(section_slug) or abort(404)
    section = queries.find_section(g.programme.id, section_slug)
    return render_template(
        "summary/show_section.html",
        edition=edition,
        document=document,
        section=published,
        decisions=queries.decisions_of(finding.id for finding in published.findings),
        lines=section.lines if section else [],
        line_decisions=queries.decisions_on_lines(section.id) if section else {},
    )


@blueprint.get("/<slug:section_slug>/findings/<int:finding_id>")
def show_finding(section_slug: str, finding_id: int) -> ResponseReturnValue:
    """What is behind a finding: its counts, the quotes of all or of one `audience`, and what was decided on it."""
    edition, document = _latest()
    section = document.find_section(section_slug) or abort(404)
    finding = next((found for found in section.findings if found.id == finding_id), None) or abort(404)
    return render_template(
        "summary/show_finding.html",
        edition=edition,
        document=document,
        section=section,
        finding=finding,
        audience=request.args.get("audience", ""),
        decisions=queries.decisions_of([finding.id]).get(finding.id, []),
    )


def _latest() -> tuple[SummaryEdition, SummaryDocument]:
    edition = queries.latest_edition(g.programme.id) or abort(404)
    return edition, SummaryDocument.model_validate(edition.document)
