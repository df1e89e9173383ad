"""The safeguarding lead's queue: what is on hold, why, and letting it go. Nobody else, whatever else they may do."""

from __future__ import annotations

import uuid
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import db
from engage.safeguarding import operations, queries
from engage.safeguarding.forms import REASONS, ChoiceForm, ReleaseForm
from engage.safeguarding.models import Flag
from engage.surveys.editions import question_of, read_edition
from engage.surveys.models import Answer, AnswerState
from engage.surveys.organisations.queries import list_marked
from engage.web.access import guard
from engage.web.marking import Part, mark_words
from engage.web.navigation import offer

blueprint = Blueprint("safeguarding", __name__)
guard(blueprint, Role.SAFEGUARDING_LEAD)
offer(blueprint, position=50, label=_l("Safeguarding"), endpoint="list_flags")

WITHOUT_WORDS: dict[str, LazyString] = {
    AnswerState.SKIPPED: _l("Skipped"),
    AnswerState.DONT_KNOW: _l("Doesn’t know"),
}


class Shown(NamedTuple):
    """A flag as the lead reads it; without question and words where the answer was taken back."""

    flag: Flag
    reason: str
    question: str
    parts: list[Part]
    who: str


@blueprint.get("/staff/<programme>/safeguarding")
def list_flags() -> ResponseReturnValue:
    form = ChoiceForm(request.args)
    form.offer_audiences(g.programme.audiences)
    choice = queries.Choice(
        reason=form.reason.data or "", audience=form.audience.data or "", released=form.state.data == "released"
    )
    found = queries.list_flags(g.programme.id, choice, request.args.get("page", 1, type=int))
    kept = {name: value for name, value in request.args.items() if name != "page" and value}
    return render_template(
        "safeguarding/list_flags.html",
        form=form,
        found=found,
        shown=[_show(flag) for flag in found.items],
        counts=queries.count_flags(g.programme.id),
        choice=choice,
        address=f"{url_for('.list_flags')}?{urlencode([*kept.items(), ('page', '')])}",
    )


@blueprint.route("/staff/<programme>/safeguarding/<uuid:flag_id>", methods=["GET", "POST"])
def release_flag(flag_id: uuid.UUID) -> ResponseReturnValue:
    flag = queries.find_flag(g.programme.id, flag_id) or abort(404)
    form = ReleaseForm()
    if form.validate_on_submit():
        try:
            return _release(flag, form)
        except operations.AlreadyReleased as late:
            flash(late.message)
        except operations.NoteMissing as missing:
            form.refuse(missing)
    return render_template(
        "safeguarding/release_flag.html",
        form=form,
        shown=_show(flag),
        others=[other for other in queries.list_flags_of_answer(flag.answer_id) if other is not flag],
        reasons=REASONS,
        rest=_rest_of(flag.answer) if flag.answer and "rest" in request.args else None,
    )


def _release(flag: Flag, form: ReleaseForm) -> ResponseReturnValue:
    is_free = operations.release(
        flag=flag, releaser=current_user, note=form.note.data or "", programme_id=g.programme.id
    )
    db.session.commit()
    if flag.answer_id is None:
        flash(_("Your note is kept with the record"))
    elif is_free:
        flash(_("Released. Analysts can read this answer now"))
    else:
        flash(_("Released. The answer is still on hold for its other reason"))
    return redirect(url_for(".list_flags"))


def _show(flag: Flag) -> Shown:
    question = question_of(flag.answer) if flag.answer else ""
    parts = mark_words(flag.words, flag.matched.split(", "))
    return Shown(flag, str(REASONS[flag.reason]), question, parts, flag.source)


def _rest_of(answer: Answer) -> list[tuple[str, str]]:
    """Question and answer for everything else the same person said, in the order asked, but for what is commercially
    confidential: it is flagged itself where it worries us."""
    response = answer.response
    marked = list_marked(response_id=response.id)
    others = (other for other in response.answers if other.id != answer.id)
    said = {other.item_id: other for other in others if other.item_id not in marked}
    return [
        (item.question, _in_words(said[item.id])) for item in read_edition(response.edition).items if item.id in said
    ]


def _in_words(answer: Answer) -> str:
    if answer.state != AnswerState.ANSWERED:
        return str(WITHOUT_WORDS[answer.state])
    if answer.text is not None:
        return answer.text
    item = read_edition(answer.response.edition).by_id[answer.item_id]
    return ", ".join(item.option_label(option) for option in answer.options or ())
