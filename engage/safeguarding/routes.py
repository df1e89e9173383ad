"""The safeguarding lead's queue: what is on hold, why, and what is done with it. Nobody else's, ever."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from engage.accounts.models import Role
from engage.analysis.triage import Tier
from engage.database import DomainError, db, today
from engage.forums.models import Decision
from engage.safeguarding import casework, queries, words
from engage.safeguarding.casework import Act
from engage.safeguarding.forms import ActForm, ChoiceForm, ReleaseTogetherForm, TakeForm
from engage.safeguarding.models import Flag, FlagAct, FlagState
from engage.safeguarding.notes import read_around
from engage.safeguarding.rest import list_rest
from engage.safeguarding.signals import Publication, publications_of
from engage.surveys.editions import question_of
from engage.web.access import guard
from engage.web.marking import Part, mark_words
from engage.web.navigation import offer

blueprint = Blueprint("safeguarding", __name__)
guard(blueprint, Role.SAFEGUARDING_LEAD)
offer(blueprint, position=50, label=_l("Safeguarding"), endpoint="list_flags")

FILTERS = ("reason", "audience", "tier", "state")
PLACE = (*FILTERS, "page")
# Longer numbers were not written by a page of ours.
LONGEST_NUMBER = 9
# After these there is nothing more to do on the flag's page.
DONE_WITH = (FlagAct.REFERRED, FlagAct.CLOSED, FlagAct.RELEASED)


class Shown(NamedTuple):
    """A flag as the lead reads it; without question and words where the answer was taken back. With it the editions,
    or the decisions, that its words were published in."""

    flag: Flag
    question: str
    parts: list[Part]
    who: str
    publications: list[Publication]
    decisions: list[Decision]


@blueprint.get("/staff/<programme>/safeguarding")
def list_flags() -> ResponseReturnValue:
    form = ChoiceForm(request.args)
    form.offer(g.programme.audiences)
    choice = _choice()
    found = queries.list_flags(g.programme.id, choice, _page())
    place = {name: value for name, value in _place().items() if name != "page"}
    return render_template(
        "safeguarding/list_flags.html",
        form=form,
        found=found,
        shown=_show(found.items),
        counts=queries.count_flags(g.programme.id),
        together=queries.count_for_release(g.programme.id, Tier.LOOK_TODAY),
        unread=queries.count_unread(g.programme.id),
        choice=choice,
        place=_place(),
        words=words,
        today=today(),
        address=f"{url_for('.list_flags')}?{urlencode([*place.items(), ('page', '')])}",
    )


@blueprint.route(
    "/staff/<programme>/safeguarding/together/<any(look_today, probably_nothing):tier>", methods=["GET", "POST"]
)
def release_together(tier: str) -> ResponseReturnValue:
    """Several of one tier: each is shown with its words and ticked, one note, one press. What is probably nothing can
    be ticked all at once (`?ticked=all`), after a glance; what is to be looked at now is not here."""
    form, of = ReleaseTogetherForm(), Tier(tier)
    if form.validate_on_submit():
        try:
            count = casework.release_together(
                flag_ids=_ids(form.flags.data or []),
                tier=of,
                by=current_user,
                note=form.note.data or "",
                programme_id=g.programme.id,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_say_released(count, len(form.flags.data or [])))
            return redirect(url_for(".release_together", tier=tier))
    shown = _show(queries.list_for_release(g.programme.id, of))
    ticks_all = of == Tier.PROBABLY_NOTHING
    is_all = ticks_all and "ticked" in request.args
    return render_template(
        "safeguarding/release_together.html",
        form=form,
        tier=of,
        words=words,
        shown=shown,
        ticks_all=ticks_all,
        ticked={str(each.flag.id) for each in shown} if is_all else set(form.flags.data or []),
        left=queries.count_for_release(g.programme.id, of),
    )


@blueprint.route("/staff/<programme>/safeguarding/<uuid:flag_id>", methods=["GET", "POST"])
def show_flag(flag_id: uuid.UUID) -> ResponseReturnValue:
    """A second lead is told of what the first has done meanwhile, and keeps what they typed."""
    flag = _load(flag_id)
    form = ActForm(version=flag.version)
    _offer(form, flag)
    if form.validate_on_submit():
        try:
            return _act(flag, form)
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
            flag = _load(flag_id)
            form.version.data = flag.version
            _offer(form, flag)
    return _flag_page(flag, form)


@blueprint.post("/staff/<programme>/safeguarding/<uuid:flag_id>/take")
def take_flag(flag_id: uuid.UUID) -> ResponseReturnValue:
    flag, form = _load(flag_id), TakeForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        casework.take(flag=flag, by=current_user, version=_version(form), programme_id=g.programme.id)
    except DomainError as error:
        db.session.rollback()
        flash(error.message)
    else:
        db.session.commit()
        flash(_("It is yours. Other leads see that you have taken it"))
    return redirect(url_for(".show_flag", flag_id=flag_id, **_place()))


def _offer(form: ActForm, flag: Flag) -> None:
    form.offer(
        casework.acts_for(flag),
        is_released=flag.state == FlagState.RELEASED,
        translation_wanted=casework.needs_translation(flag),
        asked_twice=casework.is_asked_twice(flag),
    )


def _act(flag: Flag, form: ActForm) -> ResponseReturnValue:
    done = Act(
        FlagAct(form.act.data),
        current_user,
        _version(form),
        note=form.note.data or "",
        party=form.party.data or "",
        may_be_read=form.may_be_read.data,
    )
    was_released = flag.state == FlagState.RELEASED and done.kind == FlagAct.REOPENED
    is_free = casework.act(
        flag=flag,
        done=done,
        programme_id=g.programme.id,
        translation=form.translation.data or "",
        as_written=form.as_written.data,
    )
    db.session.commit()
    flash(_("It is on hold again") if was_released else _say_done(done.kind, is_free=is_free))
    if done.kind in DONE_WITH:
        return _go_on(flag)
    return redirect(url_for(".show_flag", flag_id=flag.id, **_place()))


def _go_on(flag: Flag) -> ResponseReturnValue:
    """To the next flag among those the lead chose to see; to the queue as it was where there is none."""
    choice = _choice()
    following = queries.find_next(g.programme.id, flag, choice)
    if following is None:
        return redirect(url_for(".list_flags", **_place()))
    flash(_("This is the next one") if choice.state else _("This is the next one that nobody has taken"))
    return redirect(url_for(".show_flag", flag_id=following, **_place()))


def _flag_page(flag: Flag, form: ActForm) -> str:
    return render_template(
        "safeguarding/show_flag.html",
        form=form,
        today=today(),
        place=_place(),
        following=queries.find_next(g.programme.id, flag, _choice()),
        shown=_show([flag])[0],
        others=queries.list_others(flag) if flag.answer_id else [],
        words=words,
        around=read_around(flag.passage) if flag.passage else None,
        route=queries.find_route(flag.answer) if flag.answer else None,
        may_translate=casework.may_translate(flag),
        asked_twice=casework.is_asked_twice(flag),
        translation=queries.find_translation(flag.answer_id) if flag.answer_id else None,
        rest=list_rest(flag.answer) if flag.answer and "rest" in request.args else None,
    )


def _load(flag_id: uuid.UUID) -> Flag:
    return queries.find_flag(g.programme.id, flag_id) or abort(404)


def _show(flags: Sequence[Flag]) -> list[Shown]:
    published = publications_of({flag.answer_id for flag in flags if flag.answer_id})
    decided = queries.published_decisions([flag.passage for flag in flags if flag.passage])
    return [
        Shown(
            flag=flag,
            question=question_of(flag.answer) if flag.answer else "",
            parts=mark_words(flag.words, flag.matched.split(", ")),
            who=flag.source,
            publications=published.get(flag.answer_id, []) if flag.answer_id else [],
            decisions=decided.get(flag.passage_id, []) if flag.passage_id else [],
        )
        for flag in flags
    ]


def _version(form: ActForm | TakeForm) -> int:
    """The version the page was opened at; 0, which is out of date, where it is none."""
    typed = form.version.data or ""
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0


def _place() -> dict[str, Any]:
    """Where in the queue the lead is: its filters and page, which stay in the address of all they open from there."""
    return {name: request.args[name] for name in PLACE if request.args.get(name)}


def _choice() -> queries.Choice:
    """The flags that the filters in the address choose. One that is no choice of ours chooses all."""
    form = ChoiceForm(request.args)
    form.offer(g.programme.audiences)
    offered = {name: {choice.value for choice in form[name].choices} for name in FILTERS}
    return queries.Choice(**{name: form[name].data for name in FILTERS if form[name].data in offered[name]})


def _page() -> int:
    typed = request.args.get("page", "")
    if not typed.isdecimal():
        return 1
    return int(typed) if len(typed) <= LONGEST_NUMBER else 10**LONGEST_NUMBER


def _ids(typed: list[str]) -> list[uuid.UUID]:
    """The ids that were ticked; whatever is none is left out."""
    ids = []
    for one in typed:
        try:
            ids.append(uuid.UUID(one))
        except ValueError:
            continue
    return ids


def _say_done(act: FlagAct, *, is_free: bool) -> str:
    message: str = _("Saved")
    if act == FlagAct.RELEASED and is_free:
        message = _("Released. Others can read it now")
    elif act == FlagAct.RELEASED:
        message = _("Released. It is still on hold for another reason")
    elif act in DONE_WITH:
        message = _("Saved. It is kept from everyone")
    return message


def _say_released(count: int, ticked: int) -> str:
    released: str = ngettext(
        "%(num)d released. Others can read it now", "%(num)d released. Others can read them now", count
    )
    if count == ticked:
        return released
    left = ngettext(
        "%(num)d was not: it was released or taken meanwhile",
        "%(num)d were not: they were released or taken meanwhile",
        ticked - count,
    )
    return f"{released}. {left}"
