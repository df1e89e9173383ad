"""Preparing the next edition of a summary, which reads everything stored of a wave, so that pages need not."""

from __future__ import annotations

from sqlalchemy import delete

from engage.accounts.models import User
from engage.database import DomainError, constraint_as, db, now, send_after_commit
from engage.programmes.models import Wave
from engage.reports.drafts import queries
from engage.reports.drafts.signals import summary_wanted
from engage.reports.models import SummaryDraft
from engage.reports.publishing import Progress, draft_summary, tell_nobody


class AskedAlready(DomainError):
    """Somebody else has just asked for the same."""


def ask_for_summary(*, wave: Wave, officer: User) -> SummaryDraft:
    """Have the next edition prepared: by a job, or here and now where a wave has few answers.

    While one is being prepared, asking again changes nothing; one that has stopped is begun afresh. What was prepared
    before stays until then. Raises AskedAlready.
    """
    draft = queries.find_draft(wave.id)
    if draft is not None and queries.is_being_prepared(draft, now()):
        return draft
    draft = _ask(wave, officer)
    if queries.has_few_answers(wave.programme_id):
        prepare_summary(wave_id=wave.id, attempt=draft.attempt)
    else:
        send_after_commit(summary_wanted, wave_id=wave.id, attempt=draft.attempt)
    return draft


def prepare_now(*, wave: Wave, officer: User) -> None:
    """The next edition, prepared before this returns, however large the wave."""
    prepare_summary(wave_id=wave.id, attempt=_ask(wave, officer).attempt)


def prepare_summary(*, wave_id: int, attempt: int, progress: Progress = tell_nobody) -> None:
    """Do what was asked for in this attempt; nothing where it was published or asked for again since.

    `progress` is given how many steps are done (of `publishing.STEPS`), and may commit.
    """
    draft = queries.find_attempt(wave_id, attempt)
    if draft is None:
        return
    progress(0)
    began, made_of = now(), queries.fingerprint_of_words(wave_id)
    made = draft_summary(draft.wave, progress)
    draft = queries.find_attempt(wave_id, attempt)
    if draft is None:
        return
    draft.document = made.document.model_dump(mode="json")
    draft.cautions = [[caution.kind, caution.title, caution.finding_id] for caution in made.warnings]
    draft.made_of, draft.prepared_at, draft.preparer_id = made_of, began, draft.asker_id
    draft.asked_at = draft.asker_id = draft.stepped_at = None
    db.session.flush()


def note_progress(*, wave_id: int, attempt: int, steps_done: int) -> None:
    """How far a job has come, for whoever waits for it."""
    draft = queries.find_attempt(wave_id, attempt)
    if draft is not None:
        draft.steps_done, draft.stepped_at = steps_done, now()
        db.session.flush()


def note_failure(*, wave_id: int, attempt: int) -> None:
    """A job could not do it; whoever waits for it is told to ask again."""
    draft = queries.find_attempt(wave_id, attempt)
    if draft is not None:
        draft.has_failed = True
        db.session.flush()


def remove_draft(*, wave: Wave) -> None:
    """It is published; a job that was to prepare the next finds that nobody waits any more."""
    db.session.execute(delete(SummaryDraft).where(SummaryDraft.wave_id == wave.id))


def _ask(wave: Wave, officer: User) -> SummaryDraft:
    draft = queries.find_draft(wave.id) or SummaryDraft(wave=wave, attempt=0, cautions=[])
    draft.attempt += 1
    draft.asker, draft.asked_at, draft.stepped_at = officer, now(), None
    draft.steps_done, draft.has_failed = 0, False
    asked = AskedAlready("Somebody has just asked for it. It is being prepared")
    with constraint_as("uq_summary_draft_wave_id", asked):
        db.session.add(draft)
    return draft
