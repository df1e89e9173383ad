"""Which pages a person is asked, by what they answered before: never a dead end, and every page within reach.

A condition may only look back, so the route is found in one walk from the first page to the last; what it hides
counts as not answered for all that follows. After the last page comes the check page, whatever was answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from math import prod
from typing import NamedTuple

from engage.surveys.conditions import Condition, Given
from engage.surveys.items import RANKS, Item, ItemType, Option

# Whether a page can be reached is tried out; so many combinations take a tenth of a second.
MOST_COMBINATIONS = 4_096
ONE_ANSWER = frozenset({ItemType.CHOICE, ItemType.SCALE})
SEVERAL_ANSWERS = frozenset({ItemType.CHOICES, ItemType.RANKING})

# What an item may hold as far as conditions can tell: no answer, or one of these sets of options.
State = tuple[str, ...] | None


class Stop(NamedTuple):
    """A page, and the conditions that must all hold for it to be asked."""

    page: Item
    conditions: tuple[Condition, ...] = ()

    def atoms(self) -> Iterator[Condition]:
        return chain.from_iterable(condition.atoms() for condition in self.conditions)

    def reads(self) -> set[str]:
        """The ids of the items that its conditions look at."""
        return {atom.item for atom in self.atoms() if atom.item}


def walk(stops: Iterable[Stop], given: Given) -> tuple[Item, ...]:
    """The pages asked of a person who answered this, in their order."""
    known: dict[str, Collection[str]] = {}
    asked: list[Item] = []
    for page, conditions in stops:
        if all(condition.holds(known) for condition in conditions):
            asked.append(page)
            known.update((part.id, given[part.id]) for part in page.parts if part.id in given)
    return tuple(asked)


def causes_of(stops: Iterable[Stop], page: Item) -> set[str]:
    """The items of a page, and those that its own conditions look at."""
    own = next(stop for stop in stops if stop.page.id == page.id)
    return own.reads() | {part.id for part in page.parts}


def problems(stops: Sequence[Stop]) -> list[str]:
    """What is wrong with the conditions, a line each; nothing where every page can be reached."""
    found = list(_wrong_references(stops))
    return found or list(_out_of_reach(stops))


def _wrong_references(stops: Sequence[Stop]) -> Iterator[str]:
    earlier: dict[str, Item] = {}
    for stop in stops:
        for atom in stop.atoms():
            wrong = _wrong_with(atom, earlier)
            if wrong:
                yield f"{stop.page.id}: {wrong}"
        earlier.update((part.id, part) for part in stop.page.parts)


def _wrong_with(atom: Condition, earlier: Mapping[str, Item]) -> str:
    """What is wrong with a condition on one item, if anything."""
    item = earlier.get(atom.item or "")
    if item is None:
        return f"its condition looks at {atom.item}, which is not asked before it"
    if atom.option is None:
        return ""
    asks, types = ("equals", ONE_ANSWER) if atom.equals else ("contains", SEVERAL_ANSWERS)
    if item.type not in types:
        return f"{atom.item} is of type {item.type}, so its answer cannot be looked at with {asks}"
    if atom.option not in {option.id for option in item.options}:
        return f"{atom.item} has no answer {atom.option}"
    return ""


def _out_of_reach(stops: Sequence[Stop]) -> Iterator[str]:
    for place, stop in enumerate(stops):
        if not stop.conditions:
            continue
        before = _what_it_hangs_on(stops[:place], stop)
        choices = _states(before, stop)
        if prod(len(states) for states in choices.values()) > MOST_COMBINATIONS:
            yield f"{stop.page.id}: its condition hangs on too many answers"
        elif not _is_reached([*before, stop], choices):
            yield f"{stop.page.id}: no answers lead to this page"


def _what_it_hangs_on(earlier: Sequence[Stop], last: Stop) -> list[Stop]:
    """The earlier stops that decide whether the last is asked, straight or through one another."""
    wanted, found = last.reads(), []
    for stop in reversed(earlier):
        if wanted.intersection(part.id for part in stop.page.parts):
            found.append(stop)
            wanted |= stop.reads()
    return found[::-1]


def _states(before: Sequence[Stop], last: Stop) -> dict[str, list[State]]:
    """For each item looked at: what its answer may be, as far as the conditions can tell."""
    atoms = [atom for stop in (*before, last) for atom in stop.atoms()]
    items = {part.id: part for stop in before for part in stop.page.parts}
    read = dict.fromkeys(atom.item for atom in atoms if atom.item)
    return {item_id: _states_of(items[item_id], [a.option for a in atoms if a.item == item_id]) for item_id in read}


def _states_of(item: Item, named: Sequence[str | None]) -> list[State]:
    told = [option for option in item.options if option.id in named]
    other = [option for option in item.options if option.id not in named][:1]
    if item.type in ONE_ANSWER:
        return [None, *((option.id,) for option in (*told, *other))]
    if item.type not in SEVERAL_ANSWERS:
        return [None, ()]
    most = RANKS if item.type is ItemType.RANKING else len(told) + 1
    sets = chain.from_iterable(combinations((*told, *other), size) for size in range(1, most + 1))
    return [None, *(tuple(option.id for option in chosen) for chosen in sets if _go_together(chosen))]


def _go_together(chosen: Sequence[Option]) -> bool:
    return len(chosen) == 1 or not any(option.exclusive for option in chosen)


def _is_reached(stops: Sequence[Stop], choices: Mapping[str, Sequence[State]]) -> bool:
    """Whether some answers lead to the last of these stops."""
    for states in product(*choices.values()):
        given = {item_id: state for item_id, state in zip(choices, states, strict=True) if state is not None}
        if any(page is stops[-1].page for page in walk(stops, given)):
            return True
    return False
