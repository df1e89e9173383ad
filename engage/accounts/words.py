"""What roles are called on a page, and what each is for."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.accounts.models import Role

ROLES: dict[Role, tuple[LazyString, LazyString]] = {
    Role.ADMINISTRATOR: (_l("Administrator"), _l("Invites people and gives them their roles")),
    Role.COMMISSIONING_OFFICER: (_l("Commissioning officer"), _l("Runs the programme, its surveys and its meetings")),
    Role.REVIEWER: (_l("Reviewer"), _l("Comments on surveys and approves them")),
    Role.ANALYST: (_l("Analyst"), _l("Reads answers and says what they are about")),
    Role.FACILITATOR: (_l("Facilitator"), _l("Runs forums and writes their minutes")),
    Role.WORKING_GROUP_MEMBER: (_l("Working group member"), _l("Reads summaries and decides")),
    Role.PROCUREMENT_LEAD: (_l("Procurement lead"), _l("Reads what feeds the tender")),
    Role.SAFEGUARDING_LEAD: (_l("Safeguarding lead"), _l("Reads and releases answers that are on hold")),
}


def role_words(role: str) -> str:
    """A role as people say it."""
    return str(ROLES[Role(role)][0])
