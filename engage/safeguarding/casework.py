"""What a safeguarding lead does with a flag. Each act has its time and name in a history that cannot be rewritten."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import insert, or_, select, update

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.analysis.triage import Tier
from engage.database import DomainError, db, now
from engage.safeguarding import queries
from engage.safeguarding.models import Flag, FlagAct, FlagEvent, FlagReason, FlagState, Translation
from engage.safeguarding.notes import hold_again
from engage.safeguarding.signals import answers_cleared, answers_translated

# What becomes of a flag by each act; by the others its state stays, but for an open one, which is then taken.
LEADS_TO: Mapping[FlagAct, FlagState] = {
    FlagAct.TAKEN: FlagState.TAKEN,
    FlagAct.ASKED: FlagState.ASKED,
    FlagAct.ANSWERED: FlagState.TAKEN,
    FlagAct.REFERRED: FlagState.REFERRED,
    FlagAct.CLOSED: FlagState.CLOSED,
    FlagAct.REOPENED: FlagState.TAKEN,
    FlagAct.RELEASED: FlagState.RELEASED,
}
NAMES_A_PARTY = (FlagAct.ASKED, FlagAct.REFERRED)
_AT_WORK = (FlagAct.NOTED, FlagAct.ASKED, FlagAct.REFERRED, FlagAct.CLOSED, FlagAct.RELEASED)
MAY: Mapping[str, tuple[FlagAct, ...]] = {
    FlagState.OPEN: _AT_WORK,
    FlagState.TAKEN: _AT_WORK,
    FlagState.ASKED: (FlagAct.ANSWERED, *_AT_WORK),
    FlagState.REFERRED: _AT_WORK,
    FlagState.CLOSED: (FlagAct.NOTED, FlagAct.REOPENED),
    FlagState.RELEASED: (FlagAct.NOTED, FlagAct.REOPENED),
}
AUDITED = {
    FlagAct.TAKEN: "took a flag",
    FlagAct.NOTED: "added a note to a flag",
    FlagAct.ASKED: "asked for more about a flag",
    FlagAct.ANSWERED: "noted an answer about a flag",
    FlagAct.REFERRED: "referred a flag",
    FlagAct.CLOSED: "closed a flag",
    FlagAct.REOPENED: "opened a flag again",
    FlagAct.RELEASED: "released an answer on hold",
    FlagAct.TRANSLATED: "translated an answer",
}


class ChangedMeanwhile(DomainError):
    """Another lead has done something with the flag since this one opened its page."""


class NotNow(DomainError):
    """What the lead wants cannot be done with a flag in this state."""


class NoteMissing(DomainError):
    """Everything that is done says what was found or done."""


class PartyMissing(DomainError):
    """A referral says to whom, a question of whom."""


class TranslationMissing(DomainError):
    """What is not in English is translated, or somebody says that it is read as it is."""


class NotRead(DomainError):
    """What may be grave, or worries a person, is let go by somebody who says that they have read it."""


class Act(NamedTuple):
    """What a lead does, as typed; `version` is that of the flag when they opened its page. `may_be_read` is what they
    say where they release something that may be grave: that they have read it and that others may."""

    kind: FlagAct
    by: User
    version: int
    note: str = ""
    party: str = ""
    may_be_read: bool = False


def acts_for(flag: Flag) -> tuple[FlagAct, ...]:
    """What may be done with a flag now. What was taken back cannot be released, nor held again: there is nothing left
    of it."""
    may = MAY[flag.state]
    if flag.withdrawn_on:
        ends = (FlagAct.RELEASED, FlagAct.REOPENED) if flag.released_at else (FlagAct.RELEASED,)
        return tuple(kind for kind in may if kind not in ends)
    return (*may, FlagAct.TRANSLATED) if may_translate(flag) else may


def take(*, flag: Flag, by: User, version: int, programme_id: int) -> None:
    """Make a flag somebody's own, also one that another lead had. Raises NotNow, ChangedMeanwhile."""
    _do(flag, Act(FlagAct.TAKEN, by, version), programme_id)


