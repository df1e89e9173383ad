"""Reading findings, their quotes and decisions, and the surveys of a wave."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, and_, case, distinct, func, select
from sqlalchemy.orm import contains_eager, selectinload

from engage.coding.models import Code, Excerpt
from engage.coding.queries import applied, list_codes, readable, reviews
from engage.database import db, today
from engage.forums.models import Decision, Forum, Meeting, Minutes, MinutesStatus
from engage.programmes.models import Audience, Programme, SpecificationLine, SpecificationSection, Wave
from engage.reports.models import Finding, Quote, SectionSummary, SummaryEdition, finding_decision
from engage.safeguarding.models import Flag, FlagReason
from engage.safeguarding.queries import on_hold
from engage.surveys.models import Answer, Response, Survey
from engage.surveys.queries import sum_of_keys, voice, voice_in

ON_A_PAGE = 20


class Spoken(NamedTuple):
    """An excerpt and whose voice it is; `grave` where triage had found worrying words in its answer."""

    excerpt_id: uuid.UUID
    response_id: uuid.UUID
    audience: str
    text: str
    grave: bool


class WriterCount(NamedTuple):
    """How many people of a voice have written answers, the sum of their record keys, and whether a person has read
    every answer of theirs."""

    voice: str
    people: int
    key: int
    is_read: bool


def current_wave(programme: Programme) -> Wave | None:
    """The last wave that has started; before any has, the first."""
    started = [wave for wave in programme.waves if wave.starts_on <= today()]
    return next(iter([*reversed(started), *programme.waves]), None)


def list_findings(wave_id: int) -> Sequence[Finding]:
    """The findings of a wave by section and place, with their codes, decisions and quotes."""
    query = select(Finding).join(Finding.section).where(Finding.wave_id == wave_id)
    query = query.options(
        contains_eager(Finding.section),
        selectinload(Finding.codes),
        selectinload(Finding.decisions),
        selectinload(Finding.quotes),
        selectinload(Finding.wording),
    )
    return db.session.scalars(query.order_by(SpecificationSection.number, Finding.position, Finding.id)).all()


def codes_taken(wave_id: int, *, besides: int | None = None) -> dict[str, str]:
    """The title of the finding that counts each code, by the code's slug, leaving one finding out."""
    others = [finding for finding in list_findings(wave_id) if finding.id != besides]
    return {code.slug: finding.title for finding in others for code in finding.codes}


def codes_in_force(finding: Finding) -> list[Code]:
    """The finding's codes as the frame in force has them: a new version of the frame has new codes with old slugs."""
    slugs = {code.slug for code in finding.codes}
    return [code for code in list_codes(finding.wave.programme_id) if code.slug in slugs]


def find_finding(programme_id: int, finding_id: int) -> Finding | None:
    finding = db.session.get(Finding, finding_id)
    return finding if finding and finding.wave.programme_id == programme_id else None


def find_section(programme_id: int, slug: str) -> SpecificationSection | None:
    query = select(SpecificationSection).where(
        SpecificationSection.programme_id == programme_id, SpecificationSection.slug == slug
    )
    return db.session.scalar(query)


def sentences(wave_id: int) -> dict[int, str]:
    """The lead sentence of each section that has one, by the section's id."""
    query = select(SectionSummary.section_id, SectionSummary.sentence).where(SectionSummary.wave_id == wave_id)
    return dict(db.session.execute(query.order_by(SectionSummary.section_id)).all())


def list_candidates(finding: Finding, *, audience: str = "", page: int = 1) -> Pagination:
    """One page of the excerpts that may be quoted: a code of the finding counts for them, and nobody holds them.

    Approved ones come first.
    """
    here = and_(Quote.excerpt_id == Excerpt.id, Quote.finding_id == finding.id)
    query = _candidates(finding).outerjoin(Quote, here)
    if audience:
        query = query.where(Audience.slug == audience)
    return db.paginate(query.order_by(Quote.id.is_(None), Excerpt.id), page=page, per_page=ON_A_PAGE, error_out=False)


