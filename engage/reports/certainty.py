"""How sure published figures are: the range of each share, and what changed since the wave before.

Worked out from published figures alone, so that nothing here tells more than they do, and any reader can check it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from engage.analysis.chance import wilson
from engage.analysis.findings import changes
from engage.reports.summary import AudienceFigure, Change, PublishedFinding, SummaryDocument, Way

FIGURE_COLUMNS = ["code", "audience", "people", "base"]
# More places than a reader needs, few enough to be written down.
PLACES = 4


def with_range(figure: AudienceFigure) -> AudienceFigure:
    """The figure with the 95 per cent interval of its share (Wilson's), where the figure may be told."""
    if figure.count is None or not figure.base:
        return figure
    low, high = wilson(np.array([figure.count], dtype=float), np.array([figure.base], dtype=float))
    return figure.model_copy(update={"low": round(float(low[0]), PLACES), "high": round(float(high[0]), PLACES)})


def with_changes(document: SummaryDocument, before: dict[str, Any] | None) -> SummaryDocument:
    """The document with what changed since the edition `before`: findings of the same codes, audience by audience.

    Without an edition before, or where no finding of it is made of the same codes, nothing is compared.
    """
    if before is None:
        return document
    earlier = SummaryDocument.model_validate(before)
    compared = _compare(document, earlier)
    sections = tuple(
        section.model_copy(
            update={
                "findings": tuple(
                    finding.model_copy(update={"changes": compared.get(_made_of(finding), ())})
                    for finding in section.findings
                )
            }
        )
        for section in document.sections
    )
    return document.model_copy(update={"sections": sections, "since": earlier.wave})


def _compare(document: SummaryDocument, earlier: SummaryDocument) -> dict[str, tuple[Change, ...]]:
    """The changes of each finding that both editions have, by what it is made of."""
    tested = changes(_shown(earlier), _shown(document))
    told = zip(*(tested[name] for name in ("code", "audience", "changed", "change")), strict=True)
    ways = {(code, audience): _way(changed, change) for code, audience, changed, change in told}
    before = {(_made_of(finding), figure.slug): figure.text for finding, figure in _figures(earlier)}
    found: dict[str, tuple[Change, ...]] = {}
    for finding, figure in _figures(document):
        key = (_made_of(finding), figure.slug)
        if key in ways:
            change = Change(label=figure.label, before=before[key], now=figure.text, direction=ways[key])
            found[key[0]] = (*found.get(key[0], ()), change)
    return found


def _way(changed: bool, change: float) -> Way:
    if not changed:
        return "no clear change"
    return "up" if change > 0 else "down"


def _made_of(finding: PublishedFinding) -> str:
    """The codes of a finding as one name; nothing for a finding of an edition that did not keep them."""
    return " ".join(sorted(finding.codes))


def _figures(document: SummaryDocument) -> Iterator[tuple[PublishedFinding, AudienceFigure]]:
    """Every figure that may be told, of findings whose codes are known."""
    for finding in document.findings.values():
        if finding.codes:
            yield from ((finding, figure) for figure in finding.audiences if figure.count is not None and figure.base)


def _shown(document: SummaryDocument) -> pd.DataFrame:
    rows = [(_made_of(finding), figure.slug, figure.count, figure.base) for finding, figure in _figures(document)]
    table = pd.DataFrame(rows, columns=FIGURE_COLUMNS)
    return table.astype({"code": object, "audience": object, "people": int, "base": int})
