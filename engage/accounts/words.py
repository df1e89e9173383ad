"""What roles are called on a page, and what each is for."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.accounts.models import Role


class Called(NamedTuple):
    name: LazyString
    purpose: LazyString


ROLES: dict[Role, Called] = {
    Role.ADMINISTRATOR: Called(_l("Administrator"), _l("Invites people and gives them their roles")),
    Role.COMMISSIONING_OFFICER: Called(
        _l("Commissioning officer"), _l("Runs the programme, its surveys and its meetings")
    ),
    Role.REVIEWER: Called(_l("Reviewer"), _l("Comments on surveys and approves them")),
    Role.ANALYST: Called(_l("Analyst"), _l("Reads answers and says what they are about")),
    Role.FACILITATOR: Called(_l("Facilitator"), _l("Runs forums and writes their minutes")),
    Role.WORKING_GROUP_MEMBER: Called(_l("Working group member"), _l("Reads summaries and decides")),
    Role.PROCUREMENT_LEAD: Called(_l("Procurement lead"), _l("Reads what feeds the tender")),
    Role.SAFEGUARDING_LEAD: Called(_l("Safeguarding lead"), _l("Reads and releases answers that are on hold")),
}


def role_words(role: str) -> str:
    """A role as people say it."""
    return str(ROLES[Role(role)].name)
