"""Reading summary editions, and which of them is in force."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from engage.coding.models import Excerpt
from engage.database import db
from engage.programmes.models import Wave
from engage.reports.models import Quote, SummaryEdition, SummaryEditionRelease
from engage.reports.summary import PublishedFinding, SummaryDocument
from engage.safeguarding.queries import on_hold
from engage.surveys.models import Answer, Response, Survey
from engage.surveys.queries import voice


class RaisableQuote(NamedTuple):
    """A published quote that a reader may be worried about; `name` is what a form calls it by."""

    name: str
    words: str
    answer_id: uuid.UUID


class Standing(NamedTuple):
    """What may be read of an edition today, and how many of its quotes are left out."""

    document: SummaryDocument
    left_out: int


def edition_in_force(programme_id: int) -> SummaryEdition | None:
    """What everybody reads: the edition in force of the latest wave that has one."""
    release = release_in_force(programme_id)
    return release.edition if release else None


def release_in_force(programme_id: int) -> SummaryEditionRelease | None:
    """How the edition that everybody reads came into force."""
    return next(iter(releases_in_force(programme_id)), None)


def releases_in_force(programme_id: int) -> Sequence[SummaryEditionRelease]:
    """How each wave's edition in force came to be in force, the latest wave first."""
    query = _in_force().where(Wave.programme_id == programme_id)
    return db.session.scalars(query.order_by(Wave.number.desc())).all()


def release_of_wave(wave_id: int) -> SummaryEditionRelease | None:
    """How the wave's edition in force came to be in force."""
    return db.session.scalar(_in_force().where(SummaryEdition.wave_id == wave_id))


def edition_before(wave: Wave) -> SummaryEdition | None:
    """The edition in force of the latest wave before this one that has any."""
    query = _in_force().where(Wave.programme_id == wave.programme_id, Wave.number < wave.number)
    release = db.session.scalar(query.order_by(Wave.number.desc()).limit(1))
    return release.edition if release else None


def find_edition(programme_id: int, *, wave_number: int, number: int) -> SummaryEdition | None:
    query = select(SummaryEdition).join(SummaryEdition.wave)
    query = query.where(Wave.programme_id == programme_id, Wave.number == wave_number)
    return db.session.scalar(query.where(SummaryEdition.number == number).options(joinedload(SummaryEdition.publisher)))


def list_editions(programme_id: int) -> Sequence[SummaryEdition]:
    """Every edition of a programme, the latest wave and in it the latest edition first."""
    query = select(SummaryEdition).join(SummaryEdition.wave).where(Wave.programme_id == programme_id)
    query = query.options(contains_eager(SummaryEdition.wave), joinedload(SummaryEdition.publisher))
    return db.session.scalars(query.order_by(Wave.number.desc(), SummaryEdition.number.desc())).all()


def list_releases(programme_id: int) -> Sequence[SummaryEditionRelease]:
    """Every time that an edition of a programme came into force, the latest first."""
    query = select(SummaryEditionRelease).join(SummaryEditionRelease.edition).join(SummaryEdition.wave)
    query = query.where(Wave.programme_id == programme_id)
    query = query.options(
        contains_eager(SummaryEditionRelease.edition).contains_eager(SummaryEdition.wave),
        joinedload(SummaryEditionRelease.user),
    )
    return db.session.scalars(query.order_by(SummaryEditionRelease.id.desc())).all()


def read_document(edition: SummaryEdition) -> SummaryDocument:
    """The document of an edition as it may be read today: see `read_standing`."""
    return read_standing(edition.document).document


def read_standing(stored: dict[str, Any]) -> Standing:
    """What the stored document of an edition says, without the quotes that could not stand today.

    An edition is kept as it was published, and every reader of it comes through here: words that were withdrawn, and
    those of an answer that is on hold or was taken back, are in no edition any more, whichever is in force.
    """
    document = SummaryDocument.model_validate(stored)
    quoted = [finding.id for finding in document.findings.values() if finding.quotes]
    standing = _quotes_that_stand(quoted) if quoted else Counter()
    sections = tuple(
        section.model_copy(update={"findings": tuple(_with_quotes(each, standing) for each in section.findings)})
        for section in document.sections
    )
    read = document.model_copy(update={"sections": sections})
    return Standing(read, _count_quotes(document) - _count_quotes(read))


def _quotes_that_stand(finding_ids: Iterable[int]) -> Counter[tuple[int, str, str]]:
    """How many approved quotes of these findings have the same words and voice, and an answer that nobody holds."""
    query = select(Quote.finding_id, Quote.words, voice()).join(Quote.excerpt).join(Excerpt.answer)
    query = query.join(Answer.response).join(Response.survey).join(Survey.audience)
    query = query.where(Quote.finding_id.in_(finding_ids), Response.submitted_on.is_not(None))
    rows = db.session.execute(query.where(~on_hold(Excerpt.answer_id)).order_by(Quote.id))
    return Counter((finding_id, words, slug) for finding_id, words, slug in rows)


def list_raisable(finding: PublishedFinding) -> list[RaisableQuote]:
    """The quotes of a finding as it is published that stand today, each with the answer it is from."""
    query = select(Quote.id, Quote.words, Excerpt.answer_id).join(Quote.excerpt)
    query = query.where(Quote.finding_id == finding.id, Quote.words.in_([quote.words for quote in finding.quotes]))
    rows = db.session.execute(query.where(~on_hold(Excerpt.answer_id)).order_by(Quote.id))
    return [RaisableQuote(str(quote_id), words, answer_id) for quote_id, words, answer_id in rows]


def _with_quotes(finding: PublishedFinding, standing: Counter[tuple[int, str, str]]) -> PublishedFinding:
    """The finding with those of its quotes that stand: of the same words of several people, as many as stand."""
    kept = []
    for quote in finding.quotes:
        key = (finding.id, quote.words, quote.audience)
        if standing[key] > 0:
            standing[key] -= 1
            kept.append(quote)
    return finding.model_copy(update={"quotes": tuple(kept)})


def _count_quotes(document: SummaryDocument) -> int:
    return sum(len(finding.quotes) for section in document.sections for finding in section.findings)


def next_edition_number(wave_id: int) -> int:
    highest = db.session.scalar(select(func.max(SummaryEdition.number)).where(SummaryEdition.wave_id == wave_id))
    return (highest or 0) + 1


def _in_force() -> Select[SummaryEditionRelease]:
    """The newest release of each wave, with its edition."""
    newest = select(func.max(SummaryEditionRelease.id)).join(SummaryEditionRelease.edition)
    newest = newest.group_by(SummaryEdition.wave_id)
    query = select(SummaryEditionRelease).join(SummaryEditionRelease.edition).join(SummaryEdition.wave)
    return query.where(SummaryEditionRelease.id.in_(newest)).options(
        contains_eager(SummaryEditionRelease.edition).contains_eager(SummaryEdition.wave)
    )
