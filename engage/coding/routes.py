"""The coding desk: answers with what the machine suggests, and a person's decision on each."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts.models import Role
from engage.coding import desk, groups, operations, queries
from engage.coding.feelings import Feeling
from engage.coding.forms import FEELINGS, FilterForm, ReviewForm, feeling_key, review_form, suggested_in
from engage.coding.models import Code, Coding, Excerpt
from engage.coding.sections import by_section
from engage.coding.signals import suggestions_wanted
from engage.database import db
from engage.web.access import guard, holds, only
from engage.web.marking import mark_words
from engage.web.navigation import offer

blueprint = Blueprint("coding", __name__)
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)
OTHER_PAGES = ("coding_frame", "coding_acceptance", "coding_agreement", "coding_groups")
offer(blueprint, position=40, label=_l("Coding"), endpoint="list_excerpts", also=OTHER_PAGES)

# Words for a score, so that 51% does not read like a fact; even odds or less is a guess.
SURENESS = ((0.8, _l("Very sure")), (0.65, _l("Quite sure")), (0.5, _l("Fairly sure")), (0.0, _l("A guess")))


class Suggestion(NamedTuple):
    """A code the machine suggests: how sure it is, in words and in per cent, and the words that drove it."""

    coding: Coding
    sureness: LazyString
    per_cent: int


@blueprint.get("/staff/<programme>/coding")
def list_excerpts() -> ResponseReturnValue:
    if not holds(Role.ANALYST):
        return redirect(url_for("coding_frame.show_frame"))
    filters, form = _filters(), FilterForm(request.args)
    form.offer(g.programme, queries.list_codes(g.programme.id), desk.list_questions(g.programme.id))
    found = desk.list_excerpts(g.programme.id, filters, request.args.get("page", 1, type=int))
    return render_template(
        "coding/list_excerpts.html",
        form=form,
        found=found,
        shown=[(excerpt, desk.question_of(excerpt), mark_words(excerpt.text, [filters.words])) for excerpt in found],
        codes=desk.codes_of(g.programme.id, [excerpt.id for excerpt in found]),
        progress=desk.count_progress(g.programme.id),
        last=queries.last_suggestions(g.programme.id),
        has_frame=queries.find_frame(g.programme.id) is not None,
        kept=_kept(filters),
        address=f"{url_for('.list_excerpts')}?{urlencode([*_kept(filters).items(), ('page', '')])}",
    )


@blueprint.route("/staff/<programme>/coding/<uuid:excerpt_id>", methods=["GET", "POST"])
@only(Role.ANALYST)
def code_excerpt(excerpt_id: uuid.UUID) -> ResponseReturnValue:
    excerpt = desk.find_excerpt(g.programme.id, excerpt_id) or abort(404)
    codes, filters = queries.list_codes(g.programme.id), _filters()
    before = desk.verdicts_of(excerpt, current_user.id)
    suggestions = [_suggestion(coding) for coding in desk.list_suggestions(excerpt)]
    asked = _asked(codes, suggestions)
    form = review_form(codes, asked, before)
    if form.validate_on_submit():
        return _save(excerpt, form, asked, before)
    words = [word for one in suggestions for word in one.coding.evidence.split(", ")]
    return render_template(
        "coding/code_excerpt.html",
        form=form,
        excerpt=excerpt,
        question=desk.question_of(excerpt),
        parts=mark_words(excerpt.text, words),
        suggestions={one.coding.code_id: one for one in suggestions},
        asked=_surest_first([code for code in codes if code.id in asked], suggestions),
        groups=by_section([code for code in codes if code.id not in asked]),
        before=before,
        echo=groups.echoes(g.programme.id, [excerpt.id]).get(excerpt.id),
        guess=FEELINGS.get(feeling_key(desk.machine_feeling(excerpt))),
        progress=desk.count_progress(g.programme.id),
        kept=_kept(filters),
        following=desk.next_excerpt(g.programme.id, filters, excerpt),
    )


@blueprint.post("/staff/<programme>/coding/suggestions")
@only(Role.ANALYST)
def update_suggestions() -> ResponseReturnValue:
    db.session.commit()  # the job reads what is stored
    suggestions_wanted.send(None, programme_id=g.programme.id)
    flash(_("The machine is reading the answers again. New suggestions will be here in a minute or two"))
    return redirect(url_for(".list_excerpts"))


def _asked(codes: Sequence[Code], suggestions: list[Suggestion]) -> dict[int, Feeling]:
    """The codes that the form asks about, or asked about when it was sent, as the machine takes each to feel."""
    felt = {one.coding.code_id: Feeling(one.coding.sentiment, one.coding.is_mixed) for one in suggestions}
    asked = suggested_in(request.form) or set(felt)
    return {code.id: felt.get(code.id, Feeling()) for code in codes if code.id in asked}


def _save(excerpt: Excerpt, form: ReviewForm, asked: Collection[int], before: desk.Verdicts) -> ResponseReturnValue:
    operations.save_review(
        excerpt=excerpt,
        reviewer=current_user,
        verdicts=form.verdicts(asked),
        felt=form.felt(asked, before),
        **form.feeling._asdict(),
    )
    filters = _filters()
    following = desk.next_excerpt(g.programme.id, filters, excerpt)
    db.session.commit()
    if following:
        return redirect(url_for(".code_excerpt", excerpt_id=following, **_kept(filters)))
    flash(_("Saved. There are no more answers to look at here"))
    return redirect(url_for(".list_excerpts"))


def _surest_first(codes: list[Code], suggestions: list[Suggestion]) -> list[Code]:
    order = {one.coding.code_id: place for place, one in enumerate(suggestions)}
    return sorted(codes, key=lambda code: order.get(code.id, len(order)))


def _suggestion(coding: Coding) -> Suggestion:
    score = coding.score or 0.0
    sureness = next(words for least, words in SURENESS if score >= least)
    return Suggestion(coding, sureness, round(100 * score))


def _filters() -> desk.Filters:
    names = [each.name for each in fields(desk.Filters)]
    return desk.Filters(**{name: request.args.get(name, "").strip()[:200] for name in names})


def _kept(filters: desk.Filters) -> dict[str, Any]:
    """The filters as they stand in an address."""
    return {name: value for name, value in asdict(filters).items() if value}