def find_candidate(finding: Finding, excerpt_id: uuid.UUID) -> Excerpt | None:
    return db.session.scalar(_candidates(finding).where(Excerpt.id == excerpt_id))


def find_quote(finding: Finding, excerpt_id: uuid.UUID) -> Quote | None:
    query = select(Quote).where(Quote.finding_id == finding.id, Quote.excerpt_id == excerpt_id)
    return db.session.scalar(query)


def quotes_of(finding: Finding, excerpt_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Quote]:
    """The approved quotes among these excerpts."""
    query = select(Quote).where(Quote.finding_id == finding.id, Quote.excerpt_id.in_(excerpt_ids))
    query = query.options(selectinload(Quote.approver)).order_by(Quote.id)
    return {quote.excerpt_id: quote for quote in db.session.scalars(query)}


def _candidates(finding: Finding) -> Select[Excerpt]:
    programme_id = finding.wave.programme_id
    verdicts = applied(programme_id)
    slugs = [code.slug for code in finding.codes]
    said = select(verdicts.c.excerpt_id).join(Code, Code.id == verdicts.c.code_id).where(Code.slug.in_(slugs))
    return (
        select(Excerpt)
        .join(Excerpt.answer)
        .join(Answer.response)
        .join(Response.survey)
        .join(Survey.audience)
        .where(Survey.wave_id == finding.wave_id, Response.submitted_on.is_not(None))
        .where(readable(programme_id), Excerpt.id.in_(said))
        .options(
            contains_eager(Excerpt.answer)
            .contains_eager(Answer.response)
            .contains_eager(Response.survey)
            .contains_eager(Survey.audience)
        )
    )


def list_spoken(wave: Wave) -> list[Spoken]:
    """Every excerpt of a wave that nobody holds, by its id."""
    worried = select(Flag.answer_id).where(Flag.reason == FlagReason.WORRYING_WORDS)
    query = select(Excerpt.id, Answer.response_id, voice(), Excerpt.text, Excerpt.answer_id.in_(worried))
    query = query.join(Excerpt.answer).join(Answer.response).join(Response.survey).join(Survey.audience)
    query = query.where(Survey.wave_id == wave.id, Response.submitted_on.is_not(None), readable(wave.programme_id))
    return [Spoken(*row) for row in db.session.execute(query.order_by(Excerpt.id))]


def count_holders(wave: Wave) -> list[int]:
    """How many responses of a wave speak for each code that anybody speaks for."""
    verdicts = applied(wave.programme_id)
    query = select(func.count(distinct(Answer.response_id))).select_from(verdicts)
    query = query.join(Excerpt, Excerpt.id == verdicts.c.excerpt_id)
    query = query.join(Excerpt.answer).join(Answer.response).join(Response.survey)
    query = query.where(Survey.wave_id == wave.id, Response.submitted_on.is_not(None), readable(wave.programme_id))
    return list(db.session.scalars(query.group_by(verdicts.c.code_id).order_by(verdicts.c.code_id)))


def count_respondents(wave_id: int) -> int:
    """How many responses of a wave say anything in their own words that nobody holds."""
    query = select(func.count(distinct(Answer.response_id))).join(Answer.response).join(Response.survey)
    query = query.where(Survey.wave_id == wave_id, Response.submitted_on.is_not(None))
    return db.session.scalar(query.where(func.trim(Answer.text) != "", ~on_hold(Answer.id))) or 0


def count_writers(wave: Wave) -> list[WriterCount]:
    """Those of a wave with written answers that nobody holds, voice by voice. Not to be shown as it is.

    People and not answers: the noise of a figure hides one key, and somebody's answers would be several.
    """
    slug, is_here = voice_in(wave.id)
    reviewed = reviews()
    is_read = func.min(case((reviewed.c.people > 0, 1), else_=0))
    each = select(slug.label("voice"), Response.record_key, is_read.label("is_read"))
    each = each.select_from(Excerpt).join(Excerpt.answer).join(Answer.response)
    each = each.outerjoin(reviewed, reviewed.c.excerpt_id == Excerpt.id)
    each = each.where(is_here, Response.submitted_on.is_not(None), readable(wave.programme_id)).group_by(Response.id)
    found = each.subquery().c
    query = select(found.voice, func.count(), sum_of_keys(found.record_key), found.is_read)
    rows = db.session.execute(query.group_by(found.voice, found.is_read).order_by(found.voice, found.is_read))
    return [WriterCount(voice, people, key, bool(read)) for voice, people, key, read in rows]


