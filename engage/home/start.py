"""Where people who sign in start: their programmes, then what waits for them in one."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts.models import Role
from engage.home.cards import cards_for
from engage.programmes import queries
from engage.web.access import guard
from engage.web.navigation import offer

# Everyone signed in may see which programmes are theirs.
mine = Blueprint("mine", __name__)
guard(mine)

blueprint = Blueprint("start", __name__)
guard(blueprint, *Role)
offer(blueprint, position=0, label=_l("Start"), endpoint="show_start")


@mine.get("/staff/")
def list_mine() -> ResponseReturnValue:
    """The only programme's start page; with several, or none, a list."""
    found = [(each, roles) for each in queries.list_programmes() if (roles := current_user.roles_in(each.id))]
    if len(found) == 1:
        return redirect(url_for("start.show_start", programme=found[0][0].slug))
    return render_template("mine/list_mine.html", found=found)


@blueprint.get("/staff/<programme>/")
def show_start() -> ResponseReturnValue:
    return render_template("start/show_start.html", cards=cards_for(g.programme))
