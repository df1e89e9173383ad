"""A coding frame as a CSV file: read, checked cell by cell, and written."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from engage.coding.models import Code
from engage.database import DomainError
from engage.passages.columns import decode

Row = dict[str, str]

COLUMNS = ("code", "name", "definition", "use_when", "not_when", "examples", "section", "kloe")
NEEDED = ("code", "name", "definition")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = {"code": 60, "name": 200}
LONGEST_CELL = 2000
# More codes than this nobody can hold in mind while reading; large published frames have 20 to 60.
MOST_CODES = 100


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell. Row 1 is the row of column names."""

    row: int
    column: str
    reason: str

    @property
    def message(self) -> str:
        return f"row {self.row}, column {self.column}: {self.reason}" if self.row else self.reason


class FrameRefused(DomainError):
    """The frame has `problems`; nothing of it was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems), "file")
        self.problems = problems


def read_frame_file(content: bytes) -> list[Row]:
    """The rows of a frame's CSV file, a dict a code with every column of COLUMNS. Raises FrameRefused."""
    try:
        table = list(csv.reader(io.StringIO(decode(content), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FrameRefused([_whole("This is not a CSV file. Save it as “CSV UTF-8”")]) from error
    heads = [head.strip().lower() for head in table[0]] if table else []
    missing = [column for column in NEEDED if column not in heads]
    if missing:
        raise FrameRefused([_whole(f"The first row must name these columns too: {', '.join(missing)}")])
    return [_row(heads, cells) for cells in table[1:] if any(cell.strip() for cell in cells)]


def library_frame() -> list[Row]:
    """The frame that comes with Engage: alternative provision."""
    return read_frame_file(files("engage.coding").joinpath("library/alternative-provision.csv").read_bytes())


def write_frame_file(codes: Iterable[Code]) -> str:
    """The codes as a CSV file that `read_frame_file` takes back."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for code in codes:
        writer.writerow(row_of(code))
    return out.getvalue()


def row_of(code: Code) -> Row:
    """A code as a row of its frame's file."""
    same = {column: getattr(code, column) for column in COLUMNS[1:6]}
    section, kloe = code.section, code.kloe
    places = {"section": section.slug if section else "", "kloe": kloe.slug if kloe else ""}
    return {"code": code.slug, **same, **places}


def slug_for(name: str, taken: Collection[str]) -> str:
    """A short name for a code of this name: its plain letters and figures, and a number where that one is taken."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[: LONGEST["code"] - 4].strip("-") or "code"
    numbered = (f"{slug}-{number}" for number in range(2, MOST_CODES + 2))
    return next(free for free in (slug, *numbered) if free not in taken)


def check_rows(rows: list[Row], sections: Collection[str], kloes: Collection[str]) -> list[Problem]:
    """Everything wrong with the rows, in their order. `sections` and `kloes` are the programme's slugs."""
    if not 1 <= len(rows) <= MOST_CODES:
        return [_whole(f"A frame has 1 to {MOST_CODES} codes. This one has {len(rows)}")]
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        problems += _check_cells(number, row)
        problems += _check_places(number, row, sections, kloes)
        if row["code"] in seen:
            problems.append(Problem(number, "code", f"“{row['code']}” is in row {seen[row['code']]} too"))
        seen.setdefault(row["code"], number)
    return problems


def _check_cells(number: int, row: Row) -> Iterator[Problem]:
    for column in NEEDED:
        if not row[column]:
            yield Problem(number, column, "this cell is empty")
    if row["code"] and not SLUG.fullmatch(row["code"]):
        yield Problem(number, "code", f"“{row['code'][:80]}” is not lower-case letters and digits joined by hyphens")
    for column in COLUMNS:
        longest = LONGEST.get(column, LONGEST_CELL)
        if len(row[column]) > longest:
            yield Problem(number, column, f"this is longer than {longest:,} characters")


def _check_places(number: int, row: Row, sections: Collection[str], kloes: Collection[str]) -> Iterator[Problem]:
    if row["section"] and row["section"] not in sections:
        yield Problem(number, "section", f"the specification has no section “{row['section'][:80]}”")
    if row["kloe"] and row["kloe"] not in kloes:
        yield Problem(number, "kloe", f"the programme has no line of enquiry “{row['kloe'][:80]}”")


def _row(heads: list[str], cells: list[str]) -> Row:
    given = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
    return {column: given.get(column, "") for column in COLUMNS}


def _whole(reason: str) -> Problem:
    return Problem(0, "", reason)
