"""Reading for the coding desk: which excerpts, in which order, with what the machine and the person said before."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from engage.coding import groups, queries
from engage.coding.feelings import Feeling
from engage.coding.models import Code, Coder, CoderKind, Coding, Excerpt, ExcerptReview
from engage.database import db
from engage.programmes.models import Audience, SpecificationSection
from engage.surveys import editions
from engage.surveys.models import Answer, Response, Survey

ON_A_PAGE = 20
# Above any sureness: what the machine has not read waits until it has.
NOT_READ = 2.0
# Stands for no code among the filters: no code's short name is like it.
NO_CODE = "-"


@dataclass(frozen=True)
class Filters:
    """Which excerpts the desk shows; an empty field chooses all, an empty state those nobody has looked at."""

    section: str = ""
    code: str = ""
    audience: str = ""
    question: str = ""
    state: str = ""
    words: str = ""


class Progress(NamedTuple):
    """Readable excerpts of a programme, how many of them a person has reviewed, and how many of the others stand as
    the machine suggested by somebody's decision."""

    total: int
    done: int
    accepted: int

    @property
    def left(self) -> int:
        return self.total - self.done - self.accepted


@dataclass(frozen=True)
class Verdicts:
    """What one person said of an excerpt before: by code id whether it applies and how it feels, and how the whole
    does. `is_reviewed` where they looked."""

    is_reviewed: bool = False
    feeling: Feeling = field(default_factory=Feeling)
    by_code: dict[int, bool] = field(default_factory=dict)
    felt: dict[int, Feeling] = field(default_factory=dict)


def list_excerpts(programme_id: int, filters: Filters, page: int) -> Pagination:
    """One page of the queue: first the answers of whose codes the machine is least sure, from which it learns most."""
    query = _chosen(programme_id, filters).order_by(_sureness(), Excerpt.id)
    return db.paginate(query, page=page, per_page=ON_A_PAGE, error_out=False)


def next_excerpt(programme_id: int, filters: Filters, after: Excerpt) -> uuid.UUID | None:
    """The excerpt that follows in the queue, from its start again after the last; None where there is no other."""
    sureness = _sureness()
    here = db.session.scalar(select(sureness).where(Excerpt.id == after.id))
    query = _chosen(programme_id, filters).with_only_columns(Excerpt.id).where(Excerpt.id != after.id)
    query = query.order_by(sureness, Excerpt.id).limit(1)
    later = query.where(or_(sureness > here, and_(sureness == here, Excerpt.id > after.id)))
    return db.session.scalar(later) or db.session.scalar(query)


def find_excerpt(programme_id: int, excerpt_id: uuid.UUID) -> Excerpt | None:
    """The excerpt with its question and audience, unless its answer is on hold."""
    found: Excerpt | None = db.session.scalar(_readable(programme_id).where(Excerpt.id == excerpt_id))
    return found


def count_progress(programme_id: int) -> Progress:
    seen, accepted = queries.reviewed_by_a_person(), queries.is_accepted(programme_id)
    query = select(func.count(), func.count().filter(seen), func.count().filter(accepted, ~seen))
    return Progress(*db.session.execute(query.select_from(Excerpt).where(queries.readable(programme_id))).one())


def question_of(excerpt: Excerpt) -> str:
    return editions.question_of(excerpt.answer)


def list_questions(programme_id: int) -> list[tuple[str, str]]:
    """Item id and words of each open question that has excerpts; the same item in several surveys once."""
    query = select(Answer.item_id).join(Excerpt, Excerpt.answer_id == Answer.id)
    used = set(db.session.scalars(query.where(queries.readable(programme_id)).distinct()))
    asked = {item_id: words for (_, item_id), words in queries.questions_asked(programme_id).items()}
    return sorted((item_id, asked.get(item_id, item_id)) for item_id in used)


