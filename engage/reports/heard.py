"""What we heard: the edition in force, or another, read without counting anything, with the decisions as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts.models import Role
from engage.analysis.disclosure import SMALL
from engage.database import db
from engage.reports import queries
from engage.reports.editions.queries import RaisableQuote, edition_in_force, find_edition, list_raisable, read_document
from engage.reports.models import SummaryEdition
from engage.reports.summary import PublishedFinding, SummaryDocument
from engage.safeguarding.forms import ConcernAboutNotesForm
from engage.safeguarding.operations import raise_concern
from engage.safeguarding.queries import find_answer
from engage.saving import succeeds
from engage.web.access import guard
from engage.web.navigation import offer

# Who reads a summary, in whatever edition.
READERS = (
    Role.WORKING_GROUP_MEMBER,
    Role.COMMISSIONING_OFFICER,
    Role.ANALYST,
    Role.REVIEWER,
    Role.FACILITATOR,
    Role.PROCUREMENT_LEAD,
    Role.ADMINISTRATOR,
)

blueprint = Blueprint("summary", __name__, url_prefix="/staff/<programme>/what-we-heard")
guard(blueprint, *READERS)
offer(blueprint, position=10, label=_l("What we heard"), endpoint="list_sections", also=("editions",))

# An edition by its own address, which stays the same whatever is in force.
EDITION = "/editions/<int(max=2147483647):wave>/<int(max=2147483647):number>"


class EditionRead(NamedTuple):
    """An edition as pages show it: `in_force` is what everybody reads, and `of_edition` what the address of a page of
    the summary needs to stay within the edition (nothing in the one in force)."""

    edition: SummaryEdition
    document: SummaryDocument
    in_force: SummaryEdition
    of_edition: dict[str, int]


@blueprint.get("")
@blueprint.get(f"{EDITION}")
def list_sections(wave: int = 0, number: int = 0) -> ResponseReturnValue:
    if not number and edition_in_force(g.programme.id) is None:
        return render_template("summary/list_sections.html", edition=None, document=None)
    read = _read(wave, number)
    decisions = queries.decisions_of(read.document.findings)
    return render_template("summary/list_sections.html", **read._asdict(), decisions=decisions)


@blueprint.get("/how-this-was-made")
@blueprint.get(f"{EDITION}/how-this-was-made")
def show_method(wave: int = 0, number: int = 0) -> ResponseReturnValue:
    return render_template("summary/show_method.html", **_read(wave, number)._asdict(), small=SMALL)


@blueprint.get("/<slug:section_slug>")
@blueprint.get(f"{EDITION}/<slug:section_slug>")
def show_section(section_slug: str, wave: int = 0, number: int = 0) -> ResponseReturnValue:
    read = _read(wave, number)
    published = read.document.find_section(section_slug) or abort(404)
    section = queries.find_section(g.programme.id, section_slug)
    return render_template(
        "summary/show_section.html",
        **read._asdict(),
        section=published,
        decisions=queries.decisions_of(finding.id for finding in published.findings),
        lines=section.lines if section else [],
        line_decisions=queries.decisions_on_lines(section.id) if section else {},
    )


@blueprint.get("/<slug:section_slug>/findings/<int:finding_id>")
@blueprint.get(f"{EDITION}/<slug:section_slug>/findings/<int:finding_id>")
def show_finding(section_slug: str, finding_id: int, wave: int = 0, number: int = 0) -> ResponseReturnValue:
    """What is behind a finding: its counts, the quotes of all or of one `audience`, and what was decided on it."""
    read = _read(wave, number)
    finding = _find(read.document, section_slug, finding_id)
    return render_template(
        "summary/show_finding.html",
        **read._asdict(),
        section=read.document.find_section(section_slug),
        finding=finding,
        audience=request.args.get("audience", ""),
        decisions=queries.decisions_of([finding.id]).get(finding.id, []),
    )


@blueprint.route("/<slug:section_slug>/findings/<int:finding_id>/concern", methods=["GET", "POST"])
@blueprint.route(f"{EDITION}/<slug:section_slug>/findings/<int:finding_id>/concern", methods=["GET", "POST"])
def raise_about_quote(section_slug: str, finding_id: int, wave: int = 0, number: int = 0) -> ResponseReturnValue:
    """Whoever reads a quote may have the safeguarding lead look at the answer it is from; none reads more of it."""
    read = _read(wave, number)
    finding = _find(read.document, section_slug, finding_id)
    quotes, form = list_raisable(finding), ConcernAboutNotesForm()
    form.offer(quotes)
    if succeeds(form, lambda: _raise(quotes, form)):
        db.session.commit()
        return redirect(url_for("concerns.show_raised"))
    place: dict[str, Any] = {"section_slug": section_slug, "finding_id": finding_id, **read.of_edition}
    back = url_for(".show_finding", **place)
    return render_template("concerns/raise_about_notes.html", form=form, title=finding.title, back_url=back)


def _raise(quotes: Sequence[RaisableQuote], form: ConcernAboutNotesForm) -> None:
    chosen = next(quote for quote in quotes if quote.name == form.paragraph.data)
    answer = find_answer(g.programme.id, chosen.answer_id) or abort(404)
    raise_concern(answer=answer, raiser=current_user, note=form.note.data or "", programme_id=g.programme.id)


def _find(document: SummaryDocument, section_slug: str, finding_id: int) -> PublishedFinding:
    section = document.find_section(section_slug) or abort(404)
    return next((found for found in section.findings if found.id == finding_id), None) or abort(404)


def _read(wave: int, number: int) -> EditionRead:
    """The edition in force, or the one with this number of the wave with this number; 404 where there is none."""
    in_force = edition_in_force(g.programme.id) or abort(404)
    if not number:
        return EditionRead(in_force, read_document(in_force), in_force, {})
    edition = find_edition(g.programme.id, wave_number=wave, number=number) or abort(404)
    return EditionRead(edition, read_document(edition), in_force, {"wave": wave, "number": number})
