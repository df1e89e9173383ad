"""The specification, for everyone who has a part in the programme."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from engage.accounts.models import Role
from engage.programmes import queries
from engage.web.access import guard, holds
from engage.web.navigation import offer

blueprint = Blueprint("specification", __name__, url_prefix="/staff/<programme>/specification")
guard(blueprint, *Role)
offer(blueprint, position=60, label=_l("Specification"), endpoint="show_specification")


@blueprint.get("")
def show_specification() -> ResponseReturnValue:
    return render_template(
        "specification/show_specification.html",
        sections=queries.list_sections(programme=g.programme),
        may_change=holds(Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER),
    )
