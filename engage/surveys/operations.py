"""Writing surveys: their words, their dates, their review, and their way into the field and out of it.

Whoever last changed a survey's words counts as its author, so that every word in the field was read by two people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, constraint_as, db, now
from engage.passages.operations import triage_text
from engage.passages.signals import Source
from engage.programmes.models import Audience, AudienceKind, Wave
from engage.surveys import queries
from engage.surveys.documents import ItemWords, check_document, reword
from engage.surveys.instrument import fingerprint
from engage.surveys.models import Identity, ReviewComment, Survey, SurveyEdition, SurveyStatus
from engage.web.filters import words_date

DRAFT = "The programme is a draft, so nobody could find the survey. Publish the programme first, then open the survey"
BEFORE_THE_FIELD = frozenset({SurveyStatus.DRAFT, SurveyStatus.IN_REVIEW, SurveyStatus.APPROVED})


class SlugTaken(DomainError):
    """Another survey has this address."""


class WrongDates(DomainError):
    """The dates are in the wrong order, or too late to be changed."""


class WrongStep(DomainError):
    """The survey is not where this step can be taken."""


class ApprovalRefused(DomainError):
    """This person cannot approve this survey, or not yet."""


class WordsFixed(DomainError):
    """The words of the survey cannot be changed by this person, or not any more."""


def check_dates(
    *, opens_on: dt.date | None, closes_on: dt.date | None, survey: Survey | None = None, **_others: object
) -> Iterator[WrongDates]:
    """Find what speaks against these dates of a survey (none: a new one). A date of None is not looked at."""
    if opens_on and closes_on and closes_on < opens_on:
        yield WrongDates("The closing date must be the opening date or later", "closes_on")
    if survey and survey.editions and opens_on not in (None, survey.opens_on):
        yield WrongDates("This survey has opened already, so only its closing date can change", "opens_on")


def check_survey(
    *, slug: str | None, opens_on: dt.date | None, closes_on: dt.date | None, **_others: object
) -> Iterator[DomainError]:
    """Find what speaks against a new survey with these values. A value of None is not looked at."""
    if slug is not None and queries.find_survey(slug=slug):
        yield _taken()
    yield from check_dates(opens_on=opens_on, closes_on=closes_on)


def create_survey(
    *,
    wave: Wave,
    audience: Audience,
    slug: str,
    title: str,
    document: str,
    opens_on: dt.date,
    closes_on: dt.date,
    author: User,
) -> Survey:
    """A draft; with no title it takes the document's. Raises BadDocument, SlugTaken, WrongDates."""
    instrument = check_document(document)
    for fault in check_dates(opens_on=opens_on, closes_on=closes_on):
        raise fault
    survey = Survey(
        wave_id=wave.id,
        audience_id=audience.id,
        slug=slug,
        title=title or instrument.title,
        document=document,
        opens_on=opens_on,
        closes_on=closes_on,
        author_id=author.id,
        identity=_identity_of(audience),
    )
    with constraint_as("uq_survey_slug", _taken()):
        db.session.add(survey)
    _record(survey, author, "created survey")
    return survey


def edit_survey(*, survey: Survey, title: str, opens_on: dt.date, closes_on: dt.date, by: User) -> None:
    """Another title or other dates. Raises WrongDates."""
    for fault in check_dates(opens_on=opens_on, closes_on=closes_on, survey=survey):
        raise fault
    survey.title, survey.opens_on, survey.closes_on = title, opens_on, closes_on
    _record(survey, by, "edited survey", opens_on=str(opens_on), closes_on=str(closes_on))


def check_words_can_change(*, survey: Survey, by: User) -> Iterator[WordsFixed]:
    """Find what speaks against this person changing words of the working copy."""
    if survey.status == SurveyStatus.CLOSED:
        yield WordsFixed("This survey is closed, so its words stay as people answered them")
    if survey.status == SurveyStatus.OPEN and survey.approver_id == by.id:
        yield WordsFixed("You approved this survey, so a correction to it has to be written by somebody else")


