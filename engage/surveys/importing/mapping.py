"""Which column answers which item, and what the file then says: clean responses, and problems by row and column."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from engage.surveys.amounts import Amount, Fault, NotTheAmount, canonical
from engage.surveys.importing.tables import Row, Table
from engage.surveys.instrument import LONGEST_TEXT, Instrument, Item, ItemType
from engage.surveys.items import RANKS
from engage.surveys.models import AnswerState

SEVERAL = frozenset({ItemType.CHOICES, ItemType.RANKING})
DONT_KNOW = frozenset({"dont-know", "don't know", "don’t know"})


class Mapping(BaseModel):
    """How to read the file.

    Either `columns` (column to item id), or `item_column` and `answer_column` with `items` (what the item column
    says, to item id). Rows that share a value of `id_column` are one response; without it each row is one.
    """

    model_config = ConfigDict(frozen=True)

    id_column: str | None = None
    columns: dict[str, str] = {}
    item_column: str | None = None
    answer_column: str | None = None
    items: dict[str, str] = {}

    @property
    def is_complete(self) -> bool:
        """Whether it maps at least one column, or one value of the item column, to an item."""
        return bool(self.items if self.item_column else self.columns)


@dataclass(frozen=True)
class Problem:
    """One bad cell: its row as a spreadsheet numbers it, its column's heading, and what is wrong with it."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class CheckedAnswer:
    item_id: str
    state: AnswerState
    options: list[str] | None = None
    text: str | None = None


@dataclass
class CheckedResponse:
    """One response of the file. `source_key` is the same each time the file comes."""

    source_key: str
    rows: list[int] = field(default_factory=list)
    answers: dict[str, CheckedAnswer] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    responses: list[CheckedResponse]
    problems: list[Problem]

    @property
    def clean(self) -> list[CheckedResponse]:
        """The responses none of whose rows has a problem, and that answer something."""
        bad = {problem.row for problem in self.problems}
        return [response for response in self.responses if response.answers and not bad & set(response.rows)]


class BadCell(ValueError):
    """A cell that can't be an answer to its item; the message says why."""


def check(table: Table, mapping: Mapping, instrument: Instrument, *, file_hash: str) -> Checked:
    """Read every mapped cell of the table as an answer to its item. Nothing is stored."""
    found: dict[str, CheckedResponse] = {}
    problems: list[Problem] = []
    for row in table.rows:
        key = _source_key(row, mapping, file_hash)
        if key is None:
            problems.append(Problem(row.number, mapping.id_column or "", "There is no identifier in this row"))
            continue
        response = found.setdefault(key, CheckedResponse(key))
        response.rows.append(row.number)
        problems.extend(_read_row(row, mapping, instrument, response))
    responses = list(found.values())
    return Checked(responses, [*problems, *_answers_not_asked_for(responses, mapping, instrument)])


def _answers_not_asked_for(
    responses: Iterable[CheckedResponse], mapping: Mapping, instrument: Instrument
) -> Iterator[Problem]:
    """Answers to questions that the rest of the response leaves out: one of the two must be wrong."""
    columns = {item_id: column for column, item_id in mapping.columns.items()}
    for response in responses if instrument.is_routed else ():
        answered = [found for found in response.answers.values() if found.state == AnswerState.ANSWERED]
        hidden = instrument.hidden({found.item_id: found.options or () for found in answered})
        for item_id in sorted(hidden & {found.item_id for found in answered}):
            reason = f"“{instrument.by_id[item_id].question[:60]}” is not asked of people who answered like this"
            yield Problem(response.rows[0], columns.get(item_id, mapping.answer_column or ""), reason)


def _source_key(row: Row, mapping: Mapping, file_hash: str) -> str | None:
    if mapping.id_column is None:
        return _hash(f"{file_hash}:{row.number}")
    identifier = row.cells[mapping.id_column]
    return key_of(identifier) if identifier else None


def key_of(identifier: str) -> str:
    """What is kept of an identifier: its hash, so that the response does not say whose it was."""
    return _hash(f"id:{identifier}")


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _read_row(row: Row, mapping: Mapping, instrument: Instrument, response: CheckedResponse) -> Iterator[Problem]:
    for column, item_id in _cells(row, mapping):
        if item_id is None:
            said = row.cells[mapping.item_column or ""]
            yield Problem(row.number, mapping.item_column or "", f"“{said[:60]}” is not matched to a question")
            continue
        try:
            answer = read_cell(instrument.by_id[item_id], row.cells[column])
            _add(response, answer)
        except BadCell as bad:
            yield Problem(row.number, column, str(bad))


def _cells(row: Row, mapping: Mapping) -> Iterable[tuple[str, str | None]]:
    """(column that holds an answer, the item it answers or None where that is not known)."""
    if mapping.item_column and mapping.answer_column:
        said = row.cells[mapping.item_column]
        return [(mapping.answer_column, mapping.items.get(said))] if row.cells[mapping.answer_column] else []
    return [(column, item_id) for column, item_id in mapping.columns.items() if row.cells[column]]


def _add(response: CheckedResponse, answer: CheckedAnswer) -> None:
    if answer.item_id in response.answers:
        raise BadCell("This response already has an answer to this question")
    response.answers[answer.item_id] = answer


def read_cell(item: Item, cell: str) -> CheckedAnswer:
    """A filled cell as an answer. Options go by id or label, several separated by semicolons (of a ranking, in their
    order). Raises BadCell."""
    if cell.casefold() in DONT_KNOW and item.dont_know:
        return CheckedAnswer(item.id, AnswerState.DONT_KNOW)
    if item.is_open:
        if len(cell) > LONGEST_TEXT:
            raise BadCell(f"The answer has {len(cell):,} characters; {LONGEST_TEXT:,} is the most")
        return CheckedAnswer(item.id, AnswerState.ANSWERED, text=cell)
    options = [_read_number(item.number, cell)] if item.number else _read_options(item, cell)
    return CheckedAnswer(item.id, AnswerState.ANSWERED, options=options)


def _read_number(amount: Amount, cell: str) -> str:
    try:
        return canonical(amount.read(cell))
    except NotTheAmount as error:
        reasons = {
            Fault.NO_NUMBER: f"“{cell[:60]}” is not a number",
            Fault.NOT_WHOLE: "Only a whole number can be stored here",
            Fault.TOO_SMALL: f"The number must be {amount.say(amount.minimum)} or more",
            Fault.TOO_LARGE: f"The number must be {amount.say(amount.maximum)} or less",
        }
        raise BadCell(reasons[error.fault]) from error


def _read_options(item: Item, cell: str) -> list[str]:
    known = {words.casefold(): option.id for option in item.options for words in (option.id, option.label)}
    if cell.casefold() in known:
        return [known[cell.casefold()]]
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    if item.type not in SEVERAL and len(parts) > 1:
        raise BadCell("Only one answer can be chosen here")
    unknown = [part for part in parts if part.casefold() not in known]
    if unknown or not parts:
        offered = ", ".join(option.label for option in item.options)
        raise BadCell(f"“{(unknown or [cell])[0][:60]}” is not one of the answers: {offered}")
    chosen = [known[part.casefold()] for part in parts]
    if item.type is ItemType.RANKING:
        return _ranked(chosen)
    return [option.id for option in item.options if option.id in chosen]


def _ranked(chosen: list[str]) -> list[str]:
    if len(chosen) > RANKS or len(set(chosen)) < len(chosen):
        raise BadCell(f"A ranking has up to {RANKS} different answers, the first choice first")
    return chosen
