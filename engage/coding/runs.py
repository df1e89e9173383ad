"""Storing what the machine found in a run, and people's acceptance of what it was surest of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select
from sqlalchemy.orm import joinedload

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.coding import queries
from engage.coding.machine import Read, Rows
from engage.coding.models import (
    Acceptance,
    AcceptedExcerpt,
    Code,
    Coder,
    CoderKind,
    Coding,
    CodingFrame,
    Excerpt,
    ExcerptGroup,
    ExcerptReview,
    GroupedExcerpt,
    MachineRun,
    Meaning,
)
from engage.database import DomainError, db, now
from engage.safeguarding.queries import was_flagged

AT_ONCE = 500
OUT_OF_REACH = 2.0


class NothingOffered(DomainError):
    """There is nothing to accept, or no longer."""


class AlreadyUndone(DomainError):
    """Somebody has undone this acceptance."""


def find_last_run(programme_id: int) -> MachineRun | None:
    """The latest run by the frame in force."""
    query = select(MachineRun).where(MachineRun.programme_id == programme_id)
    query = query.where(MachineRun.frame_id == queries.frame_in_force(programme_id))
    return db.session.scalar(query.order_by(MachineRun.id.desc()).limit(1))


def count_offered(run: MachineRun) -> int:
    """How many excerpts may be accepted: sure enough, looked at by nobody, never flagged, not accepted yet."""
    return db.session.scalar(select(func.count()).select_from(_offered(run).subquery())) or 0


def list_least_sure(run: MachineRun, number: int) -> Sequence[Excerpt]:
    """Those that may be accepted of which the machine is least sure: what a person should see before deciding."""
    query = select(Excerpt).join(ExcerptReview, ExcerptReview.excerpt_id == Excerpt.id)
    query = query.where(ExcerptReview.coder_id == run.coder_id, Excerpt.id.in_(_offered(run)))
    return db.session.scalars(query.order_by(ExcerptReview.sureness, Excerpt.id).limit(number)).all()


def list_acceptances(programme_id: int) -> Sequence[Acceptance]:
    """Acceptances by the frame in force that nobody has undone, the latest first."""
    query = select(Acceptance).join(Acceptance.run).options(joinedload(Acceptance.user), joinedload(Acceptance.run))
    query = query.where(MachineRun.programme_id == programme_id, Acceptance.undone_at.is_(None))
    query = query.where(MachineRun.frame_id == queries.frame_in_force(programme_id))
    return db.session.scalars(query.order_by(Acceptance.id.desc())).all()


def find_acceptance(programme_id: int, acceptance_id: int) -> Acceptance | None:
    query = select(Acceptance).join(Acceptance.run).where(Acceptance.id == acceptance_id)
    return db.session.scalar(query.where(MachineRun.programme_id == programme_id))


def accept_surest(*, run: MachineRun, accepter: User) -> Acceptance:
    """Take all that the run offers as it stands, by this person's decision. Raises NothingOffered.

    Answers that were ever flagged (worrying, or not in English) are never among them, released or not.
    """
    offered = db.session.scalars(_offered(run)).all()
    if not offered:
        raise NothingOffered("There is nothing left to accept")
    acceptance = Acceptance(run_id=run.id, user_id=accepter.id, excerpts=len(offered))
    db.session.add(acceptance)
    db.session.flush()
    insert_rows(AcceptedExcerpt, [{"excerpt_id": one, "acceptance_id": acceptance.id} for one in offered])
    _record(accepter, "accepted suggestions", acceptance, run)
    return acceptance


def undo_acceptance(*, acceptance: Acceptance, undoer: User) -> None:
    """Give the excerpts back to the queue; who undid it and when is kept. Raises AlreadyUndone."""
    if acceptance.undone_at is not None:
        raise AlreadyUndone("This has already been undone")
    acceptance.undone_at, acceptance.undoer_id = now(), undoer.id
    db.session.execute(delete(AcceptedExcerpt).where(AcceptedExcerpt.acceptance_id == acceptance.id))
    _record(undoer, "undid accepted suggestions", acceptance, acceptance.run)


def store(*, frame: CodingFrame, found: Read) -> MachineRun:
    """The machine's rows of a programme, whichever machine wrote them, give way to these; accepted ones stay."""
    coder, programme_id = _machine(found), frame.programme_id
    kept = set(db.session.scalars(select(Excerpt.id).where(_of(programme_id), queries.is_accepted(programme_id))))
    _delete_rows(programme_id)
    for model, rows in ((Coding, found.codings), (ExcerptReview, found.reviews)):
        insert_rows(model, [{**row, "coder_id": coder.id} for row in rows if row["excerpt_id"] not in kept])
    _store_groups(programme_id, found)
    _store_meanings(found.meanings)
    offer = found.offer
    run = MachineRun(
        programme_id=programme_id,
        frame_id=frame.id,
        coder_id=coder.id,
        measured=offer.measured,
        sure_from=offer.least,
        share_right=offer.right,
        share_low=offer.low,
        share_high=offer.high,
    )
    db.session.add(run)
    db.session.flush()
    return run