def count_responses(wave_id: int) -> dict[str, int]:
    """Submitted responses of a wave by the slug of their audience."""
    query = select(Audience.slug, func.count(Response.id)).join(Survey, Survey.audience_id == Audience.id)
    query = query.join(Response, Response.survey_id == Survey.id)
    query = query.where(Survey.wave_id == wave_id, Response.submitted_on.is_not(None))
    return dict(db.session.execute(query.group_by(Audience.slug).order_by(Audience.slug)).all())


def list_wave_surveys(wave_id: int) -> Sequence[Survey]:
    """The surveys of a wave, audiences in their order, with their editions."""
    query = select(Survey).join(Survey.audience).where(Survey.wave_id == wave_id)
    query = query.options(selectinload(Survey.editions), contains_eager(Survey.audience))
    return db.session.scalars(query.order_by(Audience.position, Audience.id, Survey.id)).all()


def decisions_of(finding_ids: Iterable[int]) -> dict[int, list[Decision]]:
    """The decisions that settle each of these findings, the latest first."""
    query = select(finding_decision.c.finding_id, Decision).join(Decision)
    query = query.where(finding_decision.c.finding_id.in_(list(finding_ids)))
    found: defaultdict[int, list[Decision]] = defaultdict(list)
    for finding_id, decision in db.session.execute(query.order_by(Decision.number.desc())):
        found[finding_id].append(decision)
    return dict(found)


def findings_settled(decision_ids: Iterable[int]) -> dict[int, list[int]]:
    """The ids of the findings that each of these decisions settles, in the order of the specification."""
    query = select(finding_decision.c.decision_id, Finding.id).join(Finding).join(Finding.section)
    query = query.where(finding_decision.c.decision_id.in_(list(decision_ids)))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for decision_id, finding_id in db.session.execute(
        query.order_by(SpecificationSection.number, Finding.position, Finding.id)
    ):
        found[decision_id].append(finding_id)
    return dict(found)


def decisions_on_lines(section_id: int) -> dict[int, Decision]:
    """The latest decision on each line of a section, by the line's id."""
    query = select(Decision).join(Decision.line).where(SpecificationLine.section_id == section_id)
    query = query.options(selectinload(Decision.meeting).selectinload(Meeting.minutes))
    decisions = db.session.scalars(query.order_by(Decision.number))
    return {decision.line_id: decision for decision in decisions if decision.line_id is not None}


def list_draft_meetings(programme_id: int) -> Sequence[Meeting]:
    """Meetings whose minutes can still take a decision: those held, the latest first, then those to come."""
    query = select(Meeting).join(Meeting.forum).join(Meeting.minutes).where(Forum.programme_id == programme_id)
    query = query.where(Minutes.status == MinutesStatus.DRAFT)
    order = (Meeting.held_on > today(), Meeting.held_on.desc(), Meeting.id.desc())
    return db.session.scalars(query.order_by(*order)).all()


def name_what_is_of(part: Wave | SpecificationSection) -> list[str]:
    """The findings, opening sentences and editions that are of a wave or a section, in words."""
    column = "wave_id" if isinstance(part, Wave) else "section_id"
    findings = select(Finding.title).where(getattr(Finding, column) == part.id).order_by(Finding.title)
    named = [f"the finding “{title}”" for title in db.session.scalars(findings)]
    sentences = select(func.count()).select_from(SectionSummary).where(getattr(SectionSummary, column) == part.id)
    if count := db.session.scalar(sentences):
        named.append(f"opening sentences of the summary ({count})")
    if isinstance(part, Wave):
        editions = select(SummaryEdition.number).where(SummaryEdition.wave_id == part.id)
        named += [f"edition {number} of the summary" for number in db.session.scalars(editions.order_by("number"))]
    return named
