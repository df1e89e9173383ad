"""Writing the parts of a programme. Whoever writes one has the programme's row to themselves until they commit, so
that numbers stay in order and a button pressed twice acts once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from engage.accounts.models import User
from engage.accounts.operations import record
from engage.database import DomainError, Model, db
from engage.passages.operations import refuse_held
from engage.passages.signals import Source
from engage.programmes.models import Audience, Programme, SpecificationSection
from engage.programmes.parts.kinds import KIND_OF, KINDS, Kind
from engage.programmes.parts.queries import find_added
from engage.programmes.signals import in_words, what_needs
from engage.programmes.slugs import make_slug

# The last part of addresses that have a section's short name in the same place.
ADDRESSES = frozenset({"how-this-was-made"})

LONGEST_NUMBER = 10


class NameTaken(DomainError):
    """Another part of this kind has the name."""


class NumberTaken(DomainError):
    """Another part of this kind has the number."""


class EndsBeforeStart(DomainError):
    """The last day comes before the first."""


class StillNeeded(DomainError):
    """Something else hangs on the part."""


class ChangedMeanwhile(DomainError):
    """Somebody else changed the part between the check and the writing."""


def check_part(
    *, programme: Programme, kind: str, part: Model | None = None, values: Mapping[str, Any]
) -> Iterator[DomainError]:
    """What speaks against a new part of a kind, or against new values of `part`. A value of None is not looked at."""
    known = KINDS[kind]
    others = [other for other in getattr(programme, known.siblings) if other is not part]
    if known.place and _folded(values.get(known.name)) in {_folded(getattr(other, known.name)) for other in others}:
        yield NameTaken(f"Another {known.called} has this {known.name}", known.name)
    if not known.place and (_folded(values.get(known.name)), values.get("on")) in {
        (_folded(getattr(other, known.name)), other.on) for other in others
    }:
        yield NameTaken(f"This {known.called} is there already, on the same day", known.name)
    if known.is_numbered_by_hand and values.get("number") in {other.number for other in others}:
        yield NumberTaken(f"Another {known.called} has this number", "number")
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and last < first:
        yield EndsBeforeStart("The last day must not come before the first", "ends_on")


def add_part(*, programme: Programme, to: str, by: User | None = None, once: str = "", **values: Any) -> Any:
    """A new part at the end of its kind, which `to` names ("waves"). Sent twice under the same `once`, it is added
    once.

    Raises NameTaken, NumberTaken, EndsBeforeStart, WordsHeld.
    """
    _have_alone(programme)
    known, siblings = KINDS[to], getattr(programme, KINDS[to].siblings)
    if before := find_added(programme=programme, kind=to, once=once):
        return before
    _raise_first(check_part(programme=programme, kind=to, values=values))
    _refuse_held(programme, known, values, by)
    part = known.model(**values, **_made_up(known, siblings, values))
    siblings.append(part)
    db.session.flush()
    _record("added part", part, by, **({"once": once} if once else {}))
    return part


def change_part(*, part: Any, by: User | None = None, seen: Mapping[str, Any] | None = None, **values: Any) -> Any:
    """Give a part new values. `seen` are those that stood there when they were last looked at.

    Raises NameTaken, NumberTaken, EndsBeforeStart, ChangedMeanwhile, WordsHeld.
    """
    _have_alone(part.programme, part)
    if seen is not None and stored_values(part, values) not in (seen, values):
        raise ChangedMeanwhile("Somebody else has just changed this. Open it again to see what they wrote")
    kind = next(name for name, known in KINDS.items() if known is KIND_OF[type(part)])
    _raise_first(check_part(programme=part.programme, kind=kind, part=part, values=values))
    new = {name: value for name, value in values.items() if value != getattr(part, name)}
    _refuse_held(part.programme, KIND_OF[type(part)], new, by)
    if "number" in values:
        _give_number(part, values["number"])
    for name, value in values.items():
        setattr(part, name, value)
    db.session.flush()
    db.session.expire(part.programme)  # another number is another order
    _record("changed part", part, by)
    return part


def move_part(*, part: Any, place: int, up: bool, by: User | None = None) -> bool:
    """Let a part change places with its neighbour, if it still stands at `place` (from 0) among its like. Whether it
    moved: a button pressed twice moves once."""
    _have_alone(part.programme, part)
    known, siblings = KIND_OF[type(part)], list(getattr(part.programme, KIND_OF[type(part)].siblings))
    goal = place - 1 if up else place + 1
    if not known.place or siblings.index(part) != place or not 0 <= goal < len(siblings):
        return False
    if known.place == "number":
        _swap_numbers(part, siblings[goal])
    else:
        siblings[place], siblings[goal] = siblings[goal], part
        for position, each in enumerate(siblings, 1):
            each.position = position
    db.session.flush()
    db.session.expire(part.programme)
    _record("moved part", part, by)
    return True


def remove_part(*, part: Any, by: User | None = None) -> None:
    """Remove a part on which nothing hangs. Raises StillNeeded."""
    programme, known = part.programme, KIND_OF[type(part)]
    _have_alone(programme, part)
    if reason := why_needed(part):
        raise StillNeeded(reason)
    _record("removed part", part, by)
    try:
        with db.session.begin_nested():
            db.session.delete(part)
            db.session.flush()
    except IntegrityError as refused:
        raise StillNeeded(f"Something else still hangs on this {known.called}") from refused
    db.session.expire(programme)
    if known.place == "number" and not known.is_numbered_by_hand:
        _close_the_gap(getattr(programme, known.siblings))


def why_needed(part: Any) -> str:
    """Why a part cannot be removed: a sentence that names what hangs on it, or nothing where it can be."""
    needed = [*_details_of(part), *what_needs(part)]
    called = KIND_OF[type(part)].called
    return f"This {called} cannot be removed while these hang on it: {in_words(needed)}" if needed else ""


def stored_values(part: Any, names: Mapping[str, Any]) -> dict[str, Any]:
    """What a part has in the columns that `names` are of."""
    return {name: getattr(part, name) for name in names}


def _have_alone(programme: Programme, part: Any = None) -> None:
    """Wait until nobody else writes parts of the programme, and read it afresh. Raises ChangedMeanwhile where the part
    is gone."""
    part_id = part.id if part else 0
    db.session.execute(update(Programme).where(Programme.id == programme.id).values(id=programme.id))
    db.session.expire_all()
    if part and db.session.get(type(part), part_id, populate_existing=True) is None:
        raise ChangedMeanwhile("Somebody else has just removed this")


def _refuse_held(programme: Programme, known: Kind, values: Mapping[str, Any], by: User | None) -> None:
    """What a programme is made of is public: no words about somebody get into it. Raises WordsHeld."""
    source = Source(programme.id, f"part_{known.siblings}", programme.id, f"A {known.called} of the programme")
    message = (
        "This may be about somebody, so it is not saved, and the safeguarding lead reads it. Write it without telling "
        "about a person"
    )
    for name, value in values.items():
        if isinstance(value, str):
            refuse_held(value, source=source, author=by, message=message, field=name, is_kind=True)


def _folded(name: str | None) -> str | None:
    return " ".join(name.split()).casefold() if name else None


def _raise_first(rules: Iterator[DomainError]) -> None:
    for rule in rules:
        raise rule


def _made_up(known: Kind, siblings: list[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new part that nobody types."""
    made: dict[str, Any] = {}
    if known.place and known.place not in values:
        made[known.place] = max((getattr(other, known.place) for other in siblings), default=0) + 1
    if known.has_slug:
        taken = ADDRESSES | {other.slug for other in siblings}
        made["slug"] = make_slug(values[known.name], known.called.replace(" ", "-"), taken)
    return made


