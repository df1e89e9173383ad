"""Writing frames, excerpts and people's verdicts, and the machine's suggestions."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import aliased

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.analysis.partitions import NotSpread
from engage.coding import frame_words, machine, queries, runs
from engage.coding.feelings import Feeling
from engage.coding.frame_file import FrameRefused, Row, check_rows, row_of, slug_for
from engage.coding.machine import Progress
from engage.coding.models import Code, Coder, CoderKind, Coding, CodingFrame, Excerpt, ExcerptReview
from engage.coding.tables import read_meanings, read_tables
from engage.database import DomainError, constraint_as, db, today
from engage.programmes.models import Kloe, SpecificationSection

AT_ONCE = 500
NOTHING_FELT: Mapping[int, Feeling] = {}


class NoFrame(DomainError):
    """The programme has no coding frame, so there is nothing to suggest."""


class NotReadThere(DomainError):
    """The Dask scheduler cannot be reached, or its workers cannot read as this process would."""


class CodeTaken(DomainError):
    """The frame has a code of the same name."""


class FrameChanged(DomainError):
    """Somebody stored another version of the frame at the same moment."""


@dataclass(frozen=True)
class Suggestions:
    """What a run of the machine did: excerpts read, codes that it says apply, reviewed excerpts it learned from."""

    excerpts: int
    suggestions: int
    learned_from: int


def store_frame(*, programme_id: int, rows: Sequence[Row], author: User | None = None) -> CodingFrame:
    """A new version of the programme's frame from rows as `frame_file` reads them. Raises FrameRefused, FrameChanged.
    What may be about somebody is refused (`FrameWordsHeld`).

    Older versions keep their codings. What people said of a code counts for the code of the same slug in the new
    version, so their verdicts are copied to it; the machine's are not, it reads the new version afresh.
    """
    sections = _ids_by_slug(SpecificationSection, programme_id)
    kloes = _ids_by_slug(Kloe, programme_id)
    if problems := check_rows(list(rows), sections, kloes):
        raise FrameRefused(problems)
    stand = frame_words.words_of(queries.list_codes(programme_id))
    frame_words.refuse_rows(programme_id=programme_id, rows=rows, before=stand, author=author)
    before = queries.find_frame(programme_id)
    frame = CodingFrame(programme_id=programme_id, version=before.version + 1 if before else 1)
    frame.codes = [
        _code(row, position, sections.get(row["section"]), kloes.get(row["kloe"]))
        for position, row in enumerate(rows, start=1)
    ]
    changed = FrameChanged("Somebody else has just stored a new version. Look at it, then try again", "file")
    with constraint_as("uq_coding_frame_programme_id_version", changed):
        db.session.add(frame)
    if before:
        _carry_over(before, frame)
    return frame


def check_code(*, programme_id: int, name: str | None, code: Code | None = None) -> Iterator[CodeTaken]:
    """Find what speaks against a code of this name, new or (`code`) changed. A name of None is not looked at."""
    others = [other for other in queries.list_codes(programme_id) if other is not code]
    if name is not None and name.strip().casefold() in {other.name.casefold() for other in others}:
        yield CodeTaken("The frame has a code of this name", "name")


def add_code(*, programme_id: int, words: Row, author: User | None = None) -> CodingFrame:
    """A new version of the frame with one more code at its end. `words` as a row of a frame's file but for its code,
    which is made of the name. Raises CodeTaken, WordsHeld, and as `store_frame` does."""
    for fault in check_code(programme_id=programme_id, name=words["name"]):
        raise fault
    codes = queries.list_codes(programme_id)
    stand = frame_words.words_of(codes)
    frame_words.refuse_words(programme_id=programme_id, words=words, before=stand, author=author)
    slug = slug_for(words["name"], {code.slug for code in codes})
    rows = [*map(row_of, codes), {**{name: told.strip() for name, told in words.items()}, "code": slug}]
    return store_frame(programme_id=programme_id, rows=rows)


def change_code(
    *,
    code: Code,
    name: str,
    definition: str,
    use_when: str,
    not_when: str,
    examples: str,
    section: SpecificationSection | None,
    kloe: Kloe | None,
    author: User | None = None,
) -> None:
    """Other words or another place for a code of the version in force; what people said of it stays. Raises
    CodeTaken, WordsHeld."""
    programme_id, stand = code.frame.programme_id, frame_words.words_of([code])
    for fault in check_code(programme_id=programme_id, name=name, code=code):
        raise fault
    words = {"name": name, "definition": definition, "use_when": use_when, "not_when": not_when, "examples": examples}
    frame_words.refuse_words(programme_id=programme_id, words=words, before=stand, author=author)
    code.name, code.definition, code.use_when = name.strip(), definition.strip(), use_when.strip()
    code.not_when, code.examples = not_when.strip(), examples.strip()
    code.section, code.kloe = section, kloe
    db.session.flush()


def add_excerpts(*, answer_ids: Sequence[uuid.UUID]) -> int:
    """Make each of these answers that says something into an excerpt of its whole length, once; how many are new.
    Where a person translated the answer, the excerpt's text is the translation."""
    added = 0
    for start in range(0, len(answer_ids), AT_ONCE):
        new = [
            {
                "programme_id": uncut.programme_id,
                "answer_id": uncut.answer_id,
                "start": 0,
                "end": len(uncut.words),
                "text": uncut.translation or uncut.words,
                "original": uncut.words if uncut.translation else None,
            }
            for uncut in queries.list_uncut(answer_ids[start : start + AT_ONCE])
            if uncut.words.strip()
        ]
        if new:
            db.session.execute(insert(Excerpt), new)
        added += len(new)
    return added


