"""How sure published figures are: what changed since the wave before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from engage.analysis.findings import changes
from engage.reports.counting import noise_of
from engage.reports.summary import AudienceFigure, Change, PublishedFinding, SummaryDocument, Way
from engage.reports.thresholds import Thresholds

# By the codes of a finding as one name, and audience.
Figures = dict[tuple[str, str], AudienceFigure]


def with_changes(
    document: SummaryDocument, earlier: SummaryDocument, thresholds: Thresholds, thresholds_before: Thresholds
) -> SummaryDocument:
    """The document with what changed since the edition `earlier`: findings of the same codes, audience by audience.

    Whether a share rose is tested on the published figures of both, with the noise of both (see `counting.noise_of`),
    so that it tells nothing that they do not; what has no figure in both is not compared.
    """
    compared = _compare(_figures(document), _figures(earlier), thresholds, thresholds_before)
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
    now: Figures, before: Figures, thresholds: Thresholds, thresholds_before: Thresholds
) -> dict[str, tuple[Change, ...]]:
    """The changes of each finding that both editions have, by what it is made of."""
    tested = changes(_as_table(before, thresholds_before), _as_table(now, thresholds))
    found: dict[str, tuple[Change, ...]] = {}
    for code, slug, changed, change in zip(
        *(tested[name] for name in ("code", "audience", "changed", "change")), strict=True
    ):
        figure, was = now[code, slug], before[code, slug]
        way: Way = "no clear change" if not changed else "up" if change > 0 else "down"
        one = Change(label=figure.label, before=was.text, now=figure.text, direction=way)
        found[code] = (*found.get(code, ()), one)
    return found


def _as_table(figures: Figures, thresholds: Thresholds) -> pd.DataFrame:
    rows = [
        (code, slug, figure.count, figure.base, noise_of(slug, thresholds)) for (code, slug), figure in figures.items()
    ]
    return pd.DataFrame(rows, columns=["code", "audience", "people", "base", "noise"])


def made_of(finding: PublishedFinding) -> str:
    """The codes of a finding as one name; nothing for a finding of an edition that did not keep them."""
    return "+".join(sorted(finding.codes))


def _figures(document: SummaryDocument) -> Figures:
    """Every figure that is told, of findings whose codes are known, by those codes and audience."""
    return {
        (made_of(finding), figure.slug): figure
        for finding in document.findings.values()
        if finding.codes
        for figure in finding.audiences
        if figure.count is not None and figure.base
    }
