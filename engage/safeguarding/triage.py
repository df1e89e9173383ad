"""Triage of answers: by their words in the transaction that submits, by what they mean in a job."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import delete, insert, select

from engage.analysis.embeddings import open_embedder
from engage.analysis.triage import Tier, assess
from engage.database import db, send_after_commit, today
from engage.safeguarding import alerts, queries
from engage.safeguarding.models import Flag, FlagReason, UnreadAnswer
from engage.safeguarding.queries import OpenAnswer
from engage.safeguarding.signals import answers_cleared, reading_wanted

# SQLite takes 32,766 values in one statement; this many responses hold far fewer open answers than that.
RESPONSES_AT_ONCE = 500
# Read in about a second, so that no more is read again where a job is cut off.
ANSWERS_AT_ONCE = 200
LONGEST_CATEGORY = 60
LONGEST_MATCH = 300

Row = dict[str, Any]


def triage_responses(*, response_ids: Sequence[uuid.UUID], by_meaning: bool = False) -> None:
    """Flag the open answers of these responses whose words are worrying or not English.

    `by_meaning` keeps every one of them on hold until a job has read what it means (`read_answers`); without, those
    that are not flagged are cleared at once (`answers_cleared`). Answers flagged before are left as they are, so a
    second run changes nothing.
    """
    for start in range(0, len(response_ids), RESPONSES_AT_ONCE):
        answers = queries.list_unflagged_answers(response_ids[start : start + RESPONSES_AT_ONCE])
        flagged = _raise_flags(answers, assess(_table(answers)))
        if by_meaning:
            _leave_for_reading(answers)
        else:
            _clear([answer.id for answer in answers if answer.id not in flagged])


def read_answers() -> int:
    """Read what some of the answers that wait for it mean: hold more of them, or have a lead look sooner; nothing that
    words held is let go. How many were read, none where none waits. The reading comes first, so that nobody waits for
    the writing."""
    waiting = queries.list_unread_answers(ANSWERS_AT_ONCE)
    if not waiting:
        return 0
    found = assess(_table(waiting), open_embedder())
    mine = _claim(answer.id for answer in waiting)
    found = found[found["id"].isin(mine)]
    _raise_flags([answer for answer in waiting if answer.id in mine], found)
    _clear(queries.list_free(sorted(mine)))
    return len(waiting)


def flag_rows(found: pd.DataFrame, *, of: str) -> list[Row]:
    """A row of `flag` for each reason that `assess` found to hold a text; `of` is the column that names the text."""
    rows = []
    for one in found.to_dict("records"):
        if one["category"] or one["english"]:
            category, matched = _fitting(one["category"], LONGEST_CATEGORY), _fitting(one["words"], LONGEST_MATCH)
            worry = {"category": category, "matched": matched}
            rows.append({of: one["id"], "reason": FlagReason.WORRYING_WORDS, "tier": one["tier"], **worry})
        if not one["english"]:
            # What nobody can read yet is never probably nothing; what is worrying in it has a flag of its own.
            tier = Tier.LOOK_NOW if one["tier"] == Tier.LOOK_NOW and not one["category"] else Tier.LOOK_TODAY
            rows.append({of: one["id"], "reason": FlagReason.NOT_ENGLISH, "tier": tier, "category": "", "matched": ""})
    return [{"id": uuid.uuid4(), "raised_on": today(), **row} for row in rows]


def _raise_flags(answers: Sequence[OpenAnswer], found: pd.DataFrame) -> set[uuid.UUID]:
    """Store what was found, and write to the leads of what to look at now; the answers that it holds."""
    wanted = flag_rows(found, of="answer_id")
    before = _flags_before([row["answer_id"] for row in wanted])
    new = [row for row in wanted if (row["answer_id"], row["reason"]) not in before]
    if new:
        db.session.execute(insert(Flag), new)
    now = {row["id"]: row["answer_id"] for row in new if row["tier"] == Tier.LOOK_NOW}
    for row in wanted:
        flag = before.get((row["answer_id"], row["reason"]))
        if flag and _raise(flag, row["tier"]):
            now[flag.id] = row["answer_id"]
    _write_letters(answers, now)
    return {row["answer_id"] for row in wanted}


def _flags_before(answer_ids: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, str], Flag]:
    flags = db.session.scalars(select(Flag).where(Flag.answer_id.in_(answer_ids)).order_by(Flag.id))
    return {(flag.answer_id, flag.reason): flag for flag in flags if flag.answer_id}


def _raise(flag: Flag, tier: Tier) -> bool:
    """Have a lead look sooner where the meaning says so; whether that is now."""
    order = list(Tier)
    if flag.released_at or order.index(tier) >= order.index(Tier(flag.tier)):
        return False
    flag.tier = tier
    db.session.flush()
    return tier == Tier.LOOK_NOW


def _write_letters(answers: Sequence[OpenAnswer], flag_ids: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """`flag_ids` with the answers they are about."""
    programmes = {answer.id: answer.programme_id for answer in answers}
    about: dict[int, list[uuid.UUID]] = {}
    for flag_id, answer_id in flag_ids.items():
        about.setdefault(programmes[answer_id], []).append(flag_id)
    for programme_id, ids in about.items():
        alerts.write_to_leads(flag_ids=ids, programme_id=programme_id)


def _leave_for_reading(answers: Sequence[OpenAnswer]) -> None:
    ids = [answer.id for answer in answers]
    there = set(db.session.scalars(select(UnreadAnswer.answer_id).where(UnreadAnswer.answer_id.in_(ids))))
    if new := [{"answer_id": one} for one in ids if one not in there]:
        db.session.execute(insert(UnreadAnswer), new)
        send_after_commit(reading_wanted)


def _claim(answer_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Take these off the list of what waits; those that another job took first are not among the result."""
    taken = delete(UnreadAnswer).where(UnreadAnswer.answer_id.in_(list(answer_ids))).returning(UnreadAnswer.answer_id)
    return set(db.session.scalars(taken))


def _clear(answer_ids: list[uuid.UUID]) -> None:
    if answer_ids:
        answers_cleared.send(None, answer_ids=answer_ids)


def _table(answers: Sequence[OpenAnswer]) -> pd.DataFrame:
    return pd.DataFrame([(answer.id, answer.text) for answer in answers], columns=["id", "text"])


def _fitting(phrases: str, longest: int) -> str:
    """Each of these comma-separated phrases once, as many whole ones as fit."""
    fitting = ""
    for phrase in dict.fromkeys(phrases.split(", ")):
        longer = f"{fitting}, {phrase}" if fitting else phrase
        if len(longer) > longest:
            break
        fitting = longer
    return fitting
