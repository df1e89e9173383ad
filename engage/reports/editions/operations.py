"""Putting an edition in force: a new one once somebody has looked at it, or an earlier one again."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, constraint_as, db
from engage.passages.columns import NO_WORDS, TriagedText
from engage.passages.operations import triage_text
from engage.passages.signals import Source
from engage.programmes.models import Wave
from engage.reports.editions import queries
from engage.reports.editions.comparing import compare_editions
from engage.reports.editions.losses import list_losses
from engage.reports.models import SummaryEdition, SummaryEditionRelease
from engage.reports.summary import SummaryDocument


class Look(NamedTuple):
    """What a publisher was shown: the `digest` of it, and whether they were asked about losses and accept them."""

    digest: str
    accepts_losses: bool = False


class NothingToPublish(DomainError):
    """No finding has anybody behind it yet."""


class NotPrepared(DomainError):
    """Nothing is prepared, or it has been published."""


class DraftOutdated(DomainError):
    """Findings or opening sentences are no longer what the draft was prepared from."""


class NothingNew(DomainError):
    """The edition in force says all of it already."""


class DraftChanged(DomainError):
    """What would be published, or what it would replace, is no longer what the publisher was shown."""


class LossesNotAccepted(DomainError):
    """Something would be lost, and nobody has said that it may be."""


class EditionTaken(DomainError):
    """Somebody else put an edition in force at the same moment."""


class AlreadyInForce(DomainError):
    """The edition is in force as it is."""


class ReasonMissing(DomainError):
    """Why an earlier edition is in force again is for others to read."""


def digest_of(document: SummaryDocument, release: SummaryEditionRelease | None) -> str:
    """What tells this document, replacing what `release` put in force, from any other: a SHA-256, in hexadecimal."""
    return _digest(document, release.id if release else None)


def _digest(document: SummaryDocument, replaces_id: int | None) -> str:
    return hashlib.sha256(f"{replaces_id or 0}\n{document.model_dump_json()}".encode()).hexdigest()


def check_is_new(*, look: Look, wave: Wave) -> None:
    """Raises NothingNew where the edition in force is what the publisher looked at: the button was pressed twice."""
    release = queries.release_of_wave(wave.id)
    if release and look.digest == _digest(queries.read_document(release.edition), release.replaces_id):
        raise NothingNew(_says_all(release))


def check_look(*, look: Look, wave: Wave, document: SummaryDocument, is_outdated: bool) -> None:
    """Let a document through that is what the publisher looked at, and takes nothing away that they did not accept.

    Raises NothingNew, DraftChanged, DraftOutdated, LossesNotAccepted.
    """
    release = queries.release_of_wave(wave.id)
    before = queries.read_document(release.edition) if release else None
    if release and before == document:
        raise NothingNew(_says_all(release))
    if look.digest != digest_of(document, release):
        raise DraftChanged(
            "What would be published has changed since you looked. Nothing is published. Read how it stands now"
        )
    if is_outdated:
        raise DraftOutdated("Findings or opening sentences have changed since. Nothing is published. Prepare it again")
    if before and not look.accepts_losses and list_losses(compare_editions(before, document)):
        raise LossesNotAccepted("Something would be lost. Look at it first")


def _says_all(release: SummaryEditionRelease) -> str:
    return f"Edition {release.edition.number} says all of this already. Nothing was published again"


def add_edition(*, wave: Wave, document: SummaryDocument, publisher: User) -> SummaryEdition:
    """A new edition of the wave's summary, in force from now on. Raises EditionTaken."""
    edition = SummaryEdition(
        wave=wave,
        number=queries.next_edition_number(wave.id),
        document=document.model_dump(mode="json"),
        publisher=publisher,
    )
    release = queries.release_of_wave(wave.id)
    with constraint_as("uq_summary_edition_wave_id_number", EditionTaken("Somebody has just published. Look again")):
        db.session.add(edition)
    _release(edition, publisher, release)
    return edition


def put_in_force(
    *, edition: SummaryEdition, officer: User, reason: str, replaces_id: int | None
) -> SummaryEditionRelease:
    """Let readers of the wave read an earlier edition again, in place of what the release `replaces_id` put in force.

    Raises AlreadyInForce, ReasonMissing, EditionTaken.
    """
    release = queries.release_of_wave(edition.wave_id)
    if release is not None and release.edition == edition:
        raise AlreadyInForce(f"Edition {edition.number} is in force already")
    if not reason.strip():
        raise ReasonMissing("Say why, for those who read it later", "reason")
    if release is not None and release.id != replaces_id:
        raise EditionTaken(f"Edition {release.edition.number} has been put in force since you looked. Look again")
    programme_id, place = edition.wave.programme_id, f"Why edition {edition.number} came back · {edition.wave.title}"
    source = Source(programme_id, "edition_reason", edition.id, place)
    again = _release(edition, officer, release, triage_text(reason.strip(), source=source, author=officer))
    record(
        user=officer,
        action="put an earlier edition in force",
        subject="summary_edition",
        subject_id=edition.id,
        programme_id=programme_id,
        edition=edition.number,
        wave=edition.wave.number,
        in_place_of=release.edition.number if release else None,
    )
    return again


def _release(
    edition: SummaryEdition, user: User, replaced: SummaryEditionRelease | None, reason: TriagedText = NO_WORDS
) -> SummaryEditionRelease:
    release = SummaryEditionRelease(
        edition=edition, user=user, reason=reason, replaces_id=replaced.id if replaced else None
    )
    taken = EditionTaken("Somebody has just put another edition in force. Look again")
    with constraint_as("uq_summary_edition_release_replaces_id", taken):
        db.session.add(release)
    return release
