"""How sure published figures are: the range of each share, what changed since the wave before, and who agrees.

Ranges and changes are worked out from published figures alone, so that they tell no more than those do, and any reader
can check them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from engage.analysis.chance import wilson
from engage.analysis.disclosure import THRESHOLD
from engage.analysis.extracts import stances
from engage.analysis.findings import changes
from engage.coding.queries import EffectiveCoding
from engage.reports.summary import AudienceFigure, Change, PublishedFinding, Stance, SummaryDocument, Way

FIGURE_COLUMNS = ["code", "audience", "people", "base"]
# More places than a reader needs, few enough to be written down.
PLACES = 4


def with_range(figure: AudienceFigure) -> AudienceFigure:
    """The figure with the 95 per cent interval of its share (Wilson's), where the figure may be told."""
    if figure.count is None or not figure.base:
        return figure
    low, high = wilson(np.array([figure.count], dtype=float), np.array([figure.base], dtype=float))
    return figure.model_copy(update={"low": round(float(low[0]), PLACES), "high": round(float(high[0]), PLACES)})


def with_stances(
    document: SummaryDocument, codings: Iterable[EffectiveCoding], findings_of_code: Mapping[str, Sequence[int]]
) -> SummaryDocument:
    """The document with whether people agree on each finding, where that tells of nobody.

    As with how most feel (see `counting`), in words only, and of as many people as two small groups hold at least; that
    they disagree only where each side alone may be counted.
    """
    rows = [
        (coding.response_id, finding_id, coding.sentiment)
        for coding in codings
        for finding_id in findings_of_code.get(coding.code_slug, ())
    ]
    said = pd.DataFrame(rows, columns=["response_id", "code", "sentiment"]).astype({"sentiment": float})
    taken = stances(said)
    told = zip(*(taken[name] for name in ("code", "negative", "positive", "point")), strict=True)
    found = {code: _stance(negative, positive, point) for code, negative, positive, point in told}
    return _each_finding(document, lambda finding: {"stance": found.get(finding.id, "") if finding.audiences else ""})


def _stance(negative: int, positive: int, point: Stance) -> Stance:
    if negative + positive < 2 * THRESHOLD:
        return ""
    if point == "disagreement" and min(negative, positive) < THRESHOLD:
        return ""
    return point


def with_changes(document: SummaryDocument, before: dict[str, Any] | None) -> SummaryDocument:
    """The document with what changed since the edition `before`: findings of the same codes, audience by audience.

    Without an edition before, or where no finding of it is made of the same codes, nothing is compared.
    """
    if before is None:
        return document
    earlier = SummaryDocument.model_validate(before)
    compared = _compare(document, earlier)
    document = _each_finding(document, lambda finding: {"changes": compared.get(_made_of(finding), ())})
    return document.model_copy(update={"since": earlier.wave})


def _each_finding(document: SummaryDocument, more: Callable[[PublishedFinding], dict[str, Any]]) -> SummaryDocument:
    sections = (
        section.model_copy(
            update={"findings": tuple(finding.model_copy(update=more(finding)) for finding in section.findings)}
        )
        for section in document.sections
    )
    return document.model_copy(update={"sections": tuple(sections)})


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