def act(*, flag: Flag, done: Act, programme_id: int, translation: str = "", as_written: bool = False) -> bool:
    """Do something with a flag; whether what it is about is free now, as when its last flag is released.

    An answer that is not in English needs a `translation` to be released, which coders then read, or `as_written`:
    that they are to read it as it is. A translation that is given with any act is kept. What was released is on hold
    again where it is opened again. Raises NotNow, NoteMissing,
    PartyMissing, NotRead, TranslationMissing, ChangedMeanwhile.
    """
    _refuse_unread(flag, done)
    _refuse_second(flag, done)
    _refuse_half(flag, done, translation.strip() or as_written)
    translates = bool(translation.strip()) and may_translate(flag)
    if not _do(flag, done, programme_id, translates=translates):
        return False
    if translates:
        _store_translation(flag, translation.strip(), done.by)
    if done.kind == FlagAct.REOPENED and flag.passage:
        hold_again(flag.passage)
    return done.kind == FlagAct.RELEASED and _let_go([flag]) == 1


def release_together(*, flag_ids: Collection[uuid.UUID], tier: Tier, by: User, note: str, programme_id: int) -> int:
    """Let go of those of these flags that are still of this tier and that nobody has taken; how many. What is to be
    looked at now never goes with others. Raises NoteMissing.

    One that another lead has done something with meanwhile stays as it is.
    """
    if not note.strip():
        raise NoteMissing("Say what you found", "note")
    together = queries.flags_of(programme_id).where(queries.may_go_together(tier), Flag.id.in_(flag_ids))
    flags = [
        flag
        for flag in db.session.scalars(together.order_by(Flag.id))
        if _move(flag, flag.version, FlagAct.RELEASED, by)
    ]
    for flag in flags:
        _remember(flag, Act(FlagAct.RELEASED, by, flag.version, note.strip()), programme_id)
    _let_go(flags)
    return len(flags)


def may_translate(flag: Flag) -> bool:
    return flag.reason == FlagReason.NOT_ENGLISH and flag.answer_id is not None


def needs_translation(flag: Flag) -> bool:
    """Whether nobody has translated an answer that is not in English."""
    return may_translate(flag) and flag.answer_id is not None and queries.find_translation(flag.answer_id) is None


def is_asked_twice(flag: Flag) -> bool:
    """Whether who releases it says once more that others may read it: it was to be looked at now, or worries a
    person."""
    return flag.tier == Tier.LOOK_NOW or flag.reason == FlagReason.CONCERN


def _refuse_unread(flag: Flag, done: Act) -> None:
    if done.kind == FlagAct.RELEASED and is_asked_twice(flag) and not done.may_be_read:
        raise NotRead("Tick that you have read it and that it may be read by others", "may_be_read")


def _refuse_second(flag: Flag, done: Act) -> None:
    """Words are on hold for one reader's concern at a time."""
    if done.kind == FlagAct.REOPENED and flag.released_at and _is_raised_again(flag):
        raise NotNow("It is on hold already: a reader has raised it again. Look at that concern")


def _is_raised_again(flag: Flag) -> bool:
    """Whether a reader's concern holds what a concern was about that was released."""
    about = or_(Flag.answer_id == flag.answer_id, Flag.passage_id == flag.passage_id)
    held = select(Flag.id).where(about, Flag.reason == FlagReason.CONCERN, Flag.released_at.is_(None))
    return flag.reason == FlagReason.CONCERN and db.session.scalar(held.limit(1)) is not None


def _refuse_half(flag: Flag, done: Act, is_readable: object) -> None:
    if done.kind != FlagAct.TRANSLATED and not done.note.strip():
        raise NoteMissing("Say what you found and what was done", "note")
    if done.kind in NAMES_A_PARTY and not done.party.strip():
        raise PartyMissing("Say who", "party")
    wants = done.kind == FlagAct.TRANSLATED or (done.kind == FlagAct.RELEASED and needs_translation(flag))
    if wants and not is_readable:
        raise TranslationMissing("Write a translation, or say that it is to be read as it is", "translation")


