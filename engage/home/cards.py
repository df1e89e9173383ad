"""What is waiting for a person, by the roles they hold: calm cards with one link each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.accounts import queries as accounts
from engage.accounts.models import Role
from engage.coding import desk
from engage.database import today
from engage.forums import queries as forums
from engage.programmes.models import Programme
from engage.reports.editions.queries import edition_in_force
from engage.safeguarding import queries as safeguarding
from engage.surveys import queries as surveys
from engage.surveys.models import SurveyStatus
from engage.surveys.queries import Tally
from engage.web.access import holds
from engage.web.filters import words_date

OFFICERS = (Role.COMMISSIONING_OFFICER, Role.ADMINISTRATOR)
SUMMARY_READERS = (Role.WORKING_GROUP_MEMBER, Role.PROCUREMENT_LEAD, Role.COMMISSIONING_OFFICER)


class Card(NamedTuple):
    """What stands on a card. `lines` say how things are; the link leads to where something can be done."""

    title: LazyString
    lines: Sequence[str]
    address: str
    link: str


def cards_for(programme: Programme) -> list[Card]:
    """The cards of the person signed in, what is most urgent first."""
    return [make(programme) for roles, make in CARDS if holds(*roles)]


def answers_so_far(programme: Programme) -> Card:
    tallies = surveys.tally_responses(programme_id=programme.id, on=today())
    lines = [_tally_words(tally) for tally in tallies] or [_("No survey has been opened yet.")]
    return Card(_l("Answers so far"), lines, url_for("surveys.list_responses"), _("See the answers by audience"))


def surveys_to_review(programme: Programme) -> Card:
    waiting = [
        survey.audience.name
        for survey in surveys.list_surveys(programme_id=programme.id)
        if survey.status == SurveyStatus.IN_REVIEW
    ]
    lines = waiting or [_("No survey is waiting for comments.")]
    return Card(_l("Surveys to review"), lines, url_for("surveys.list_surveys"), _("See the surveys"))


def next_meeting(programme: Programme) -> Card:
    meeting = forums.next_meeting(programme_id=programme.id, on=today())
    lines = [f"{meeting.title}, {words_date(meeting.held_on)}"] if meeting else [_("No meeting is planned.")]
    return Card(_l("Next meeting"), lines, url_for("forums.list_meetings"), _("See the meetings and minutes"))


def actions_to_do(programme: Programme) -> Card:
    actions = forums.list_open_actions(programme_id=programme.id)
    late = sum(action.due_on < today() for action in actions)
    lines = [_("%(number)s to do", number=len(actions))] if actions else [_("Every action is done.")]
    if late:
        lines.append(_("%(number)s past the day they were due", number=late))
    return Card(_l("Actions"), lines, url_for("forums.list_meetings"), _("See the meetings they come from"))


def answers_on_hold(programme: Programme) -> Card:
    counts = safeguarding.count_flags(programme.id)
    lines = [
        ngettext("%(num)d to look at today", "%(num)d to look at today", counts.look_today),
        ngettext("%(num)d probably nothing", "%(num)d probably nothing", counts.probably_nothing),
    ]
    now = ngettext("%(num)d to look at now", "%(num)d to look at now", counts.concerns + counts.look_now)
    concerns = ngettext("%(num)d that worries a reader", "%(num)d that worry a reader", counts.concerns)
    lines.insert(0, f"{now} · {concerns}" if counts.concerns else now)
    if counts.untaken:
        lines.append(ngettext("%(num)d nobody has taken", "%(num)d nobody has taken", counts.untaken))
    return Card(_l("On hold"), lines, url_for("safeguarding.list_flags"), _("Read what is on hold"))


def answers_to_code(programme: Programme) -> Card:
    waiting = desk.count_progress(programme.id).left
    lines = [
        ngettext(
            "%(num)d answer that nobody has read for coding",
            "%(num)d answers that nobody has read for coding",
            waiting,
        )
        if waiting
        else _("Every answer that is not on hold has been read.")
    ]
    return Card(_l("Answers to code"), lines, url_for("coding.list_excerpts"), _("Open the coding desk"))


def what_we_heard(programme: Programme) -> Card:
    edition = edition_in_force(programme.id)
    lines = [
        _("Summary %(number)s, published on %(day)s", number=edition.number, day=words_date(edition.published_at))
        if edition
        else _("No summary has been published yet.")
    ]
    return Card(_l("What we heard"), lines, url_for("summary.list_sections"), _("Read the summary"))


def people_invited(programme: Programme) -> Card:
    people = accounts.list_people(programme_id=programme.id)
    waiting = sum(not person.password_hash for person in people)
    lines = [ngettext("%(num)d person", "%(num)d people", len(people))]
    if waiting:
        lines.append(_("%(number)s not signed in yet", number=waiting))
    return Card(_l("People"), lines, url_for("people.list_people"), _("See the people and their roles"))


def specification(programme: Programme) -> Card:
    lines = [ngettext("%(num)d section", "%(num)d sections", len(programme.sections))]
    address = url_for("specification.show_specification")
    return Card(_l("Specification"), lines, address, _("Read the specification"))


def _tally_words(tally: Tally) -> str:
    audience = tally.survey.audience
    sent = _("%(sent)s of %(size)s", sent=tally.total, size=audience.known_size) if audience.known_size else tally.total
    left = ngettext("%(num)d day left", "%(num)d days left", tally.days_left) if tally.days_left else _("closed")
    return f"{audience.name}: {sent} · {left}"


CARDS: tuple[tuple[tuple[Role, ...], Callable[[Programme], Card]], ...] = (
    ((Role.SAFEGUARDING_LEAD,), answers_on_hold),
    (OFFICERS, answers_so_far),
    ((Role.REVIEWER,), surveys_to_review),
    ((Role.ANALYST,), answers_to_code),
    (SUMMARY_READERS, what_we_heard),
    ((Role.FACILITATOR, Role.WORKING_GROUP_MEMBER, Role.REVIEWER, Role.PROCUREMENT_LEAD, *OFFICERS), next_meeting),
    ((Role.FACILITATOR, Role.WORKING_GROUP_MEMBER, *OFFICERS), actions_to_do),
    ((Role.PROCUREMENT_LEAD, Role.WORKING_GROUP_MEMBER), specification),
    ((Role.ADMINISTRATOR,), people_invited),
)
