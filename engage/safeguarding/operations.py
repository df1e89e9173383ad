"""Raising flags on what was submitted, and releasing them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select, update

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.analysis.language import looks_english
from engage.analysis.triage import worries
from engage.database import DomainError, constraint_as, db, now, today
from engage.safeguarding import queries
from engage.safeguarding.models import Flag, FlagReason
from engage.safeguarding.signals import answers_cleared
from engage.surveys.models import Answer, Response

# SQLite takes 32,766 values in one statement; this many responses hold far fewer open answers than that.
RESPONSES_AT_ONCE = 500
LONGEST_CATEGORY = 60
LONGEST_MATCH = 300


class AlreadyReleased(DomainError):
    """Somebody has released this flag."""


class NoteMissing(DomainError):
    """A release says what was found and done, a concern what worries."""


class AlreadyRaised(DomainError):
    """A concern about this answer waits for the lead."""


def triage_responses(*, response_ids: Sequence[uuid.UUID]) -> None:
    """Flag the open answers of these responses that hold worrying words or are not in English; tell of the others
    by `answers_cleared`. Answers flagged before are left as they are, so a second run changes nothing."""
    for start in range(0, len(response_ids), RESPONSES_AT_ONCE):
        answers = queries.list_unflagged_answers(response_ids[start : start + RESPONSES_AT_ONCE])
        flags = [*_worrying(answers), *_foreign(answers)]
        if flags:
            db.session.execute(insert(Flag), flags)
        flagged = {flag["answer_id"] for flag in flags}
        clear = [answer_id for answer_id, _ in answers if answer_id not in flagged]
        if clear:
            answers_cleared.send(None, answer_ids=clear)


def raise_concern(*, answer: Answer, raiser: User, note: str, programme_id: int) -> Flag:
    """Put an answer on hold because somebody who read it is worried; the note is for the safeguarding lead alone.

    Raises NoteMissing, AlreadyRaised.
    """
    if not note.strip():
        raise NoteMissing("Say what worries you", "note")
    flag = Flag(answer_id=answer.id, reason=FlagReason.CONCERN, raiser_id=raiser.id, raise_note=note.strip())
    with constraint_as("uq_flag_answer_id_reason", AlreadyRaised("Somebody has raised this answer already")):
        db.session.add(flag)
    record(
        user=raiser,
        action="raised a concern about an answer",
        subject="flag",
        subject_id=flag.id,
        programme_id=programme_id,
    )
    return flag


def keep_records(*, response_ids: Sequence[uuid.UUID]) -> None:
    """Before these responses are deleted: the worries about them become records without an answer and without words."""
    theirs = select(Answer.id).where(Answer.response_id.in_(response_ids))
    survey = select(Response.survey_id).join(Answer, Answer.response_id == Response.id)
    kept = update(Flag).where(Flag.answer_id.in_(theirs), Flag.reason != FlagReason.NOT_ENGLISH)
    survey_of = survey.where(Answer.id == Flag.answer_id).scalar_subquery()
    db.session.execute(
        kept.values(survey_id=survey_of, answer_id=None, matched="", withdrawn_on=today()),
        execution_options={"synchronize_session": False},
    )


def release(*, flag: Flag, releaser: User, note: str, programme_id: int) -> bool:
    """Let go of a flag; the answer is free when it was the last one (returned). Raises AlreadyReleased, NoteMissing.

    The audit trail says who, when and which flag; the note stays with the flag, for the lead alone.
    """
    if flag.released_at is not None:
        raise AlreadyReleased("This answer has already been released")
    if not note.strip():
        raise NoteMissing("Say what you found and what was done", "note")
    flag.released_at, flag.releaser_id, flag.release_note = now(), releaser.id, note.strip()
    db.session.flush()
    record(
        user=releaser,
        action="released an answer on hold",
        subject="flag",
        subject_id=flag.id,
        programme_id=programme_id,
        reason=flag.reason,
    )
    others = queries.list_flags_of_passage(flag.passage_id) if flag.passage_id else None
    is_free = all(each.released_at for each in others or queries.list_flags_of_answer(flag.answer_id))
    if is_free and flag.passage:
        flag.passage.released_at = now()
        db.session.flush()
    if is_free and flag.answer_id:
        answers_cleared.send(None, answer_ids=[flag.answer_id])
    return is_free


def _worrying(answers: list[tuple[uuid.UUID, str]]) -> list[dict[str, object]]:
    """A flag for each answer with worrying words: all its categories and all the words."""
    found = ((answer_id, worries(words)) for answer_id, words in answers)
    return [
        _flag(
            answer_id,
            FlagReason.WORRYING_WORDS,
            category=_fitting(raised, LONGEST_CATEGORY),
            matched=_fitting(raised.values(), LONGEST_MATCH),
        )
        for answer_id, raised in found
        if raised
    ]


def _foreign(answers: list[tuple[uuid.UUID, str]]) -> list[dict[str, object]]:
    return [_flag(answer_id, FlagReason.NOT_ENGLISH) for answer_id, words in answers if not looks_english(words)]


def _flag(answer_id: uuid.UUID, reason: FlagReason, category: str = "", matched: str = "") -> dict[str, object]:
    return {
        "answer_id": answer_id,
        "reason": reason,
        "category": category,
        "matched": matched,
        "raised_on": today(),
    }


def _fitting(lists: Iterable[str], longest: int) -> str:
    """Each word or phrase of these comma-separated lists once, as many whole ones as fit."""
    kept = ""
    for phrase in dict.fromkeys(phrase for phrases in lists for phrase in phrases.split(", ")):
        longer = f"{kept}, {phrase}" if kept else phrase
        if len(longer) > longest:
            break
        kept = longer
    return kept