def codes_of(programme_id: int, excerpt_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The names of the codes that count for each of these excerpts."""
    verdicts = queries.applied(programme_id)
    query = select(verdicts.c.excerpt_id, Code.name).join(Code, Code.id == verdicts.c.code_id)
    query = query.where(verdicts.c.excerpt_id.in_(excerpt_ids)).order_by(Code.position, Code.id)
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    for excerpt_id, name in db.session.execute(query):
        names[excerpt_id].append(name)
    return names


def list_suggestions(excerpt: Excerpt) -> Sequence[Coding]:
    """What the machine says applies, by the frame in force, the surest first."""
    query = (
        select(Coding)
        .join(Coding.code)
        .join(Coding.coder)
        .options(contains_eager(Coding.code))
        .where(Coding.excerpt_id == excerpt.id, Coder.kind == CoderKind.MACHINE, Coding.applies)
        .where(Code.frame_id == queries.frame_in_force(excerpt.programme_id))
    )
    return db.session.scalars(query.order_by(Coding.score.desc(), Code.position)).all()


def machine_feeling(excerpt: Excerpt) -> Feeling:
    """How the machine takes the whole excerpt."""
    query = select(ExcerptReview.sentiment, ExcerptReview.is_mixed).join(Coder, Coder.id == ExcerptReview.coder_id)
    query = query.where(ExcerptReview.excerpt_id == excerpt.id, Coder.kind == CoderKind.MACHINE)
    told = db.session.execute(query.order_by(Coder.id).limit(1)).one_or_none()
    return Feeling(*told) if told else Feeling()


def verdicts_of(excerpt: Excerpt, user_id: int) -> Verdicts:
    """What this person said of the excerpt the last time."""
    query = select(ExcerptReview).join(Coder, Coder.id == ExcerptReview.coder_id)
    review = db.session.scalar(query.where(ExcerptReview.excerpt_id == excerpt.id, Coder.user_id == user_id))
    if review is None:
        return Verdicts()
    said = select(Coding).where(Coding.excerpt_id == excerpt.id, Coding.coder_id == review.coder_id)
    codings = db.session.scalars(said.order_by(Coding.code_id)).all()
    return Verdicts(
        is_reviewed=True,
        feeling=Feeling(review.sentiment, review.is_mixed),
        by_code={coding.code_id: coding.applies for coding in codings},
        felt={coding.code_id: Feeling(coding.sentiment, coding.is_mixed) for coding in codings if coding.applies},
    )


def _readable(programme_id: int) -> Select[Any]:
    response = contains_eager(Excerpt.answer).contains_eager(Answer.response)
    return (
        select(Excerpt)
        .join(Excerpt.answer)
        .join(Answer.response)
        .join(Response.survey)
        .join(Survey.audience)
        .options(
            response.contains_eager(Response.survey).contains_eager(Survey.audience),
            response.joinedload(Response.edition),
        )
        .where(queries.readable(programme_id))
    )


def _chosen(programme_id: int, filters: Filters) -> Select[Any]:
    query = _readable(programme_id)
    if filters.audience:
        query = query.where(Audience.slug == filters.audience)
    if filters.question:
        query = query.where(Answer.item_id == filters.question)
    if filters.words:
        query = query.where(Excerpt.text.icontains(filters.words, autoescape=True))
    if filters.state != "all":
        query = query.where(_in_state(programme_id, filters.state))
    return query.where(*_about(programme_id, filters))


def _about(programme_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    """Conditions on the codes that count for an excerpt."""
    if filters.code == NO_CODE:
        return [groups.lacks_a_code(programme_id)]
    conditions = []
    if filters.code:
        conditions.append(Code.slug == filters.code)
    if filters.section:
        conditions.append(SpecificationSection.slug == filters.section)
    if not conditions:
        return []
    verdicts = queries.applied(programme_id)
    coded = select(verdicts.c.excerpt_id).join(Code, Code.id == verdicts.c.code_id).outerjoin(Code.section)
    return [Excerpt.id.in_(coded.where(*conditions))]


def _in_state(programme_id: int, state: str) -> ColumnElement[bool]:
    seen, accepted = queries.reviewed_by_a_person(), queries.is_accepted(programme_id)
    if state == "done":
        return seen
    return and_(~seen, accepted if state == "accepted" else ~accepted)


def _sureness() -> ColumnElement[float]:
    """How likely all that the machine says of an excerpt is right."""
    said = (
        select(func.min(ExcerptReview.sureness))
        .where(ExcerptReview.excerpt_id == Excerpt.id)
        .correlate(Excerpt)
        .scalar_subquery()
    )
    return func.coalesce(said, NOT_READ)
