"""Tables as they leave for other tools: rows of a CSV file, and sheets of a workbook that a screen reader can read.

Workbooks keep to the advice of the Government Statistical Service ("Releasing statistics in spreadsheets", 2021): one
table a sheet, in a real table with one row of headings, starting in the first column; what it is and how to read it
above; no merged or empty cells; what is withheld in words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

import pandas as pd
from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from engage.reports.summary import Figure
from engage.reports.tables.document import TableDocument
from engage.reports.tables.words import heading, middles, notes
from engage.web.spreadsheets import neutralised

# What a name of a sheet must not have in it, and how long it may be (Excel's own limits).
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
WIDE, NARROW = 48, 22
PLAIN = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)


class Sheet(NamedTuple):
    """One sheet: what the table is, what to know of it, and the table."""

    name: str
    title: str
    notes: Sequence[str]
    headers: Sequence[str]
    rows: Sequence[Sequence[object]]


def as_rows(document: TableDocument) -> pd.DataFrame:
    """A row for each figure: answer, group, what is told, and how many out of how many where that is told."""
    rows = [
        (line.label, group.label, cell.text, cell.count, cell.base)
        for line in document.lines
        for group, cell in zip(document.groups, line.cells, strict=True)
    ]
    rows += [(_("Answered"), group.label, group.base, None, None) for group in document.groups]
    table = pd.DataFrame(rows, columns=[_("Answer"), _("Group"), _("People"), _("Count"), _("Out of")])
    return table.astype({_("Count"): "Int64", _("Out of"): "Int64"})


def as_sheet(document: TableDocument, name: str) -> Sheet:
    """The table as it is read: a row for each answer, and for each group how many and what share."""
    headers = [_("Answer")]
    for group in document.groups:
        headers += [group.label, _("%(group)s: per cent", group=group.label)]
    rows: list[list[object]] = [[line.label] for line in document.lines]
    for row, line in zip(rows, document.lines, strict=True):
        for cell in line.cells:
            share = _per_cent(cell)
            row += [cell.text if cell.count is None or cell.is_small else cell.count, share]
    rows.append([_("Answered"), *(each for group in document.groups for each in (_number(group.base), "–"))])
    rows += [[label, *(each for text in texts for each in (text, "–"))] for label, texts in middles(document)]
    return Sheet(name, heading(document), notes(document), headers, rows)


def _per_cent(cell: Figure) -> object:
    """A share as finely as it may be told, a small figure's as what it could be."""
    if cell.share is None:
        return "–"
    if cell.share_range:
        return _("%(low)s to %(high)s", low=cell.share_range[0], high=cell.share_range[1])
    return cell.share_step * round(100 * cell.share / cell.share_step)


def _number(text: str) -> object:
    return int(text) if text.isdigit() else text


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file; of several sheets the first lists the others, with a link to each."""
    book = Workbook()
    book.properties.title, book.properties.creator = title, "Engage"
    first = book.active
    names = _names(sheets)
    if len(sheets) > 1:
        first.title = _("Contents")
        rows = [(name, sheet.title) for name, sheet in zip(names, sheets, strict=True)]
        _write(first, Sheet("", title, (_("Each sheet holds one table."),), (_("Sheet"), _("Table")), rows), 0)
        for cell in first["A"][-len(sheets) :]:
            cell.hyperlink = f"#'{cell.value}'!A1"
    else:
        book.remove(first)
    for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), 1):
        _write(book.create_sheet(name), sheet, number)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """A name for each sheet that Excel takes, with its number, so that no two are the same."""
    plain = [NOT_IN_NAMES.sub("", sheet.name) for sheet in sheets]
    return [f"{number} {name}"[:LONGEST_NAME].strip() for number, name in enumerate(plain, 1)]


def _write(sheet: Worksheet, told: Sheet, number: int) -> None:
    above = [told.title, *told.notes]
    for line in above:
        sheet.append([neutralised(line)])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(_distinct([str(neutralised(header)) for header in told.headers]))
    for row in told.rows:
        sheet.append([neutralised(cell) for cell in row])
    width = get_column_letter(len(told.headers))
    table = Table(displayName=f"table_{number}", ref=f"A{len(above) + 1}:{width}{sheet.max_row}")
    table.tableStyleInfo = PLAIN
    sheet.add_table(table)
    _lay_out(sheet, len(above))


def _distinct(headers: Sequence[str]) -> list[str]:
    """A table in a workbook has no heading twice."""
    seen: dict[str, int] = {}
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
    return [header if seen[header] == 1 else f"{header} ({place})" for place, header in enumerate(headers)]


def _lay_out(sheet: Any, above: int) -> None:
    """Columns as wide as words need; long words go on to the next line, but not those above the table."""
    for place, column in enumerate(sheet.columns):
        sheet.column_dimensions[get_column_letter(place + 1)].width = NARROW if place else WIDE
        for cell in column[above:]:
            is_number = isinstance(cell.value, int)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if is_number else "left")
    for cell in sheet[above + 1]:
        cell.font = Font(bold=True)