def _do(flag: Flag, done: Act, programme_id: int, *, translates: bool = False) -> bool:
    """Whether it was done now. The same once more by the same person, as by a button pressed twice, changes nothing. A
    translation that comes with another act is an act of its own, before it."""
    if done.version == flag.version and not _may(flag, done.kind):
        raise NotNow("This can no longer be done here. Look at what was done with it")
    if _move(flag, done.version, done.kind, done.by):
        if translates and done.kind != FlagAct.TRANSLATED:
            _remember(flag, Act(FlagAct.TRANSLATED, done.by, done.version), programme_id)
        _remember(flag, done, programme_id)
        return True
    last = _last_event(flag)
    if last is None or not _is_same(last, done):
        raise ChangedMeanwhile(
            "Another lead has done something with this since you opened it. Look at the history first"
        )
    return False


def _may(flag: Flag, kind: FlagAct) -> bool:
    return kind in acts_for(flag) or (kind == FlagAct.TAKEN and flag.state != FlagState.RELEASED)


def _move(flag: Flag, version: int, kind: FlagAct, by: User) -> bool:
    """Bring the flag to what the act leads to, if its version is still this one; who acts on it holds it."""
    state = LEADS_TO.get(kind, FlagState.TAKEN if flag.state == FlagState.OPEN else flag.state)
    if kind == FlagAct.TAKEN and flag.state != FlagState.OPEN:
        state = flag.state
    values: dict[str, object] = {"state": state, "holder_id": by.id, "version": version + 1}
    if kind == FlagAct.RELEASED:
        values |= {"released_at": now(), "releaser_id": by.id}
    if kind == FlagAct.REOPENED:
        values |= {"released_at": None, "releaser_id": None}
    mine = update(Flag).where(Flag.id == flag.id, Flag.version == version)
    moved = db.session.connection().execute(mine.values(values)).rowcount
    db.session.refresh(flag)
    return moved == 1


def _remember(flag: Flag, done: Act, programme_id: int) -> None:
    """In the flag's own history with the note, for leads alone; in the audit trail without a word."""
    what = {"act": done.kind, "note": done.note.strip(), "party": _party(done)}
    db.session.execute(insert(FlagEvent), [{"flag_id": flag.id, "user_id": done.by.id, **what}])
    record(
        user=done.by,
        action=AUDITED[done.kind],
        subject="flag",
        subject_id=flag.id,
        programme_id=programme_id,
        reason=flag.reason,
    )


def _last_event(flag: Flag) -> FlagEvent | None:
    return db.session.scalar(
        select(FlagEvent).where(FlagEvent.flag_id == flag.id).order_by(FlagEvent.id.desc()).limit(1)
    )


def _is_same(event: FlagEvent, done: Act) -> bool:
    before = (event.user_id, event.act, event.note, event.party)
    return before == (done.by.id, done.kind, done.note.strip(), _party(done))


def _party(done: Act) -> str:
    return done.party.strip() if done.kind in NAMES_A_PARTY else ""


def _store_translation(flag: Flag, words: str, translator: User) -> None:
    db.session.add(Translation(answer_id=flag.answer_id, words=words, translator_id=translator.id))
    db.session.flush()
    answers_translated.send(None, answer_ids=[flag.answer_id])


def _let_go(flags: Sequence[Flag]) -> int:
    """Free what nothing holds any more: answers for the coders, passages for the readers of the notes; how many."""
    answers = queries.list_free([flag.answer_id for flag in flags if flag.answer_id])
    if answers:
        answers_cleared.send(None, answer_ids=answers)
    passages = queries.list_free_passages([flag.passage_id for flag in flags if flag.passage_id])
    for passage in passages:
        passage.released_at = now()
    db.session.flush()
    return len(answers) + len(passages)
