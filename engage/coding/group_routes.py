"""Groups that the machine made of answers: places to look for new codes, and what came in the same words."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.accounts.models import Role
from engage.analysis.duplicates import LEAST_RESPONSES
from engage.coding import desk, groups, queries, runs
from engage.coding.models import GroupKind
from engage.web.access import guard, holds
from engage.web.marking import mark_words

blueprint = Blueprint("coding_groups", __name__)
guard(blueprint, Role.ANALYST, Role.COMMISSIONING_OFFICER)


@blueprint.get("/staff/<programme>/coding/new-codes")
def list_uncoded() -> ResponseReturnValue:
    return render_template(
        "coding_groups/list_uncoded.html",
        shown=[(one, _marked(one)) for one in groups.list_uncoded(g.programme.id)],
        ungrouped=groups.count_ungrouped(g.programme.id),
        last=queries.last_suggestions(g.programme.id),
        has_read=runs.find_last_run(g.programme.id) is not None,
        can_change=holds(Role.ANALYST),
    )


@blueprint.get("/staff/<programme>/coding/same-words")
def list_alike() -> ResponseReturnValue:
    found, shown = groups.list_alike(g.programme.id, _page())
    return render_template(
        "coding_groups/list_alike.html",
        found=found,
        shown=shown,
        last=queries.last_suggestions(g.programme.id),
        organised=LEAST_RESPONSES,
        can_change=holds(Role.ANALYST),
        address=url_for(".list_alike", page=""),
    )


@blueprint.get("/staff/<programme>/coding/groups/<int(max=2147483647):group_id>")
def show_group(group_id: int) -> ResponseReturnValue:
    shown = groups.find_group(g.programme.id, group_id) or abort(404)
    found = groups.list_members(shown.group, _page())
    telling = _telling(shown)
    return render_template(
        "coding_groups/show_group.html",
        shown=shown,
        is_alike=shown.group.kind == GroupKind.ALIKE,
        found=found,
        rows=[(excerpt, desk.question_of(excerpt), mark_words(excerpt.text, telling)) for excerpt in found],
        codes=desk.codes_of(g.programme.id, [excerpt.id for excerpt in found]),
        can_change=holds(Role.ANALYST),
        address=url_for(".show_group", group_id=group_id, page=""),
    )


def _marked(shown: groups.Shown) -> list[object]:
    return [mark_words(wording.text, _telling(shown)) for wording in shown.wordings]


def _telling(shown: groups.Shown) -> list[str]:
    return shown.group.words.split(", ")


def _page() -> int:
    return request.args.get("page", 1, type=int)
