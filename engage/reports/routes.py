"""The findings desk: what groups of answers say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from engage.accounts.models import Role
from engage.analysis.findings import last_without_new
from engage.coding.models import Code
from engage.coding.queries import list_codes
from engage.database import db
from engage.passages.covering import editable, saved
from engage.programmes.models import Wave
from engage.programmes.queries import list_sections
from engage.reports import operations, queries
from engage.reports.editions.publications import list_editions_quoting
from engage.reports.editions.queries import edition_in_force
from engage.reports.forms import ButtonForm, FindingForm, SentenceForm
from engage.reports.models import Finding
from engage.saving import attempt, attempt_change, succeeds
from engage.web.access import guard
from engage.web.navigation import offer

blueprint = Blueprint("findings", __name__, url_prefix="/staff/<programme>/findings")
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)
offer(
    blueprint,
    position=45,
    label=_l("Findings"),
    endpoint="list_findings",
    also=("drafts", "quotes", "rare", "sentences", "settling", "telling", "tables"),
)


@blueprint.get("")
def list_findings() -> ResponseReturnValue:
    wave = queries.current_wave(g.programme)
    findings = queries.list_findings(wave.id) if wave else []
    return render_template(
        "findings/list_findings.html",
        wave=wave,
        sections=list_sections(programme=g.programme),
        findings=findings,
        sentences=queries.sentences(wave.id) if wave else {},
        edition=edition_in_force(g.programme.id),
        answers=queries.count_respondents(wave.id) if wave else 0,
        last_without_new=_last_without_new(wave) if wave else 0,
        button=ButtonForm(),
    )


@blueprint.post("/propose")
def propose_findings() -> ResponseReturnValue:
    _pressed()
    proposed = operations.propose_findings(wave=_wave())
    db.session.commit()
    if proposed:
        flash(
            ngettext(
                "%(num)s finding is proposed. Give it a headline and a statement",
                "%(num)s findings are proposed. Give each a headline and a statement",
                len(proposed),
            )
        )
    else:
        flash(_("Every code that somebody spoke to is in a finding already"))
    return redirect(url_for("findings.list_findings"))


@blueprint.route("/new", methods=["GET", "POST"])
def add_finding() -> ResponseReturnValue:
    wave, form = _wave(), FindingForm(section=request.args.get("section", type=int))
    codes = _offer(form, wave)
    if finding := attempt(
        form,
        lambda: operations.add_finding(wave=wave, **_finding_in(form, codes)),
        lambda: operations.check_codes(wave=wave, codes=form.chosen_codes(codes)),
    ):
        return _finding_saved(finding)
    return render_template("findings/edit_finding.html", form=form, finding=None)


@blueprint.route("/<int:finding_id>", methods=["GET", "POST"])
def change_finding(finding_id: int) -> ResponseReturnValue:
    finding = _load(finding_id)
    stored = {
        "title": editable(finding.title, current_user),
        "statement": editable(finding.statement, current_user),
        "section": finding.section_id,
        "codes": [code.id for code in queries.codes_in_force(finding)],
    }
    form = FindingForm(data=stored)
    codes = _offer(form, finding.wave, finding)
    if attempt_change(
        form,
        stored,
        lambda: operations.change_finding(finding=finding, **_finding_in(form, codes)),
        lambda: operations.check_codes(wave=finding.wave, codes=form.chosen_codes(codes), finding=finding),
    ):
        operations.sign_words(finding=finding, writer=current_user)
        return _finding_saved(finding)
    return render_template("findings/edit_finding.html", form=form, finding=finding)


@blueprint.route("/<int:finding_id>/remove", methods=["GET", "POST"])
def remove_finding(finding_id: int) -> ResponseReturnValue:
    """Asked once more, with the published editions that lose its quotes."""
    finding, form = _load(finding_id), ButtonForm()
    title, place = finding.title, finding.section.slug
    if succeeds(form, lambda: operations.remove_finding(finding=finding, remover=current_user)):
        db.session.commit()
        flash(_("“%(finding)s” is removed", finding=title))
        return redirect(url_for("findings.list_findings", _anchor=place))
    editions = list_editions_quoting(finding)
    return render_template("findings/remove_finding.html", form=form, finding=finding, editions=editions)


@blueprint.route("/sections/<slug>/sentence", methods=["GET", "POST"])
def write_sentence(slug: str) -> ResponseReturnValue:
    wave, section = _wave(), queries.find_section(g.programme.id, slug) or abort(404)
    stored = {"sentence": editable(queries.sentences(wave.id).get(section.id), current_user)}
    form = SentenceForm(data=stored)
    if attempt_change(
        form,
        stored,
        lambda: operations.write_sentence(wave=wave, section=section, sentence=form.sentence.data, writer=current_user),
    ):
        db.session.commit()
        flash(saved(_("The sentence is saved"), queries.sentences(wave.id).get(section.id)))
        return redirect(url_for("findings.list_findings", _anchor=section.slug))
    return render_template("findings/write_sentence.html", form=form, section=section)


def _offer(form: FindingForm, wave: Wave, finding: Finding | None = None) -> Sequence[Code]:
    """Fill the form's lists; the codes that there are."""
    codes = list_codes(g.programme.id)
    taken = queries.codes_taken(wave.id, besides=finding.id if finding else None)
    form.offer(list_sections(programme=g.programme), codes, taken, form.section.data)
    return codes


def _finding_in(form: FindingForm, codes: Sequence[Code]) -> dict[str, Any]:
    """What was filled in, as the operations take it."""
    return {
        "section": next(section for section in g.programme.sections if section.id == form.section.data),
        "codes": form.chosen_codes(codes),
        "title": form.title.data,
        "statement": form.statement.data or "",
        "writer": current_user,
    }


def _finding_saved(finding: Finding) -> ResponseReturnValue:
    db.session.commit()
    flash(saved(_("The finding is saved"), finding.title, finding.statement))
    return redirect(url_for("findings.list_findings", _anchor=f"finding-{finding.id}"))


def _last_without_new(wave: Wave) -> int:
    return last_without_new(queries.count_holders(wave), queries.count_respondents(wave.id))


def _wave() -> Wave:
    return queries.current_wave(g.programme) or abort(404)


def _load(finding_id: int) -> Finding:
    return queries.find_finding(g.programme.id, finding_id) or abort(404)


def _pressed() -> None:
    if not ButtonForm().validate_on_submit():
        abort(400)
