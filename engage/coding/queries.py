"""Reading frames and codings. Everything that gives excerpts leaves out answers on hold."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, select
from sqlalchemy.orm import joinedload

from engage.accounts.models import AuditEntry
from engage.coding.feelings import BY_MACHINE, BY_PERSON, feeling_of, felt, told
from engage.coding.models import (
    Acceptance,
    AcceptedExcerpt,
    Code,
    Coder,
    CoderKind,
    Coding,
    CodingFrame,
    Excerpt,
    ExcerptReview,
    MachineRun,
)
from engage.database import db
from engage.programmes.models import Kloe, SpecificationSection, Wave
from engage.safeguarding.queries import on_hold, translation_of
from engage.surveys.editions import read_edition
from engage.surveys.models import Answer, Response, Survey, SurveyEdition
from engage.surveys.organisations.queries import is_confidential
from engage.surveys.queries import voice_in

SUGGESTED = "suggested codes"


class EffectiveCoding(NamedTuple):
    """A code that counts for an excerpt, and whose voice it was taken from (see `surveys.queries.voice`)."""

    response_id: uuid.UUID
    excerpt_id: uuid.UUID
    answer_id: uuid.UUID
    audience_slug: str
    code_id: int
    code_slug: str
    sentiment: int | None
    by_person: bool
    is_mixed: bool = False


class Uncut(NamedTuple):
    """An answer that is to be made into an excerpt, with its translation where a person made one."""

    answer_id: uuid.UUID
    programme_id: int
    words: str
    translation: str | None


class Respondent(NamedTuple):
    response_id: uuid.UUID
    audience_slug: str
    record_key: int


def find_frame(programme_id: int) -> CodingFrame | None:
    """The frame in force: the one with the highest version."""
    query = select(CodingFrame).where(CodingFrame.programme_id == programme_id)
    return db.session.scalar(query.order_by(CodingFrame.version.desc()).limit(1))


def list_codes(programme_id: int) -> Sequence[Code]:
    """The codes of the frame in force, in its order, with their sections and lines of enquiry."""
    query = select(Code).join(CodingFrame).where(CodingFrame.id == frame_in_force(programme_id))
    query = query.options(joinedload(Code.section), joinedload(Code.kloe))
    return db.session.scalars(query.order_by(Code.position, Code.id)).all()


def find_code(programme_id: int, slug: str) -> Code | None:
    query = select(Code).where(Code.frame_id == frame_in_force(programme_id), Code.slug == slug)
    return db.session.scalar(query)


def last_suggestions(programme_id: int) -> AuditEntry | None:
    """When the machine last went over the programme; `facts` has `excerpts` and `learned_from`."""
    query = select(AuditEntry).where(AuditEntry.programme_id == programme_id, AuditEntry.action == SUGGESTED)
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))


def effective_codings(wave_id: int) -> list[EffectiveCoding]:
    """Each code that counts for each readable excerpt of a wave: one row for an excerpt and code that applies.

    * Where a person has reviewed the excerpt, people's verdicts count and the machine's do not: an ExcerptReview
      says that every code its coder did not apply does not apply. With several reviewers a code counts when at
      least half of them applied it.
    * Where nobody has, the codes that the machine says apply count.
    * `sentiment` (1 very positive to 5 very negative, rounded mean) is what the reviewers say of the code, else of the
      whole excerpt, else the machine of the code, else of the whole, else None; `is_mixed` keeps mixed from neutral.
    * Only codes of the frame in force, submitted responses, and answers that are not on hold; an excerpt with no code
      that applies has no row. Ordered by excerpt, then by the frame's order of codes.
    """
    query = effective(wave_id).order_by(Excerpt.id, Code.position, Code.id)
    return [_effective(row) for row in db.session.execute(query)]


def effective(wave_id: int) -> Select[Any]:
    """The query of `effective_codings`, in no order, with the mean `sentiment` not yet rounded."""
    programme_id = select(Wave.programme_id).where(Wave.id == wave_id).scalar_subquery()
    verdicts = applied(programme_id)
    slug, is_here = voice_in(wave_id)
    who = (Answer.response_id, Excerpt.id, Excerpt.answer_id, slug.label("voice"))
    return (
        select(*who, Code.id, Code.slug, verdicts.c.sentiment, verdicts.c.by_person, verdicts.c.is_mixed)
        .join(verdicts, verdicts.c.excerpt_id == Excerpt.id)
        .join(Code, Code.id == verdicts.c.code_id)
        .join(Answer, Answer.id == Excerpt.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(is_here, Response.submitted_on.is_not(None), ~on_hold(Excerpt.answer_id))
    )


def respondents(wave_id: int) -> list[Respondent]:
    """Each submitted response of a wave with at least one open answer that says something and is not on hold."""
    return [Respondent(*row) for row in db.session.execute(responding(wave_id).order_by(Response.id))]


def responding(wave_id: int) -> Select[uuid.UUID, str, int]:
    """The query of `respondents`, in no order."""
    slug, is_here = voice_in(wave_id)
    return (
        select(Response.id, slug.label("voice"), Response.record_key)
        .join(Answer, Answer.response_id == Response.id)
        .where(is_here, Response.submitted_on.is_not(None))
        .where(func.trim(Answer.text) != "", ~on_hold(Answer.id))
        .distinct()
    )


def list_uncut(answer_ids: Sequence[uuid.UUID]) -> list[Uncut]:
    """Each of these answers that has no excerpt yet, is not on hold and not confidential."""
    cut = select(literal(1)).where(Excerpt.answer_id == Answer.id).exists()
    query = (
        select(Answer.id, Wave.programme_id, Answer.text, translation_of(Answer.id))
        .join(Response, Response.id == Answer.response_id)
        .join(Survey, Survey.id == Response.survey_id)
        .join(Wave, Wave.id == Survey.wave_id)
        .where(Answer.id.in_(answer_ids), Answer.text.is_not(None), ~cut)
        .where(~on_hold(Answer.id), ~is_confidential(Answer.id))
        .order_by(Answer.id)
    )
    rows = db.session.execute(query)
    return [Uncut(answer_id, where, words or "", translation) for answer_id, where, words, translation in rows]


def list_translated(answer_ids: Sequence[uuid.UUID]) -> list[tuple[Excerpt, str]]:
    """The excerpts of these answers with the translation that counts."""
    query = select(Excerpt, translation_of(Excerpt.answer_id)).where(Excerpt.answer_id.in_(answer_ids))
    rows = db.session.execute(query.order_by(Excerpt.id))
    return [(excerpt, words) for excerpt, words in rows if words]


def questions_asked(programme_id: int) -> dict[tuple[int, str], str]:
    """The question behind each edition and item id of a programme's surveys."""
    query = select(SurveyEdition).join(Survey).join(Wave).where(Wave.programme_id == programme_id)
    editions = db.session.scalars(query.order_by(SurveyEdition.id)).all()
    return {(edition.id, item.id): item.question for edition in editions for item in read_edition(edition).items}