def reword_item(*, survey: Survey, item_id: str, words: ItemWords, by: User) -> None:
    """Other words for one item of the working copy. Raises WordsFixed, BadDocument."""
    for fault in check_words_can_change(survey=survey, by=by):
        raise fault
    _change_document(survey, reword(survey.document, item_id, words), by, item=item_id)


def check_replaceable(*, survey: Survey) -> Iterator[WordsFixed]:
    """Find what speaks against another document in place of the working copy."""
    if survey.status not in BEFORE_THE_FIELD:
        yield WordsFixed("People have been asked these questions, so the document cannot be replaced", "document")


def replace_document(*, survey: Survey, document: str, by: User) -> None:
    """Another document in place of the working copy, before anybody was asked. Raises WordsFixed, BadDocument."""
    for fault in check_replaceable(survey=survey):
        raise fault
    check_document(document)
    _change_document(survey, document, by)


def discard_correction(*, survey: Survey, by: User) -> None:
    """Put the working copy back to the edition in the field. Raises WrongStep."""
    _check_step(queries.has_correction(survey), "There is no correction to discard")
    survey.document = survey.editions[-1].document
    _record(survey, by, "discarded correction")


def ask_for_review(*, survey: Survey, by: User) -> None:
    """Raises WrongStep."""
    _check_step(survey.status == SurveyStatus.DRAFT, "Only a draft can be put up for review")
    survey.status = SurveyStatus.IN_REVIEW
    _record(survey, by, "put survey up for review")


def check_comment(*, survey: Survey) -> Iterator[WrongStep]:
    """Find what speaks against commenting on a survey now."""
    if not can_be_commented(survey):
        yield WrongStep("Comments can be written while a survey is in review")


def write_comment(*, survey: Survey, item_id: str | None, words: str, by: User) -> ReviewComment:
    """What somebody says of an item, or (None) of the whole survey. Raises WrongStep."""
    for fault in check_comment(survey=survey):
        raise fault
    triaged = triage_text(words, source=source_of_comments(survey), author=by)
    comment = ReviewComment(survey_id=survey.id, item_id=item_id, words=triaged, author_id=by.id)
    db.session.add(comment)
    db.session.flush()
    _record(survey, by, "commented on survey", comment=comment.id)
    return comment


# What comments on a survey are called where passages of them are on hold.
COMMENTS = "review_comment"


def source_of_comments(survey: Survey) -> Source:
    """Where comments on a survey are written."""
    return Source(survey.wave.programme_id, COMMENTS, survey.id, f"A comment on a survey · {survey.title}")


def can_be_commented(survey: Survey) -> bool:
    """While it is in review, or a correction to it waits for approval."""
    return survey.status == SurveyStatus.IN_REVIEW or queries.has_correction(survey)


def resolve_comment(*, comment: ReviewComment, by: User) -> None:
    """Settle a comment; once is enough."""
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolver_id = now(), by.id
        _record(comment.survey, by, "settled comment", comment=comment.id)


def approve_survey(*, survey: Survey, sha256: str, by: User) -> None:
    """Approve the document that has this SHA-256. Raises WrongStep, ApprovalRefused."""
    _check_step(survey.status == SurveyStatus.IN_REVIEW, "Only a survey in review can be approved")
    _check_approval(survey, sha256, by)
    survey.status, survey.approver_id, survey.approved_at = SurveyStatus.APPROVED, by.id, now()
    _record(survey, by, "approved survey", sha256=sha256)


def open_survey(*, survey: Survey, on: dt.date, by: User) -> SurveyEdition:
    """Put the approved document in the field as the first edition. Raises WrongStep, WrongDates."""
    _check_step(survey.status == SurveyStatus.APPROVED, "Only an approved survey can be opened")
    _check_step(not survey.wave.programme.is_draft, DRAFT)
    _check_can_be_answered(survey, on)
    survey.status = SurveyStatus.OPEN
    return _put_in_the_field(survey, by, "opened survey")


