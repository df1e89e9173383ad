"""What is said about a table, on its page and in its file alike."""

from __future__ import annotations

from flask_babel import gettext as _

from engage.analysis.disclosure import SMALL
from engage.reports.summary import Middle
from engage.reports.tables.document import TableDocument


def heading(document: TableDocument) -> str:
    """What the table is of."""
    rows = document.rows or _("What people said in their own words")
    return _("%(rows)s By: %(columns)s", rows=rows, columns=document.columns) if document.columns else rows


def notes(document: TableDocument) -> list[str]:
    """Whom it is of, how to read it, and what is not told and why."""
    whose = document.whose or _("Every audience that was asked, side by side")
    told = [_("%(whose)s. %(wave)s.", whose=whose, wave=document.wave)]
    if document.columns:
        told.append(_("Only people who answered both are counted."))
    told += [
        _("“%(audience)s” was asked: %(question)s", audience=group.label, question=group.question)
        for group in document.groups
        if group.question
    ]
    return [*told, *_what_is_hidden(document)]


def middles(document: TableDocument) -> list[tuple[str, list[str]]]:
    """Where the answers of each group lie, of a scale or a number: a line each for what is told of any group."""
    of = [group.middle or Middle() for group in document.groups]
    ends = {"first": document.lines[0].label, "count": len(document.lines), "last": document.lines[-1].label}
    is_number = any(middle.median for middle in of)
    mean = _("Mean") if is_number else _("Mean (1 is “%(first)s”, %(count)s is “%(last)s”)", **ends)
    ranges = [_("%(low)s to %(high)s", low=each.low, high=each.high) if each.low else "" for each in of]
    lines = [
        (mean, [each.mean for each in of]),
        (_("Median"), [each.median for each in of]),
        (_("All but the lowest and the highest, five each at least"), ranges),
    ]
    return [(label, [text or _("not shown") for text in texts]) for label, texts in lines if any(texts)]


def _what_is_hidden(document: TableDocument) -> list[str]:
    hidden = []
    if document.noise:
        hidden.append(_("Figures are moved a little, so that nobody can be picked out; totals need not add up."))
    if any(cell.is_small for line in document.lines for cell in line.cells):
        hidden.append(
            _(
                "A figure under %(small)s is told as what it could be, 19 times in 20. "
                "Of fewer than %(small)s people no share is given.",
                small=SMALL,
            )
        )
    if not document.is_whole:
        hidden.append(
            _("Figures of fewer than %(threshold)s people are not shown as a number.", threshold=document.threshold)
        )
    return hidden
