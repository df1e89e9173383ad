"""Tables as files that spreadsheets open."""

from __future__ import annotations

import pandas as pd
from flask import Response

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralised(cell: object) -> object:
    """The cell with an apostrophe before it, where a spreadsheet would run it as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def csv_download(table: pd.DataFrame, name: str) -> Response:
    """The table as a CSV file of this name; byte order mark first, so that spreadsheets read it as UTF-8."""
    written = table.map(neutralised).to_csv(index=False)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(f"\ufeff{written}", mimetype="text/csv", headers=headers)
