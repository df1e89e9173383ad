"""In which editions words of an answer were published: for the safeguarding lead, who looks at what is on hold."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from engage.coding.models import Excerpt
from engage.database import db
from engage.forums.models import Decision
from engage.programmes.models import Programme, Wave
from engage.reports.models import Finding, Quote, SummaryEdition, finding_decision
from engage.safeguarding.signals import Publication
from engage.surveys.models import Response, Survey
from engage.surveys.queries import voice


class Quoted(NamedTuple):
    """An approved quote of an answer. `is_answered` where a published decision of a public programme answers its
    finding: such findings stand on a public page, with some of their quotes."""

    answer_id: uuid.UUID
    wave_id: int
    finding_id: int
    words: str
    audience: str
    is_answered: bool

    @property
    def key(self) -> tuple[int, str, str]:
        return self.finding_id, self.words, self.audience


def list_publications(answer_ids: Collection[uuid.UUID]) -> list[Publication]:
    """Each edition in which words of these answers stand as they were published, once for an answer. Those on hold are
    left out when it is read (`read_standing`); here they are found in what is stored."""
    quoted = _list_quoted(answer_ids)
    found: dict[tuple[uuid.UUID, int], Publication] = {}
    for edition in _editions_of({each.wave_id for each in quoted}):
        published = set(_quotes_of(edition))
        for each in quoted:
            if each.wave_id == edition.wave_id and each.key in published:
                before = found.get((each.answer_id, edition.id))
                found[each.answer_id, edition.id] = Publication(
                    answer_id=each.answer_id,
                    wave=edition.wave.title,
                    number=edition.number,
                    published_on=edition.published_at.date(),
                    in_public=each.is_answered or bool(before and before.in_public),
                )
    return list(found.values())


def list_editions_quoting(finding: Finding, words: str | None = None) -> list[SummaryEdition]:
    """The editions, oldest first, in which approved quotes of the finding stand (with these words, if given)."""
    said = {quote.words for quote in finding.quotes if words in (None, quote.words)}
    return [
        edition
        for edition in _editions_of({finding.wave_id})
        if any(finding_id == finding.id and each in said for finding_id, each, _audience in _quotes_of(edition))
    ]


def _list_quoted(answer_ids: Collection[uuid.UUID]) -> list[Quoted]:
    answers = select(Decision.id).join(finding_decision, finding_decision.c.decision_id == Decision.id)
    answers = answers.where(finding_decision.c.finding_id == Quote.finding_id, Decision.published_at.is_not(None))
    is_answered = exists(answers.correlate(Quote)) & Programme.published_at.is_not(None)
    query = select(Excerpt.answer_id, Finding.wave_id, Finding.id, Quote.words, voice(), is_answered)
    query = query.select_from(Quote).join(Quote.finding).join(Finding.wave).join(Wave.programme)
    query = query.join(Quote.excerpt).join(Excerpt.answer).join(Response).join(Response.survey).join(Survey.audience)
    query = query.where(Excerpt.answer_id.in_(answer_ids)).order_by(Quote.id)
    return [Quoted(*row) for row in db.session.execute(query)]


def _editions_of(wave_ids: Collection[int]) -> Sequence[SummaryEdition]:
    query = select(SummaryEdition).where(SummaryEdition.wave_id.in_(wave_ids)).options(joinedload(SummaryEdition.wave))
    return db.session.scalars(query.order_by(SummaryEdition.id)).all()


def _quotes_of(edition: SummaryEdition) -> Iterator[tuple[int, str, str]]:
    """Finding, words and voice of every quote as stored."""
    for section in edition.document["sections"]:
        for finding in section["findings"]:
            for quote in finding["quotes"]:
                yield finding["id"], quote["words"], quote["audience"]
