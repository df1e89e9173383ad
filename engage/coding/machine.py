"""What the machine makes of a programme: tables in, rows to store out. It learns once a run, never in a request."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from engage.analysis.acceptance import Offer, offer
from engage.analysis.coder import SUGGESTION_COLUMNS
from engage.analysis.duplicates import find_duplicates
from engage.analysis.embeddings import Embedder, open_embedder
from engage.analysis.felt import FeltCoder
from engage.analysis.frame_coder import FrameCoder
from engage.analysis.machine import READ_COLUMNS, Machine
from engage.analysis.partitions import spread
from engage.analysis.proposals import poorly_coded, propose
from engage.analysis.sureness import whole_right
from engage.coding.models import GroupKind
from engage.coding.tables import Tables
from engage.database import today

AT_ONCE = 500
# Below this a code is as good as not mentioned: half of the lowest score that the frame's words alone count as
# applying (.35, see analysis.cutoffs), rounded up. Keeping every zero would store 28 rows an answer.
LEAST_SCORE = 0.2
# Grouping tries twelve numbers of groups; more excerpts than this take minutes and show the same groups.
MOST_GROUPED = 5000
LONGEST_EVIDENCE = 500

Progress = Callable[[int], object]
Rows = list[dict[str, Any]]
# By excerpt: the stamp and the vectors of its words (see models.Meaning).
Kept = Mapping[uuid.UUID, tuple[str, bytes]]


@dataclass
class Read:
    """What a run found: rows of codings and reviews without their coder, what may be accepted, groups, and rows of
    meanings that are not kept yet.

    `groups`: `kind`, `number`, `words`; `grouped`: `kind`, `number`, `excerpt_id`, `closeness`.
    """

    method: str
    version: str
    codings: Rows = field(default_factory=list)
    reviews: Rows = field(default_factory=list)
    offer: Offer = field(default_factory=lambda: Offer(0))
    groups: Rows = field(default_factory=list)
    grouped: Rows = field(default_factory=list)
    meanings: Rows = field(default_factory=list)


def read(tables: Tables, progress: Progress | None = None, scheduler: str = "", kept: Kept | None = None) -> Read:
    """Learn what people confirmed and read every excerpt of the tables; `progress` hears how many more were read.

    `kept` holds the meanings that need not be computed again; None where nothing is to be kept.

    Of an excerpt that people have coded the machine says what it would have said without them (see FrameCoder), so
    that its word can be compared with theirs. It reads where `scheduler` says (see `spread`, and what that raises);
    it learns, and looks for groups, in this process.
    """
    embedder = open_embedder()
    fresh = _recall(embedder, tables.excerpts, kept) if embedder and kept is not None else []
    coder = FrameCoder(embedder=embedder).fit(tables.frame, tables.excerpts, tables.codings)
    machine = Machine(coder, FeltCoder(embedder=embedder).fit(tables.excerpts, tables.sentiments))
    found, scores = Read(coder.method, coder.version), [np.zeros((0, len(tables.frame)))]
    with spread(scheduler) as over:
        for told in over(machine.read, _chunks(tables.excerpts[READ_COLUMNS])):
            read_now = len(told.felt)
            scores.append(_grid(told.suggested, "score", read_now))
            found.reviews += _reviews(
                told.felt, whole_right(scores[-1], _grid(told.suggested, "applies", read_now) > 0)
            )
            found.codings += _codings(told.suggested, tables.code_ids)
            if progress:
                progress(read_now)
    is_coded = tables.excerpts["excerpt_id"].isin(tables.codings["excerpt_id"]).to_numpy(dtype=bool)
    found.offer = offer(np.vstack(scores)[is_coded], _marks(tables, is_coded))
    _add_alike(found, tables.excerpts)
    _add_uncoded(found, tables, embedder)
    _add_meanings(found, embedder, fresh)
    return found


def _recall(embedder: Embedder, excerpts: pd.DataFrame, kept: Kept) -> list[tuple[uuid.UUID, str]]:
    """Take in what was kept of these excerpts; the id and words of those of which nothing was, or of other words."""
    fresh = []
    for excerpt_id, words in zip(excerpts["excerpt_id"], excerpts["text"], strict=True):
        stamp, vectors = kept.get(excerpt_id, ("", b""))
        if stamp == embedder.stamp(words):
            embedder.recall(words, vectors)
        else:
            fresh.append((excerpt_id, words))
    return fresh


def _add_meanings(found: Read, embedder: Embedder | None, fresh: list[tuple[uuid.UUID, str]]) -> None:
    """What was computed here; what another machine read stays there, and is computed there again."""
    if embedder is None:
        return
    read_here = ((one, words, embedder.stored(words)) for one, words in fresh)
    found.meanings = [
        {"excerpt_id": one, "stamp": embedder.stamp(words), "vectors": vectors}
        for one, words, vectors in read_here
        if vectors is not None
    ]


def _chunks(excerpts: pd.DataFrame) -> Iterator[pd.DataFrame]:
    return (excerpts.iloc[start : start + AT_ONCE] for start in range(0, len(excerpts), AT_ONCE))


def _grid(suggested: pd.DataFrame, column: str, excerpts: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A column of suggestions by excerpt and code."""
    return suggested[column].to_numpy(dtype=float).reshape(excerpts, -1)


