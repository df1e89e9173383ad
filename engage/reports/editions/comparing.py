"""What the next edition of a summary would change against the one in force. Pure: two documents in, differences out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from engage.reports.summary import (
    AudienceFigure,
    PublishedFinding,
    PublishedItem,
    PublishedQuote,
    PublishedSection,
    SummaryDocument,
    is_number,
)

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
# Each figure as (whose, of what kind, what readers read), by what tells it from the others.
Figures = Mapping[K, tuple[str, str, str]]


class FigureChange(NamedTuple):
    """A figure as readers read it, in the edition in force and in the next; empty where there is none.

    `label` says whose figure, and `fact` of what kind it is where that is not how many chose or said something:
    "answered", "mean", "median", "low", "high", or a field of `summary.Method`.
    """

    label: str
    before: str
    now: str
    fact: str = ""

    @property
    def is_lost(self) -> bool:
        return is_number(self.before) and not is_number(self.now)


class AudienceChange(NamedTuple):
    """How many of an audience said it and how they feel, in the edition in force and in the next."""

    label: str
    before: AudienceFigure | None
    now: AudienceFigure | None


class FindingComparison(NamedTuple):
    """A finding of the edition in force (none where it is new) and of the next (none where it goes).

    `moved_from` is the title of the section it stands in today, where that is another; `total` and `audiences` are
    the figures that change.
    """

    before: PublishedFinding | None
    now: PublishedFinding | None
    moved_from: str
    total: FigureChange | None
    audiences: tuple[AudienceChange, ...]
    quotes_gone: tuple[PublishedQuote, ...]
    quotes_new: tuple[PublishedQuote, ...]

    @property
    def title(self) -> str:
        finding = self.now or self.before
        return finding.title if finding else ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.now or bool(self.moved_from)

    @property
    def is_only_detail(self) -> bool:
        """Whether it changes, and nothing of it that is told: ranges, the order, or which quotes sum up the section."""
        is_listed = self.moved_from or self.total or self.audiences or self.quotes_gone or self.quotes_new
        return self.is_changed and not is_listed and _words_of(self.before) == _words_of(self.now)

    @property
    def is_only_figures(self) -> bool:
        """Whether nothing of it changes but numbers that become others, or details: nothing is new or goes."""
        if not (self.before and self.now and self.is_changed) or self.moved_from or self.quotes_gone or self.quotes_new:
            return False
        is_total_told = self.total is None or is_number(self.total.before) == is_number(self.total.now)
        is_told = is_total_told and all(_told_of(each.before) == _told_of(each.now) for each in self.audiences)
        return is_told and _words_of(self.before) == _words_of(self.now)


class SectionComparison(NamedTuple):
    """A section of the edition in force (none where it is new) and of the next (none where it goes), with the findings
    of the next in their order and then those that go."""

    before: PublishedSection | None
    now: PublishedSection | None
    findings: tuple[FindingComparison, ...]

    @property
    def heading(self) -> str:
        section = self.now or self.before
        return f"{section.number}. {section.title}" if section else ""

    @property
    def sentences(self) -> tuple[str, str]:
        """The sentence it opens with, in the edition in force and in the next."""
        before, now = (section.sentence if section else "" for section in (self.before, self.now))
        return before, now

    @property
    def told_apart(self) -> tuple[list[FindingComparison], list[FindingComparison]]:
        """The findings that change: those of which more than numbers does (new ones and those that go first), and
        those of which only numbers do."""
        more = [finding for finding in self.findings if finding.is_changed and not finding.is_only_figures]
        more.sort(key=lambda finding: finding.before is not None and finding.now is not None)
        return more, [finding for finding in self.findings if finding.is_only_figures]

    @property
    def is_changed(self) -> bool:
        names = [(section.number, section.title) if section else None for section in (self.before, self.now)]
        is_said_anew = self.sentences[0] != self.sentences[1]
        return is_said_anew or names[0] != names[1] or any(finding.is_changed for finding in self.findings)


class ItemComparison(NamedTuple):
    """A closed question of the edition in force and of the next, and the figures that change."""

    before: PublishedItem | None
    now: PublishedItem | None
    figures: tuple[FigureChange, ...]

    @property
    def question(self) -> str:
        item = self.now or self.before
        return item.question if item else ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.now


class Comparison(NamedTuple):
    """What becomes of the edition in force. `reach` is who answered, by audience; `method` how the summary was made,
    by the name of the fact."""

    sections: tuple[SectionComparison, ...]
    items: tuple[ItemComparison, ...]
    reach: tuple[FigureChange, ...]
    method: tuple[FigureChange, ...]
    # Whether anything at all differs.
    is_changed: bool

    @property
    def changed(self) -> list[SectionComparison]:
        return [section for section in self.sections if section.is_changed]

    @property
    def unchanged(self) -> list[SectionComparison]:
        return [section for section in self.sections if not section.is_changed]

    @property
    def changed_items(self) -> list[ItemComparison]:
        return [item for item in self.items if item.is_changed]


def compare_editions(before: SummaryDocument, now: SummaryDocument) -> Comparison:
    """What readers of `before`, the edition in force, would find changed in `now`."""
    return Comparison(
        sections=tuple(_compare_sections(before, now)),
        items=tuple(_compare_item(*pair) for _id, *pair in _paired(_items_of(before), _items_of(now))),
        reach=tuple(_changed(_reach_of(before), _reach_of(now))),
        method=tuple(_changed(*_facts_of_both(before, now))),
        is_changed=before != now,
    )


def _compare_sections(before: SummaryDocument, now: SummaryDocument) -> Iterator[SectionComparison]:
    homes = {finding.id: section.title for section in before.sections for finding in section.findings}
    old, new = ({section.slug: section for section in document.sections} for document in (before, now))
    for _slug, section, after in _paired(old, new):
        going = [finding for finding in section.findings if finding.id not in now.findings] if section else []
        staying = after.findings if after else ()
        title = after.title if after else ""
        yield SectionComparison(
            section,
            after,
            (
                *(_compare_finding(before.findings.get(each.id), each, homes.get(each.id), title) for each in staying),
                *(_compare_finding(each, None) for each in going),
            ),
        )


def _compare_finding(
    before: PublishedFinding | None, now: PublishedFinding | None, home: str | None = None, section: str = ""
) -> FindingComparison:
    """`home` is the title of the section where it stands today, `section` of the one where it would stand."""
    totals = [finding.total_words if finding else "" for finding in (before, now)]
    old, new = ({figure.slug: figure for figure in finding.audiences} if finding else {} for finding in (before, now))
    return FindingComparison(
        before=before,
        now=now,
        moved_from=home if home and home != section else "",
        total=FigureChange("", *totals) if totals[0] != totals[1] else None,
        audiences=tuple(_compare_audiences(old, new)),
        quotes_gone=tuple(_quotes_only_in(before, now)),
        quotes_new=tuple(_quotes_only_in(now, before)),
    )


def _compare_audiences(
    before: Mapping[str, AudienceFigure], now: Mapping[str, AudienceFigure]
) -> Iterator[AudienceChange]:
    for _slug, was, becomes in _paired(before, now):
        if _as_read(was) != _as_read(becomes):
            yield AudienceChange(next(figure.label for figure in (becomes, was) if figure), was, becomes)


def _told_of(figure: AudienceFigure | None) -> tuple[bool, ...]:
    """Whether a number is told of an audience, how they feel, its share, and the range of that."""
    told = (figure.negative, figure.share, figure.low) if figure else (None, None, None)
    return (figure is not None and is_number(figure.text), *(fact is not None for fact in told))


def _words_of(finding: PublishedFinding | None) -> tuple[object, ...] | None:
    """What a finding says besides figures and quotes, in whatever order."""
    if finding is None:
        return None
    verdicts = (finding.feeling, finding.stance, frozenset(finding.differences), frozenset(finding.changes))
    return (finding.title, finding.statement, finding.codes, *verdicts)


def _as_read(figure: AudienceFigure | None) -> tuple[object, ...] | None:
    """What of a figure is compared: all but what its range is, which follows from it."""
    facts = (figure.label, figure.text, figure.negative, figure.mixed, figure.positive) if figure else None
    return (*facts, *_told_of(figure)) if facts else None


def _quotes_only_in(here: PublishedFinding | None, there: PublishedFinding | None) -> Iterator[PublishedQuote]:
    """The quotes of one that the other lacks, in their order; the same words of two people are two quotes."""
    left = Counter((quote.words, quote.audience) for quote in (there.quotes if there else ()))
    for quote in here.quotes if here else ():
        key = (quote.words, quote.audience)
        left[key] -= 1
        if left[key] < 0:
            yield quote


def _items_of(document: SummaryDocument) -> dict[str, PublishedItem]:
    """Each closed question once: one may stand in several sections."""
    return {item.item_id: item for section in document.sections for item in section.items}


def _compare_item(before: PublishedItem | None, now: PublishedItem | None) -> ItemComparison:
    return ItemComparison(before, now, tuple(_changed(_choices_of(before), _choices_of(now))))


def _choices_of(item: PublishedItem | None) -> Figures[tuple[str, str, str]]:
    found: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for group in item.audiences if item else ():
        found[group.slug, "answered", ""] = (group.label, "answered", group.answered)
        for option in group.options:
            found[group.slug, "", option.id or option.label] = (f"{group.label}: {option.label}", "", option.text)
        for fact, text in group.middle or ():
            found[group.slug, fact, ""] = (group.label, fact, text)
    return found


def _reach_of(document: SummaryDocument) -> Figures[str]:
    return {reach.label: (reach.label, "", reach.responses) for reach in document.reach}


def _facts_of_both(before: SummaryDocument, now: SummaryDocument) -> tuple[Figures[str], Figures[str]]:
    """An edition counts people with written answers, or (an older one) the answers: these are not compared."""
    left_out = {"writers", "writers_read"} if before.method.excerpts is not None else set()
    left_out |= {"excerpts", "read_by_people"} if now.method.excerpts is None else set()
    was, becomes = (
        {fact: figure for fact, figure in _method_of(document).items() if fact not in left_out}
        for document in (before, now)
    )
    return was, becomes


def _method_of(document: SummaryDocument) -> Figures[str]:
    few = f"fewer than {document.method.threshold}"
    return {fact: ("", fact, few if value is None else str(value)) for fact, value in document.method}


def _changed(before: Figures[K], now: Figures[K]) -> Iterator[FigureChange]:
    """The figures that read otherwise, in the order of the next edition."""
    for _key, was, becomes in _paired(before, now):
        label, fact, _text = becomes or was or ("", "", "")
        before_text, now_text = (figure[2] if figure else "" for figure in (was, becomes))
        if before_text != now_text:
            yield FigureChange(label, before_text, now_text, fact)


def _paired(before: Mapping[K, T], now: Mapping[K, T]) -> Iterator[tuple[K, T | None, T | None]]:
    """Each key with what both have for it: those of `now` in their order, then those that are only in `before`."""
    for key in dict.fromkeys([*now, *before]):
        yield key, before.get(key), now.get(key)
