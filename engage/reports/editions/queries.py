"""Reading summary editions, and which of them is in force."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from engage.database import db
from engage.programmes.models import Wave
from engage.reports.models import SummaryEdition, SummaryEditionRelease
from engage.reports.queries import list_findings, list_publishable_quotes
from engage.reports.summary import PublishedQuote, SummaryDocument


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


def list_unapproved_quotes(document: SummaryDocument, wave_id: int) -> list[PublishedQuote]:
    """The quotes of an edition that could not be published today: withdrawn since, or of an answer that is on hold, is
    coded otherwise or was taken back."""
    approved = {
        finding.id: {(quote.words, quote.voice) for quote in list_publishable_quotes(finding)}
        for finding in list_findings(wave_id)
    }
    return [
        quote
        for finding in document.findings.values()
        for quote in finding.quotes
        if (quote.words, quote.audience) not in approved.get(finding.id, ())
    ]


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