def _marks(tables: Tables, is_coded: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """People's verdicts by coded excerpt and code."""
    said = tables.codings[tables.codings["applies"].astype(bool)]
    pairs = set(zip(said["excerpt_id"], said["code"], strict=True))
    coded, codes = tables.excerpts["excerpt_id"][is_coded], list(tables.frame["code"])
    marks = [[(excerpt_id, code) in pairs for code in codes] for excerpt_id in coded]
    return np.array(marks, dtype=bool).reshape(len(coded), len(codes))


def _reviews(felt: pd.DataFrame, sureness: np.ndarray[Any, np.dtype[np.float64]]) -> Rows:
    columns = (felt["excerpt_id"], felt["sentiment"], felt["mixed"], sureness)
    return [
        {
            "excerpt_id": excerpt_id,
            "sentiment": int(sentiment),
            "is_mixed": bool(mixed) and sentiment == 3,
            "sureness": float(np.clip(sure, 0.0, 1.0)),
            "reviewed_on": today(),
        }
        for excerpt_id, sentiment, mixed, sure in zip(*columns, strict=True)
    ]


def _codings(suggested: pd.DataFrame, code_ids: dict[str, int]) -> Rows:
    """A row for each code worth keeping; one that applies says how the part about it feels."""
    kept = suggested[suggested["applies"] | (suggested["score"] >= LEAST_SCORE)]
    rows = zip(*(kept[column] for column in (*SUGGESTION_COLUMNS, "sentiment", "mixed")), strict=True)
    return [
        {
            "excerpt_id": excerpt_id,
            "code_id": code_ids[code],
            "applies": bool(applies),
            "score": float(score),
            "evidence": evidence[:LONGEST_EVIDENCE],
            "sentiment": int(sentiment) if applies else None,
            "is_mixed": bool(mixed) and sentiment == 3,
        }
        for excerpt_id, code, score, applies, evidence, sentiment, mixed in rows
    ]


def _add_alike(found: Read, excerpts: pd.DataFrame) -> None:
    """Groups of answers in the same or nearly the same words."""
    alike = find_duplicates(excerpts[["excerpt_id", "response_id", "text"]])
    found.groups += [_group(GroupKind.ALIKE, number) for number in alike["group"].unique()]
    rows = zip(alike["group"], alike["excerpt_id"], alike["similarity"], strict=True)
    found.grouped += [_member(GroupKind.ALIKE, *row) for row in rows]


def _add_uncoded(found: Read, tables: Tables, embedder: Embedder | None) -> None:
    """Groups of excerpts that have no code, or none that is sure: by people's word where they gave it."""
    people = tables.codings[tables.codings["applies"].astype(bool)][["excerpt_id", "applies"]].assign(score=1.0)
    machine = pd.DataFrame(found.codings, columns=["excerpt_id", "applies", "score"])
    machine = machine[~machine["excerpt_id"].isin(tables.codings["excerpt_id"])]
    left = poorly_coded(tables.excerpts, pd.concat([people, machine], ignore_index=True))
    left = left.sample(min(len(left), MOST_GROUPED), random_state=0).sort_index().reset_index(drop=True)
    if left.empty:
        return
    meaning = np.array([rows.mean(axis=0) for rows in embedder.embed(list(left["text"]))]) if embedder else None
    proposed = propose(left, embeddings=meaning)
    groups = zip(proposed.groups["group"], proposed.groups["words"], strict=True)
    found.groups += [_group(GroupKind.UNCODED, number, words) for number, words in groups]
    rows = zip(*(proposed.members[column] for column in ("group", "excerpt_id", "closeness")), strict=True)
    found.grouped += [_member(GroupKind.UNCODED, *row) for row in rows]


def _group(kind: GroupKind, number: int, words: str = "") -> dict[str, Any]:
    return {"kind": kind, "number": int(number), "words": words[:300]}


def _member(kind: GroupKind, number: int, excerpt_id: object, closeness: float) -> dict[str, Any]:
    return {"kind": kind, "number": int(number), "excerpt_id": excerpt_id, "closeness": float(closeness)}
