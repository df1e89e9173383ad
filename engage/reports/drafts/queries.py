"""Reading the next edition of a wave's summary as it was last prepared."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from engage.accounts.models import User
from engage.coding.models import Excerpt
from engage.database import db
from engage.reports import queries
from engage.reports.editions.queries import read_standing
from engage.reports.models import SummaryDraft
from engage.reports.publishing import Caution, CautionKind
from engage.reports.summary import SummaryDocument

# A job that has not gone on for so long was killed, or waits behind long ones: asking again does no harm.
STOPPED_AFTER: Final = dt.timedelta(minutes=5)
# Of so many answers an edition is prepared while its page loads.
FEW_ANSWERS: Final = 2_000


class PreparedSummary(NamedTuple):
    """The next edition as it may be read today: `left_out` quotes no longer stand, and `is_outdated` where findings or
    opening sentences have changed since."""

    document: SummaryDocument
    cautions: list[Caution]
    prepared_at: dt.datetime
    preparer: User
    left_out: int
    is_outdated: bool


def find_draft(wave_id: int) -> SummaryDraft | None:
    query = select(SummaryDraft).where(SummaryDraft.wave_id == wave_id)
    return db.session.scalar(query.options(joinedload(SummaryDraft.preparer), joinedload(SummaryDraft.asker)))


def find_attempt(wave_id: int, attempt: int) -> SummaryDraft | None:
    """The draft of a wave, freshly read, where it still waits for this attempt at preparing it."""
    query = select(SummaryDraft).where(SummaryDraft.wave_id == wave_id, SummaryDraft.attempt == attempt)
    query = query.where(SummaryDraft.asked_at.is_not(None)).with_for_update(of=SummaryDraft)
    return db.session.scalar(query.execution_options(populate_existing=True))


def read_prepared(wave_id: int) -> PreparedSummary | None:
    """What was last prepared for a wave, if it has not been published, without the quotes that could not stand today:
    words that were withdrawn meanwhile, and those of an answer that was put on hold or taken back."""
    draft = find_draft(wave_id)
    if draft is None or draft.document is None or draft.prepared_at is None or draft.preparer is None:
        return None
    standing = read_standing(draft.document)
    return PreparedSummary(
        document=standing.document,
        cautions=[Caution(CautionKind(kind), title, finding_id) for kind, title, finding_id in draft.cautions],
        prepared_at=draft.prepared_at,
        preparer=draft.preparer,
        left_out=standing.left_out,
        is_outdated=draft.made_of != fingerprint_of_words(wave_id),
    )


def is_being_prepared(draft: SummaryDraft | None, at: dt.datetime) -> bool:
    """Whether a job is to prepare it and has neither failed nor stood still for long."""
    if draft is None or draft.asked_at is None or draft.has_failed:
        return False
    return at - (draft.stepped_at or draft.asked_at) < STOPPED_AFTER


def has_stopped(draft: SummaryDraft | None, at: dt.datetime) -> bool:
    """Whether somebody asked for it, and it was not prepared and no longer is being."""
    return draft is not None and draft.asked_at is not None and not is_being_prepared(draft, at)


def has_few_answers(programme_id: int) -> bool:
    """Whether a programme has so few that preparing keeps nobody waiting; no more than so many are counted."""
    query = select(Excerpt.id).where(Excerpt.programme_id == programme_id).limit(1)
    return db.session.scalar(query.offset(FEW_ANSWERS)) is None


def fingerprint_of_words(wave_id: int) -> str:
    """What tells the findings and opening sentences of a wave, as people wrote, arranged and approved them, from any
    others: a SHA-256, in hexadecimal."""
    findings = [
        (
            *(finding.id, finding.section_id, finding.title, finding.statement, [code.slug for code in finding.codes]),
            str(finding.wording.approved_at) if finding.wording else "",
        )
        for finding in queries.list_findings(wave_id)
    ]
    words = json.dumps([findings, sorted(queries.sentences(wave_id).items())])
    return hashlib.sha256(words.encode()).hexdigest()