def insert_rows(model: type[Any], rows: Rows) -> None:
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(model), rows[start : start + AT_ONCE])


def _of(programme_id: int) -> ColumnElement[bool]:
    return Excerpt.programme_id == programme_id


def _offered(run: MachineRun) -> Select[Any]:
    """Ids of the excerpts that may be accepted: none where the run offers none."""
    least = OUT_OF_REACH if run.sure_from is None else run.sure_from
    sure = select(ExcerptReview.excerpt_id)
    sure = sure.where(ExcerptReview.coder_id == run.coder_id, ExcerptReview.sureness >= least)
    return (
        select(Excerpt.id)
        .where(queries.readable(run.programme_id), Excerpt.id.in_(sure), ~was_flagged(Excerpt.answer_id))
        .where(~queries.reviewed_by_a_person(), ~queries.is_accepted(run.programme_id))
        .order_by(Excerpt.id)
    )


def _machine(found: Read) -> Coder:
    query = select(Coder).where(Coder.kind == CoderKind.MACHINE)
    coder = db.session.scalar(query.where(Coder.method == found.method, Coder.version == found.version))
    if coder is None:
        coder = Coder(kind=CoderKind.MACHINE, method=found.method, version=found.version)
        db.session.add(coder)
        db.session.flush()
    return coder


def _delete_rows(programme_id: int) -> None:
    machines = select(Coder.id).where(Coder.kind == CoderKind.MACHINE)
    codes = select(Code.id).join(CodingFrame).where(CodingFrame.programme_id == programme_id)
    free = select(Excerpt.id).where(_of(programme_id), ~queries.is_accepted(programme_id))
    db.session.execute(
        delete(Coding).where(Coding.code_id.in_(codes), Coding.coder_id.in_(machines), Coding.excerpt_id.in_(free))
    )
    db.session.execute(
        delete(ExcerptReview).where(ExcerptReview.excerpt_id.in_(free), ExcerptReview.coder_id.in_(machines))
    )


def _store_groups(programme_id: int, found: Read) -> None:
    before = select(ExcerptGroup.id).where(ExcerptGroup.programme_id == programme_id)
    db.session.execute(delete(GroupedExcerpt).where(GroupedExcerpt.group_id.in_(before)))
    db.session.execute(delete(ExcerptGroup).where(ExcerptGroup.programme_id == programme_id))
    insert_rows(ExcerptGroup, [{**group, "programme_id": programme_id} for group in found.groups])
    stored = select(ExcerptGroup.kind, ExcerptGroup.number, ExcerptGroup.id).where(
        ExcerptGroup.programme_id == programme_id
    )
    ids = {(kind, number): group_id for kind, number, group_id in db.session.execute(stored)}
    insert_rows(
        GroupedExcerpt,
        [
            {
                "group_id": ids[one["kind"], one["number"]],
                "excerpt_id": one["excerpt_id"],
                "closeness": min(1.0, max(0.0, one["closeness"])),
            }
            for one in found.grouped
        ],
    )


def _store_meanings(meanings: Rows) -> None:
    """In place of what was kept of other words or by another model."""
    for start in range(0, len(meanings), AT_ONCE):
        part = meanings[start : start + AT_ONCE]
        stale = [row["excerpt_id"] for row in part]
        db.session.execute(delete(Meaning).where(Meaning.excerpt_id.in_(stale)))
        db.session.execute(insert(Meaning), part)


def _record(user: User, action: str, acceptance: Acceptance, run: MachineRun) -> None:
    record(
        user=user,
        action=action,
        subject="acceptance",
        subject_id=acceptance.id,
        programme_id=run.programme_id,
        excerpts=acceptance.excerpts,
        method=run.coder.method,
        version=run.coder.version,
    )
