"""How sure published figures are: what changed since the wave before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from engage.analysis.findings import changes
from engage.reports.summary import AudienceFigure, Change, PublishedFinding, SummaryDocument, Way


def with_changes(
    document: SummaryDocument, earlier: SummaryDocument, found: pd.DataFrame, found_before: pd.DataFrame
) -> SummaryDocument:
    """The document with what changed since the edition `earlier`: findings of the same codes, audience by audience.

    `found` and `found_before` are the true counts of both waves (`counting.count_people`). Whether a share rose is
    tested on them, and told where the published figures did the same; what has no figure in both is not compared.
    """
    compared = _compare(document, earlier, changes(found_before, found))
    document = _each_finding(document, lambda finding: {"changes": compared.get(made_of(finding), ())})
    return document.model_copy(update={"since": earlier.wave})


def _each_finding(document: SummaryDocument, more: Callable[[PublishedFinding], dict[str, Any]]) -> SummaryDocument:
    sections = (
        section.model_copy(
            update={"findings": tuple(finding.model_copy(update=more(finding)) for finding in section.findings)}
        )
        for section in document.sections
    )
    return document.model_copy(update={"sections": tuple(sections)})


def _compare(
    document: SummaryDocument, earlier: SummaryDocument, tested: pd.DataFrame
) -> dict[str, tuple[Change, ...]]:
    """The changes of each finding that both editions have, by what it is made of."""
    told = zip(*(tested[name] for name in ("code", "audience", "changed", "change")), strict=True)
    ways = {(code, audience): change if changed else 0.0 for code, audience, changed, change in told}
    before = {(made_of(finding), figure.slug): figure for finding, figure in _figures(earlier)}
    found: dict[str, tuple[Change, ...]] = {}
    for finding, now in _figures(document):
        key = (made_of(finding), now.slug)
        if key in ways and key in before:
            way = _way(ways[key], _share(now) - _share(before[key]))
            change = Change(label=now.label, before=before[key].text, now=now.text, direction=way)
            found[key[0]] = (*found.get(key[0], ()), change)
    return found


def _way(change: float, shown: float) -> Way:
    """`change` is nought where it is no more than chance would bring."""
    if change * shown <= 0:
        return "no clear change"
    return "up" if change > 0 else "down"


def _share(figure: AudienceFigure) -> float:
    return (figure.count or 0) / (figure.base or 1)


def made_of(finding: PublishedFinding) -> str:
    """The codes of a finding as one name; nothing for a finding of an edition that did not keep them."""
    return "+".join(sorted(finding.codes))


def _figures(document: SummaryDocument) -> Iterator[tuple[PublishedFinding, AudienceFigure]]:
    """Every figure that is told, of findings whose codes are known."""
    for finding in document.findings.values():
        if finding.codes:
            yield from ((finding, figure) for figure in finding.audiences if figure.count is not None and figure.base)