def readable(programme_id: int) -> ColumnElement[bool]:
    """The condition every reader of excerpts puts: of this programme, and not on hold."""
    return and_(Excerpt.programme_id == programme_id, ~on_hold(Excerpt.answer_id))


def reviewed_by_a_person() -> ColumnElement[bool]:
    reviews = select(ExcerptReview.coder_id).join(Coder, Coder.id == ExcerptReview.coder_id)
    reviews = reviews.where(ExcerptReview.excerpt_id == Excerpt.id, Coder.kind == CoderKind.PERSON)
    return reviews.correlate(Excerpt).exists()


def is_accepted(programme_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that the machine's suggestions for an excerpt were accepted, by the frame in force."""
    stands = select(AcceptedExcerpt.excerpt_id).join(Acceptance, Acceptance.id == AcceptedExcerpt.acceptance_id)
    stands = stands.join(MachineRun, MachineRun.id == Acceptance.run_id)
    stands = stands.where(AcceptedExcerpt.excerpt_id == Excerpt.id)
    return stands.where(MachineRun.frame_id == frame_in_force(programme_id)).correlate(Excerpt).exists()


def applied(programme_id: int | ColumnElement[int], excerpt_ids: Select[uuid.UUID] | None = None) -> Subquery:
    """`excerpt_id`, `code_id`, `by_person`, mean `sentiment` and `is_mixed` of the codes that count, of the frame in
    force (see effective_codings); of these excerpts alone, where they are given.

    Codings and reviews are each gone through once, whoever coded: of a million, that is most of what it costs.
    """
    codings, whole = _codings(programme_id, excerpt_ids), reviews(excerpt_ids)
    people = func.coalesce(whole.c.people, 0)
    counts = case((people > 0, codings.c.people * 2 >= people), else_=codings.c.machines > 0)
    sentiment, is_mixed = felt(codings, whole)
    by_person = case((people > 0, 1), else_=0).label("by_person")
    columns = (by_person, sentiment.label("sentiment"), is_mixed.label("is_mixed"))
    query = select(codings.c.excerpt_id, codings.c.code_id, *columns)
    query = query.outerjoin(whole, whole.c.excerpt_id == codings.c.excerpt_id)
    return query.where(counts).subquery("applied")


def reviews(excerpt_ids: Select[uuid.UUID] | None = None) -> Subquery:
    """`excerpt_id`, how many `people` have reviewed it, and how the whole of it feels to them and to a machine (see
    `feelings.told`); of these excerpts alone, where they are given."""
    people = func.count().filter(BY_PERSON).label("people")
    query = select(ExcerptReview.excerpt_id, people, *told(ExcerptReview.sentiment, ExcerptReview.is_mixed))
    query = query.join(Coder, Coder.id == ExcerptReview.coder_id)
    if excerpt_ids is not None:
        query = query.where(ExcerptReview.excerpt_id.in_(excerpt_ids))
    return query.group_by(ExcerptReview.excerpt_id).subquery("reviews")


def _codings(programme_id: int | ColumnElement[int], excerpt_ids: Select[uuid.UUID] | None) -> Subquery:
    """`excerpt_id`, `code_id`, how many `people` and `machines` say that it applies, and how that feels to them."""
    whose = [func.count().filter(BY_PERSON).label("people"), func.count().filter(BY_MACHINE).label("machines")]
    query = select(Coding.excerpt_id, Coding.code_id, *whose, *told(Coding.sentiment, Coding.is_mixed))
    query = query.join(Code, Code.id == Coding.code_id).join(Coder, Coder.id == Coding.coder_id)
    query = query.where(Code.frame_id == frame_in_force(programme_id), Coding.applies)
    if excerpt_ids is not None:
        query = query.where(Coding.excerpt_id.in_(excerpt_ids))
    return query.group_by(Coding.excerpt_id, Coding.code_id).subquery("codings")


def frame_in_force(programme_id: int | ColumnElement[int]) -> Any:
    """The id of the frame with the highest version, as a subquery."""
    query = select(CodingFrame.id).where(CodingFrame.programme_id == programme_id)
    return query.order_by(CodingFrame.version.desc()).limit(1).scalar_subquery()


def _effective(row: Any) -> EffectiveCoding:
    coding = EffectiveCoding(*row)
    feeling = feeling_of(coding.sentiment, coding.is_mixed)
    return coding._replace(by_person=bool(coding.by_person), **feeling._asdict())


def list_codes_that_feed(part: Kloe | SpecificationSection) -> Sequence[str]:
    """The names of the codes, of any frame, that feed a line of enquiry or a section, each once."""
    column = Code.kloe_id if isinstance(part, Kloe) else Code.section_id
    return db.session.scalars(select(Code.name).where(column == part.id).distinct().order_by(Code.name)).all()
