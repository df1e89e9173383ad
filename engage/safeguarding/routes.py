"""The safeguarding lead's queue: what is on hold, why, and what is done with it. Nobody else's, ever."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from engage.accounts.models import Role
from engage.database import DomainError, db, today
from engage.safeguarding import casework, queries, words
from engage.safeguarding.casework import Act
from engage.safeguarding.forms import ActForm, ChoiceForm, ReleaseHarmlessForm, TakeForm
from engage.safeguarding.models import Flag, FlagAct
from engage.safeguarding.rest import list_rest
from engage.safeguarding.signals import Publication, publications_of
from engage.surveys.editions import question_of
from engage.web.access import guard
from engage.web.marking import Part, mark_words
from engage.web.navigation import offer

blueprint = Blueprint("safeguarding", __name__)
guard(blueprint, Role.SAFEGUARDING_LEAD)
offer(blueprint, position=50, label=_l("Safeguarding"), endpoint="list_flags")

# Longer numbers were not written by a page of ours.
LONGEST_NUMBER = 9
# After these there is nothing more to do on the flag's page.
DONE_WITH = (FlagAct.REFERRED, FlagAct.CLOSED, FlagAct.RELEASED)


class Shown(NamedTuple):
    """A flag as the lead reads it; without question and words where the answer was taken back."""

    flag: Flag
    question: str
    parts: list[Part]
    who: str
    publications: list[Publication]


@blueprint.get("/staff/<programme>/safeguarding")
def list_flags() -> ResponseReturnValue:
    form = ChoiceForm(request.args)
    form.offer(g.programme.audiences)
    choice = queries.Choice(**{name: form[name].data or "" for name in ("reason", "audience", "tier", "state")})
    found = queries.list_flags(g.programme.id, choice, _page())
    kept = {name: value for name, value in request.args.items() if name != "page" and value}
    return render_template(
        "safeguarding/list_flags.html",
        form=form,
        found=found,
        shown=_show(found.items),
        counts=queries.count_flags(g.programme.id),
        unread=queries.count_unread(g.programme.id),
        choice=choice,
        words=words,
        today=today(),
        address=f"{url_for('.list_flags')}?{urlencode([*kept.items(), ('page', '')])}",
    )


@blueprint.route("/staff/<programme>/safeguarding/harmless", methods=["GET", "POST"])
def release_harmless() -> ResponseReturnValue:
    """Several that are probably nothing, after a glance: one note, one press. `?ticked=all` ticks them all."""
    form = ReleaseHarmlessForm()
    if form.validate_on_submit():
        try:
            count = casework.release_together(
                flag_ids=_ids(form.flags.data or []),
                by=current_user,
                note=form.note.data or "",
                programme_id=g.programme.id,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_say_released(count, len(form.flags.data or [])))
            return redirect(url_for(".release_harmless"))
    shown = _show(queries.list_harmless(g.programme.id))
    ticked = {str(each.flag.id) for each in shown} if "ticked" in request.args else set(form.flags.data or [])
    return render_template(
        "safeguarding/release_harmless.html",
        form=form,
        shown=shown,
        ticked=ticked,
        left=queries.count_harmless(g.programme.id),
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
    return redirect(url_for(".show_flag", flag_id=flag_id))


def _offer(form: ActForm, flag: Flag) -> None:
    form.offer(
        casework.acts_for(flag),
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
    is_free = casework.act(
        flag=flag,
        done=done,
        programme_id=g.programme.id,
        translation=form.translation.data or "",
        as_written=form.as_written.data,
    )
    db.session.commit()
    flash(_say_done(done.kind, is_free=is_free))
    if done.kind in DONE_WITH:
        return _go_on(flag)
    return redirect(url_for(".show_flag", flag_id=flag.id))


def _go_on(flag: Flag) -> ResponseReturnValue:
    """To the next flag that nobody has taken; to the queue where there is none."""
    following = queries.find_next(g.programme.id, flag)
    if following is None:
        return redirect(url_for(".list_flags"))
    flash(_("This is the next one that nobody has taken"))
    return redirect(url_for(".show_flag", flag_id=following))


def _flag_page(flag: Flag, form: ActForm) -> str:
    return render_template(
        "safeguarding/show_flag.html",
        form=form,
        today=today(),
        shown=_show([flag])[0],
        others=queries.list_others(flag) if flag.answer_id else [],
        words=words,
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
    return [
        Shown(
            flag=flag,
            question=question_of(flag.answer) if flag.answer else "",
            parts=mark_words(flag.words, flag.matched.split(", ")),
            who=flag.source,
            publications=published.get(flag.answer_id, []) if flag.answer_id else [],
        )
        for flag in flags
    ]


def _version(form: ActForm | TakeForm) -> int:
    """The version the page was opened at; 0, which is out of date, where it is none."""
    typed = form.version.data or ""
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0


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
