"""What the demonstration reports and decides: findings, quotes, a published summary, meetings and decisions."""

from __future__ import annotations

from engage.accounts.models import User
from engage.coding.models import Code, Excerpt
from engage.coding.queries import list_codes
from engage.demo.coded import release_notes
from engage.demo.plan import Plan, PlannedDecision, PlannedFinding, PlannedMeeting
from engage.forums import operations as forums
from engage.forums.models import ForumKind, Meeting, MinutesStatus
from engage.forums.queries import fingerprint_of_minutes
from engage.programmes.models import Programme, SpecificationLine, Wave
from engage.reports import operations as reports
from engage.reports import queries
from engage.reports.drafts.operations import prepare_now
from engage.reports.known import Known, known_names
from engage.reports.models import Finding
from engage.reports.proposing import Proposed, propose_summary, said_of

QUOTES_PER_AUDIENCE = 2
SENTENCES_SHOWN = 3
# Long enough to say something, short enough to be read; nearest the middle first.
QUOTE_LENGTHS = range(35, 160)
MIDDLING = 90

Findings = dict[str, Finding]


def find(*, plan: Plan, wave: Wave, analyst: User, officer: User) -> None:
    """Findings with their quotes."""
    codes = {code.slug: code for code in list_codes(wave.programme_id)}
    for planned in plan.findings:
        finding = _add(planned, codes[planned.code], wave, analyst)
        reports.approve_words(finding=finding, approver=officer)
        _approve_quotes(finding, analyst)


def publish(*, plan: Plan, wave: Wave, analyst: User, officer: User, lead: User) -> None:
    """The section sentences, and the edition that the working group reads."""
    sections = {section.slug: section for section in wave.programme.sections}
    _sum_up(wave, analyst)
    for written in plan.sections_in_words:
        section = sections[written.section]
        reports.write_sentence(wave=wave, section=section, sentence=written.sentence, writer=analyst)
    release_notes(programme=wave.programme, lead=lead)
    prepare_now(wave=wave, officer=officer)
    reports.publish_summary(wave=wave, publisher=officer)


def _add(planned: PlannedFinding, code: Code, wave: Wave, writer: User) -> Finding:
    """In the section that its code feeds."""
    section = next(section for section in wave.programme.sections if section.id == code.section_id)
    return reports.add_finding(
        wave=wave, section=section, codes=[code], title=planned.title, statement=planned.statement, writer=writer
    )


def _approve_quotes(finding: Finding, analyst: User) -> None:
    known = known_names(finding.wave.programme)
    for audience in finding.wave.programme.audiences:
        candidates = queries.list_candidates(finding, audience=audience.slug).items
        quotable = [excerpt for excerpt in candidates if _is_quotable(excerpt, known)]
        for excerpt in sorted(quotable, key=_distance)[:QUOTES_PER_AUDIENCE]:
            reports.approve_quote(finding=finding, excerpt=excerpt, words=excerpt.text, approver=analyst)


def _sum_up(wave: Wave, analyst: User) -> None:
    """Each section in a few of the sentences that the machine proposes for it."""
    findings = {finding.id: finding for finding in queries.list_findings(wave.id)}
    said = said_of(wave, findings)
    for section in wave.programme.sections:
        own = {finding.id: finding for finding in findings.values() if finding.section_id == section.id}
        proposed = propose_summary(said[said["code"].isin(own)], own, wave)
        for sentence in [each for each in proposed if _is_sentence(each)][:SENTENCES_SHOWN]:
            _approve_sentence(sentence, wave, analyst)


def _is_sentence(proposed: Proposed) -> bool:
    """Said as it stands, long enough to tell something."""
    return len(proposed.words) in QUOTE_LENGTHS and proposed.words in proposed.whole


def _approve_sentence(proposed: Proposed, wave: Wave, analyst: User) -> None:
    if proposed.quote:
        reports.sum_up(quote=proposed.quote, in_summary=True)
        return
    excerpt = queries.find_candidate(proposed.finding, proposed.excerpt_id)
    if excerpt is not None:
        quote = reports.approve_quote(finding=proposed.finding, excerpt=excerpt, words=proposed.words, approver=analyst)
        reports.sum_up(quote=quote, in_summary=True)


def _is_quotable(excerpt: Excerpt, known: Known) -> bool:
    return len(excerpt.text) in QUOTE_LENGTHS and known.redact(excerpt.text) == excerpt.text


def _distance(excerpt: Excerpt) -> tuple[int, str]:
    return abs(len(excerpt.text) - MIDDLING), excerpt.text


def decide(*, plan: Plan, wave: Wave, officer: User, lead: User) -> None:
    """The working group's meetings, with their minutes, decisions and actions."""
    programme, findings, kind = wave.programme, _findings(plan, wave), ForumKind.WORKING_GROUP
    forum = forums.add_forum(programme_id=programme.id, kind=kind, title="Working group", author=officer)
    for planned in plan.meetings:
        meeting = forums.add_meeting(
            forum=forum, title=planned.title, held_on=planned.date, place=planned.place, author=officer
        )
        _minute(meeting, planned, officer)
        for decision in planned.decisions:
            _decide(meeting, decision, programme, findings, officer)
        release_notes(programme=programme, lead=lead)
        if planned.minutes is MinutesStatus.APPROVED:
            _publish(meeting, planned, officer)


def _findings(plan: Plan, wave: Wave) -> Findings:
    """By the code that each was planned from."""
    titled = {str(finding.title): finding for finding in queries.list_findings(wave.id)}
    return {planned.code: titled[planned.title] for planned in plan.findings}


def _minute(meeting: Meeting, planned: PlannedMeeting, officer: User) -> None:
    for person in planned.attendance:
        forums.add_attendance(
            meeting=meeting,
            name=person.name,
            represents=person.represents,
            sent_apologies=person.apologies,
            author=officer,
        )
    forums.write_points(meeting=meeting, points="\n\n".join(planned.points), author=officer)
    for action in planned.actions:
        forums.add_action(meeting=meeting, text=action.text, owner=action.owner, due_on=action.due, author=officer)


def _decide(
    meeting: Meeting, planned: PlannedDecision, programme: Programme, findings: Findings, officer: User
) -> None:
    decision = forums.record_decision(
        meeting=meeting,
        title=planned.title,
        outcome=planned.outcome,
        reason=planned.reason,
        line=_line(programme, planned.line),
        new_text=planned.new_text,
        author=officer,
    )
    for code in planned.settles:
        reports.settle(finding=findings[code], decision=decision)


def _line(programme: Programme, number: str) -> SpecificationLine | None:
    lines = (line for section in programme.sections for line in section.lines)
    return next((line for line in lines if line.number == number), None)


def _publish(meeting: Meeting, planned: PlannedMeeting, officer: User) -> None:
    forums.approve_minutes(meeting=meeting, approver=officer, fingerprint=fingerprint_of_minutes(meeting))
    for decision, said in zip(meeting.decisions, planned.decisions, strict=True):
        if said.published:
            forums.publish_decision(decision=decision, publisher=officer)
