"""A CSV file as a table: its headers and its rows, or a plain reason why it can't be read."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from engage.database import DomainError
from engage.passages.columns import decode

MOST_ROWS = 100_000
MOST_COLUMNS = 200


class FileRefused(DomainError):
    """The file is not a table of answers; the message says why, naming the row where there is one."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "file")


@dataclass(frozen=True)
class Row:
    """One row of the file. `number` counts as a spreadsheet does: the header is row 1."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def values(self, column: str) -> list[str]:
        """The different values of a column, commonest first, blanks left out."""
        counts = Counter(row.cells[column] for row in self.rows if row.cells[column])
        return [value for value, _ in counts.most_common()]


def read_table(content: bytes) -> Table:
    """Read a CSV file with a header row (comma, semicolon or tab; UTF-8, or what Excel saves). Raises FileRefused."""
    text = _decode(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return _build(list(lines))
    except csv.Error as error:
        raise FileRefused(f"Row {lines.line_num} can't be read: {error}. Save the file as CSV and try again") from error


def _decode(content: bytes) -> str:
    if content.startswith(b"PK"):
        raise FileRefused("This is a spreadsheet or a zip file. In your spreadsheet, choose Save as, then CSV")
    if b"\0" in content:
        raise FileRefused("This is not a CSV file. In your spreadsheet, choose Save as, then CSV")
    try:
        return decode(content)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what Excel on Windows saves as plain "CSV"


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _build(lines: list[list[str]]) -> Table:
    filled = [(number, line) for number, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)]
    if len(filled) < 2:
        raise FileRefused("The file has no answers in it: it needs a row of headings and at least one row below")
    headers = tuple(cell.strip() for cell in filled[0][1])
    _check_headers(headers)
    if len(filled) - 1 > MOST_ROWS:
        raise FileRefused(f"The file has more than {MOST_ROWS:,} rows. Split it and import the parts")
    return Table(headers, tuple(_row(number, headers, line) for number, line in filled[1:]))


def _check_headers(headers: tuple[str, ...]) -> None:
    if len(headers) > MOST_COLUMNS:
        raise FileRefused(f"The file has more than {MOST_COLUMNS} columns")
    for place, header in enumerate(headers, start=1):
        if not header:
            raise FileRefused(f"Row 1, column {place} has no heading. Give every column a heading")
        if headers.count(header) > 1:
            raise FileRefused(f"Two columns are headed “{header}”. Give each column a heading of its own")


def _row(number: int, headers: tuple[str, ...], line: list[str]) -> Row:
    if len(line) > len(headers) and any(cell.strip() for cell in line[len(headers) :]):
        raise FileRefused(f"Row {number} has {len(line)} cells, but there are {len(headers)} headings")
    padded = [*line, *[""] * (len(headers) - len(line))]
    return Row(number, {header: cell.strip() for header, cell in zip(headers, padded, strict=False)})