def translate_excerpts(*, answer_ids: Sequence[uuid.UUID]) -> None:
    """Let the excerpts of these answers that are there already read as their translations do."""
    for excerpt, words in queries.list_translated(answer_ids):
        excerpt.original = excerpt.original or excerpt.text
        excerpt.text = words
    db.session.flush()


def save_review(
    *,
    excerpt: Excerpt,
    reviewer: User,
    verdicts: Mapping[int, bool],
    sentiment: int | None = None,
    is_mixed: bool = False,
    felt: Mapping[int, Feeling] = NOTHING_FELT,
) -> None:
    """What a person says of an excerpt, in place of what they said before. `verdicts` holds, by code id, True for a
    code that applies and False for a suggestion that was rejected; codes not in it do not apply either. `felt` says,
    by code id, how what the excerpt says of an applied code feels; `sentiment` how the whole does."""
    coder = _person(reviewer)
    mine = select(Code.id).where(Code.frame_id == queries.frame_in_force(excerpt.programme_id))
    db.session.execute(
        delete(Coding).where(Coding.excerpt_id == excerpt.id, Coding.coder_id == coder.id, Coding.code_id.in_(mine))
    )
    said = {"excerpt_id": excerpt.id, "coder_id": coder.id}
    for code_id, applies in verdicts.items():
        feeling = felt.get(code_id, Feeling()) if applies else Feeling()
        db.session.add(Coding(**said, code_id=code_id, applies=applies, **feeling._asdict()))
    db.session.merge(ExcerptReview(**said, sentiment=sentiment, is_mixed=is_mixed, reviewed_on=today()))
    db.session.flush()


def suggest_codes(*, programme_id: int, progress: Progress | None = None, scheduler: str = "") -> Suggestions:
    """Let the machine learn what people confirmed and read every readable excerpt again, in place of its last run.

    `progress` is told how many more excerpts were read, some hundreds at a time. The reading comes first and the
    writing in one go at the end, so that nobody who submits waits for it. The same tables give the same suggestions.
    What somebody has accepted stays as it was. `scheduler` says where answers are read: in this process, "local" for
    all processors of this machine, or the address of a Dask scheduler. Raises NoFrame, NotReadThere.
    """
    frame = queries.find_frame(programme_id)
    if frame is None:
        raise NoFrame("There is no coding frame yet")
    tables = read_tables(programme_id)
    try:
        found = machine.read(tables, progress, scheduler, read_meanings(programme_id))
    except NotSpread as problem:
        raise NotReadThere(str(problem)) from problem
    runs.store(frame=frame, found=found)
    applied = sum(row["applies"] for row in found.codings)
    done = Suggestions(len(found.reviews), applied, tables.reviewed)
    record(
        user=None,
        action=queries.SUGGESTED,
        subject="programme",
        subject_id=programme_id,
        programme_id=programme_id,
        excerpts=done.excerpts,
        learned_from=done.learned_from,
    )
    return done


def _ids_by_slug(model: type[SpecificationSection] | type[Kloe], programme_id: int) -> dict[str, int]:
    query = select(model.slug, model.id).where(model.programme_id == programme_id)
    return {row.slug: row.id for row in db.session.execute(query)}


def _code(row: Row, position: int, section_id: int | None, kloe_id: int | None) -> Code:
    return Code(
        slug=row["code"],
        name=row["name"],
        definition=row["definition"],
        use_when=row["use_when"],
        not_when=row["not_when"],
        examples=row["examples"],
        section_id=section_id,
        kloe_id=kloe_id,
        position=position,
    )


def _carry_over(before: CodingFrame, frame: CodingFrame) -> None:
    old, new = aliased(Code), aliased(Code)
    said = (Coding.excerpt_id, Coding.coder_id, Coding.applies, Coding.sentiment, Coding.is_mixed)
    query = (
        select(new.id.label("code_id"), *said)
        .join(old, old.id == Coding.code_id)
        .join(new, new.slug == old.slug)
        .join(Coder, Coder.id == Coding.coder_id)
        .where(old.frame_id == before.id, new.frame_id == frame.id, Coder.kind == CoderKind.PERSON)
    )
    runs.insert_rows(Coding, [dict(row) for row in db.session.execute(query).mappings()])


def _person(user: User) -> Coder:
    """The coder a user is; locked (where the database can), so that two quick saves come one after the other."""
    coder = db.session.scalar(select(Coder).where(Coder.user_id == user.id).with_for_update())
    if coder is None:
        coder = Coder(kind=CoderKind.PERSON, user_id=user.id)
        db.session.add(coder)
        db.session.flush()
    return coder
