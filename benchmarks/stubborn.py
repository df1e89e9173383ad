"""People who do not give up when the server is gone, and what became of their answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from sqlalchemy import create_engine, select

from benchmarks.people import WORDS, Gone, Person, Step
from engage.surveys.models import Answer, Response

PATIENCE = 60.0
A_MOMENT = 0.02
Stored = dict[tuple[str, str], tuple[list[str] | None, str | None]]


class Kept(NamedTuple):
    """What is stored, against what was acknowledged to people."""

    acknowledged: int
    lost: list[str]
    doubled: int
    wrong: list[str]
    unfinished: int

    @property
    def is_exact(self) -> bool:
        return not (self.lost or self.doubled or self.wrong or self.unfinished)


class Stubborn(Person):
    """Presses again until the server answers. `failures` counts the times that it did not."""

    failures = 0

    async def send(self, step: Step) -> None:
        await self._again(lambda: super(Stubborn, self).send(step))

    async def read(self, path: str) -> None:
        await self._again(lambda: super(Stubborn, self).read(path))

    async def _again(self, press: Callable[[], Awaitable[None]]) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    return await press()
                except (Gone, OSError):
                    self.failures += 1
                    await asyncio.sleep(A_MOMENT)


def check(database_url: str, people: Sequence[Person], *, are_done: bool = True) -> Kept:
    """Compare the database with what each person was told was stored."""
    engine = create_engine(database_url)
    columns = (Answer.response_id, Answer.item_id, Answer.options, Answer.text)
    with engine.connect() as connection:
        answers = connection.execute(select(*columns).order_by(Answer.response_id, Answer.item_id)).all()
        sent = {row.hex for row in connection.scalars(select(Response.id).where(Response.submitted_on.is_not(None)))}
        begun = [row.hex for row in connection.scalars(select(Response.id).order_by(Response.id))]
    engine.dispose()
    stored = {(row.response_id.hex, row.item_id): (row.options, row.text) for row in answers}
    lost, wrong = list[str](), list[str]()
    for person in people:
        _compare(person, stored, sent, lost, wrong)
    return Kept(
        acknowledged=sum(len(person.acknowledged) for person in people),
        lost=lost,
        doubled=len(answers) - len(stored) + len(begun) - len(set(begun)),
        wrong=wrong,
        unfinished=len({_id(person) for person in people} - sent) if are_done else 0,
    )


def _compare(person: Person, stored: Stored, sent: set[str], lost: list[str], wrong: list[str]) -> None:
    for step in person.acknowledged:
        said = dict(step.form).get("answer")
        if step.is_sending and _id(person) not in sent:
            lost.append(f"{_id(person)} was not sent")
        if said is None:
            continue
        item = step.path.rpartition("/")[2]
        row = stored.get((_id(person), item))
        if row is None:
            lost.append(f"{_id(person)} {item}")
        elif (row[1] or row[0]) != (person.words if said == WORDS else [said]):
            wrong.append(f"{_id(person)} {item}")


def _id(person: Person) -> str:
    return person.own["response"].replace("-", "")