def publish_correction(*, survey: Survey, sha256: str, by: User) -> SurveyEdition:
    """Approve a correction and put it in the field as a new edition; people who have started stay on theirs.

    Raises WrongStep, ApprovalRefused.
    """
    waiting = survey.status == SurveyStatus.OPEN and queries.has_correction(survey)
    _check_step(waiting, "There is no correction waiting for approval")
    _check_approval(survey, sha256, by)
    survey.approver_id, survey.approved_at = by.id, now()
    return _put_in_the_field(survey, by, "published correction")


def check_close(survey: Survey) -> Iterator[WrongStep]:
    """Find what speaks against closing a survey early."""
    if survey.status != SurveyStatus.OPEN:
        yield WrongStep("Only an open survey can be closed")


def close_survey(*, survey: Survey, by: User) -> None:
    """Close early; it can be reopened until its last day. Raises WrongStep."""
    for fault in check_close(survey):
        raise fault
    survey.status = SurveyStatus.CLOSED
    _record(survey, by, "closed survey")


def reopen_survey(*, survey: Survey, on: dt.date, by: User) -> None:
    """Raises WrongStep, WrongDates."""
    _check_step(survey.status == SurveyStatus.CLOSED, "Only a closed survey can be reopened")
    _check_step(not survey.wave.programme.is_draft, DRAFT)
    _check_can_be_answered(survey, on)
    survey.status = SurveyStatus.OPEN
    _record(survey, by, "reopened survey")


def _check_step(allowed: bool, otherwise: str) -> None:
    if not allowed:
        raise WrongStep(otherwise)


def _check_can_be_answered(survey: Survey, on: dt.date) -> None:
    if on < survey.opens_on:
        raise WrongDates(f"It can open from {words_date(survey.opens_on)}. Change its dates to open it sooner")
    if on > survey.closes_on:
        raise WrongDates(f"Its last day was {words_date(survey.closes_on)}. Change its dates first")


def _check_approval(survey: Survey, sha256: str, by: User) -> None:
    if survey.author_id == by.id:
        raise ApprovalRefused("You wrote these words, so somebody else has to approve them")
    if sha256 != fingerprint(survey.document):
        raise ApprovalRefused("The words were changed while you were reading. Look at them again, then approve")
    if queries.count_open_comments([survey.id])[survey.id]:
        raise ApprovalRefused("Every comment has to be settled before approval")


def _change_document(survey: Survey, document: str, by: User, **facts: object) -> None:
    """The document's changer becomes its author; an approval given to other words is taken back."""
    if document == survey.document:
        return
    survey.document, survey.author_id = document, by.id
    if survey.status == SurveyStatus.APPROVED:
        survey.status, survey.approver_id, survey.approved_at = SurveyStatus.IN_REVIEW, None, None
    _record(survey, by, "changed survey document", sha256=fingerprint(document), **facts)


def _put_in_the_field(survey: Survey, by: User, action: str) -> SurveyEdition:
    sha256 = fingerprint(survey.document)
    edition = SurveyEdition(number=len(survey.editions) + 1, document=survey.document, sha256=sha256)
    survey.editions.append(edition)
    db.session.flush()
    _record(survey, by, action, edition=edition.number, sha256=sha256)
    return edition


def _record(survey: Survey, by: User, action: str, **facts: object) -> None:
    db.session.flush()
    programme_id = survey.wave.programme_id
    record(user=by, action=action, subject="survey", subject_id=survey.id, programme_id=programme_id, **facts)


def _identity_of(audience: Audience) -> Identity:
    """Organisations may say who they are; people never do."""
    return Identity.ORGANISATION if audience.kind == AudienceKind.ORGANISATIONS else Identity.ANONYMOUS


def _taken() -> SlugTaken:
    return SlugTaken("Another survey has this address. Choose a different one", "slug")