def _details_of(part: Any) -> list[str]:
    """What belongs to a part in this room."""
    if isinstance(part, Audience) and part.known_shares:
        return [f"known shares ({len(part.known_shares)})"]
    if isinstance(part, SpecificationSection):
        return [f"line {line.number}" for line in part.lines]
    return []


def _swap_numbers(part: Any, other: Any) -> None:
    mine, theirs = part.number, other.number
    other.number = -other.id  # nobody's, so that no two have the same number at any moment
    db.session.flush()
    _give_number(part, theirs)
    db.session.flush()
    other.number = theirs
    _give_number(other, mine)


def _give_number(part: Any, number: int) -> None:
    """Lines are numbered after their section: 7.2 is the second of section 7."""
    old, part.number = f"{part.number}.", number
    if not isinstance(part, SpecificationSection):
        return
    ours = [line for line in part.lines if line.number.startswith(old)]
    new = [f"{number}.{line.number.removeprefix(old)}" for line in ours]
    others = {line.number for line in part.lines if line not in ours}
    if others.isdisjoint(new) and max(map(len, new), default=0) <= LONGEST_NUMBER:
        for line, renumbered in zip(ours, new, strict=True):
            line.number = renumbered


def _close_the_gap(siblings: list[Any]) -> None:
    for number, part in enumerate(siblings, 1):
        part.number = number
        db.session.flush()


def _record(action: str, part: Any, by: User | None, **facts: object) -> None:
    subject = type(part).__tablename__
    record(user=by, action=action, subject=subject, subject_id=part.id, programme_id=part.programme_id, **facts)
