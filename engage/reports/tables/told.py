"""What readers of a wave were told, kept so that no later table can be subtracted from an earlier one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select

from engage.analysis.seen import Seen, seen_from
from engage.database import db
from engage.reports.door import Door
from engage.reports.tables.models import ToldTable
from engage.reports.thresholds import thresholds_of


def door_of(wave_id: int) -> Door:
    """The door of a wave: it knows all that was told, and how small a figure may be told of each audience."""
    query = select(ToldTable.seen).where(ToldTable.wave_id == wave_id).order_by(ToldTable.id)
    return Door([seen_from(stored) for stored in db.session.scalars(query)], thresholds_of(wave_id))


def remember(*, wave_id: int, seen: Iterable[Seen]) -> None:
    """Keep what readers now know; what they knew already is not kept twice."""
    query = select(ToldTable.fingerprint).where(ToldTable.wave_id == wave_id).order_by(ToldTable.id)
    known = set(db.session.scalars(query))
    for each in seen:
        stored = asdict(each)
        fingerprint = hashlib.sha256(json.dumps(stored).encode()).hexdigest()
        if fingerprint not in known:
            known.add(fingerprint)
            db.session.add(ToldTable(wave_id=wave_id, fingerprint=fingerprint, seen=stored))
    db.session.flush()
