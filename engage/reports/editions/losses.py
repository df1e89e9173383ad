"""What would be lost by publishing the next edition: readers can read it today, and then no longer could. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from engage.reports.editions.comparing import (
    AudienceChange,
    Comparison,
    FigureChange,
    FindingComparison,
    ItemComparison,
    SectionComparison,
)
from engage.reports.summary import AudienceFigure, PublishedFinding, is_number


class LossKind(StrEnum):
    """What is lost."""

    SECTION = "section"
    SENTENCE = "sentence"
    FINDING = "finding"
    STATEMENT = "statement"
    FIGURE = "figure"
    FEELINGS = "feelings"
    VERDICT = "verdict"
    DIFFERENCE = "difference"
    CHANGE = "change"
    SHARE = "share"
    QUOTE = "quote"
    QUESTION = "question"


class Loss(NamedTuple):
    """Something that is lost: whose or which it is (`label`), what stands there (`before`) and what then would
    (`now`), and of which kind a figure is (`comparing.FigureChange.fact`), a verdict ("feeling", "stance") or a
    difference or change (its direction); each is empty where it says nothing."""

    kind: LossKind
    label: str = ""
    before: str = ""
    now: str = ""
    fact: str = ""


class Losses(NamedTuple):
    """What is lost in one place: a section and, within it, a finding, or a closed question (`title`)."""

    section: str
    title: str
    losses: tuple[Loss, ...]


def list_losses(comparison: Comparison) -> list[Losses]:
    """Everything that would be lost, place by place; nothing where each figure, quote, finding and section stays."""
    places = [
        *(place for section in comparison.sections for place in _of_section(section)),
        *(Losses("", item.question, tuple(_of_item(item))) for item in comparison.items),
        Losses("", "", tuple(_of_figures([*comparison.reach, *comparison.method]))),
    ]
    return [place for place in places if place.losses]


def _of_section(section: SectionComparison) -> Iterator[Losses]:
    before, now = section.sentences
    if section.now is None:
        yield Losses(section.heading, "", (Loss(LossKind.SECTION, section.heading, before),))
    elif before and not now:
        yield Losses(section.heading, "", (Loss(LossKind.SENTENCE, before=before),))
    for finding in section.findings:
        yield Losses(section.heading, finding.title, tuple(_of_finding(finding)))


def _of_finding(finding: FindingComparison) -> Iterator[Loss]:
    before, now = finding.before, finding.now
    if before is None:
        return
    if now is None:
        yield Loss(LossKind.FINDING, before=before.total)
        return
    if before.statement and not now.statement:
        yield Loss(LossKind.STATEMENT, before=before.statement)
    yield from _of_figures([finding.total] if finding.total else [])
    yield from _of_verdicts(before, now)
    for audience in finding.audiences:
        yield from _of_audience(audience)
    yield from (Loss(LossKind.QUOTE, quote.who, quote.words) for quote in finding.quotes_gone)


def _of_verdicts(before: PublishedFinding, now: PublishedFinding) -> Iterator[Loss]:
    """What is said in words of its figures, and then no longer would be, of nobody or of some audience."""
    for fact, was, becomes in (("feeling", before.feeling, now.feeling), ("stance", before.stance, now.stance)):
        if was and not becomes:
            yield Loss(LossKind.VERDICT, before=was, fact=fact)
    different, changed = ({each.label for each in told} for told in (now.differences, now.changes))
    yield from (
        Loss(LossKind.DIFFERENCE, each.label, fact=each.direction)
        for each in before.differences
        if each.label not in different
    )
    yield from (
        Loss(LossKind.CHANGE, each.label, each.before, each.now, each.direction)
        for each in before.changes
        if each.label not in changed
    )


def _of_audience(audience: AudienceChange) -> Iterator[Loss]:
    before, now = audience.before, audience.now
    text = now.text if now else ""
    if before is None or not is_number(before.text):
        return
    if not is_number(text):
        yield Loss(LossKind.FIGURE, audience.label, before.text, text)
    elif before.negative is not None and (now is None or now.negative is None):
        yield Loss(LossKind.FEELINGS, audience.label, before.text, text)
    if now and is_number(text) and any(was > stays for was, stays in zip(_shares(before), _shares(now), strict=True)):
        yield Loss(LossKind.SHARE, audience.label, before.text, text)


def _shares(figure: AudienceFigure) -> tuple[bool, bool]:
    """Whether its share is told, and where that would be if others had answered."""
    return figure.share is not None, figure.low is not None


def _of_item(item: ItemComparison) -> Iterator[Loss]:
    if item.now is None:
        yield Loss(LossKind.QUESTION)
    elif item.before is not None:
        yield from _of_figures(item.figures)


def _of_figures(figures: Iterable[FigureChange]) -> Iterator[Loss]:
    for figure in figures:
        if figure.is_lost:
            yield Loss(LossKind.FIGURE, figure.label, figure.before, figure.now, figure.fact)
