"""The document of a summary edition: what the working group reads, frozen when it was published.

Facts only, worded by the templates. Every count in it came through `analysis.disclosure`: a figure that may not be
told is None, and `text` (or a total) is what to print in its place.
"""

from __future__ import annotations

import datetime as dt
import re
from math import ceil, floor
from typing import Literal

from pydantic import BaseModel, ConfigDict

from engage.analysis.disclosure import could_be, is_small, range_words

Feeling = Literal["negative", "positive", "mixed", ""]
Direction = Literal["more", "less"]
Side = Literal["negative", "positive", ""]
Stance = Literal["agreement", "disagreement", ""]
Way = Literal["up", "down", "no clear change"]


NUMBER = re.compile(r"\d")
NO_NUMBER = re.compile(r"(fewer|less) than")


def is_number(text: str) -> bool:
    """Whether a figure tells a number, if only about: "fewer than 5", "not shown" and nothing at all do not."""
    return NUMBER.search(text) is not None and NO_NUMBER.match(text) is None


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Frozen):
    """How many of how many, none where it may not be told; `text` is what to print.

    `likely` is by how many people the noise moves it at most, 19 times in 20: 0 where it is exact, and in editions made
    before it was kept.
    """

    count: int | None = None
    base: int | None = None
    text: str
    likely: int = 0

    @property
    def is_small(self) -> bool:
        """Whether noise is a large part of it, so that it is told as a range."""
        return is_small(self.count or 0, self.likely)

    @property
    def is_of_few(self) -> bool:
        """Whether of so few people that its share could be far off, which is then not told."""
        return is_small(self.base or 0, self.likely)

    @property
    def share(self) -> float | None:
        """None where it may not be told, or could be far off."""
        return None if self.count is None or not self.base or self.is_of_few else self.count / self.base

    @property
    def share_range(self) -> tuple[int, int] | None:
        """What the share of a small figure could truly be, in whole per cent rounded outwards; none of any other."""
        if self.share is None or not self.base or not self.is_small:
            return None
        least, most = could_be(self.count or 0, self.likely, of=self.base)
        return floor(100 * least / self.base), ceil(100 * most / self.base)

    @property
    def share_step(self) -> int:
        """How finely its share may be told, in per cent: to one only where the noise moves it by one at most."""
        return 5 if 100 * self.likely > (self.base or 0) else 1


class AudienceFigure(Figure):
    """How many of one audience said it, and how they feel. Answers without a clear feeling are among the mixed.

    Each number is moved a little by itself, so that those of a feeling need not add up to the count; one that may not
    be told is none. `low` and `high` (0 to 1) are where the share would be, 19 times in 20, if others like them had
    answered; none where the figure may not be told, and in editions made before ranges were given.
    """

    slug: str
    label: str
    negative: int | None = None
    mixed: int | None = None
    positive: int | None = None
    low: float | None = None
    high: float | None = None

    def feeling_words(self, part: int | None) -> str:
        """A part of the count as it is told: a small one as what it could be; empty where it is not told."""
        return "" if part is None or self.count is None else range_words(part, self.likely, of=self.count)

    @property
    def is_split(self) -> bool:
        """Whether its parts may be drawn: of a small count the noise would make them."""
        return self.count is not None and not self.is_small


class Difference(Frozen):
    """An audience that said it more, or less, often than the others, beyond what chance would explain."""

    label: str
    direction: Direction


class Change(Frozen):
    """What became of one audience's share since the wave before. `before` and `now` are the figures as published."""

    label: str
    before: str
    now: str
    direction: Way


class PublishedQuote(Frozen):
    """Somebody's words as a person approved them, and who it was only by audience.

    `in_summary` where they are one of the sentences that sum up the section; `side` is how they feel about it.
    """

    words: str
    audience: str
    who: str
    in_summary: bool = False
    side: Side = ""


class PublishedFinding(Frozen):
    """A finding with its weight. `total` is "133", "fewer than 5" or "too few to show" (in older editions also "about
    130", "at least 50" or "not shown"); a small one stands alone, without audiences or quotes."""

    id: int
    title: str
    statement: str
    total: str
    feeling: Feeling = ""
    audiences: tuple[AudienceFigure, ...] = ()
    differences: tuple[Difference, ...] = ()
    quotes: tuple[PublishedQuote, ...] = ()
    # What it is made of, by slug, and what changed since the wave before; empty in editions made before they were told.
    codes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    # Whether those with a feeling about it are on one side; empty where too few are.
    stance: Stance = ""
    # By how many people the noise moves the total at most, 19 times in 20 (see `Figure.likely`).
    likely: int = 0

    @property
    def total_words(self) -> str:
        """The total as it is told: a small one as what it could be, any other that was moved as about so many."""
        if not self.total.isdigit() or not self.likely:
            return self.total
        count = int(self.total)
        return range_words(count, self.likely) if is_small(count, self.likely) else f"about {count}"

    def quotes_of(self, audience: str = "") -> list[PublishedQuote]:
        """The quotes of one audience, or all."""
        return [quote for quote in self.quotes if audience in ("", quote.audience)]

    def voices(self) -> list[PublishedQuote]:
        """The first quote of each audience."""
        first = {quote.audience: quote for quote in reversed(self.quotes)}
        return [quote for quote in self.quotes if first[quote.audience] is quote]


class OptionFigure(Figure):
    """How many of an audience chose one option."""

    label: str
    # The same option in every audience; empty in editions made before it was kept.
    id: str = ""


class Middle(Frozen):
    """Where the answers to a scale (points counted from 1) or a number lie, in the words to print; empty where it may
    not be told. From `low` to `high` lie all but the five lowest and the five highest."""

    mean: str = ""
    median: str = ""
    low: str = ""
    high: str = ""


class AudienceChoice(Frozen):
    """What one audience was asked and what it chose; `base` says how many of it answered."""

    slug: str
    label: str
    question: str
    base: str
    options: tuple[OptionFigure, ...]
    middle: Middle | None = None

    @property
    def is_shown(self) -> bool:
        """Whether any figure may be told."""
        return any(option.count is not None for option in self.options)

    @property
    def answered(self) -> str:
        """How many of it answered, as it is told: few as what it could be."""
        likely = max((option.likely for option in self.options), default=0)
        return range_words(int(self.base), likely) if self.base.isdigit() else self.base


class PublishedItem(Frozen):
    """A closed question, with every audience that answered it."""

    item_id: str
    question: str
    audiences: tuple[AudienceChoice, ...]

    def side_by_side(self) -> list[tuple[str, list[str]]]:
        """Each option with what is told of it for each audience, in the audiences' order: an option that one was not
        offered is a dash."""
        texts = [{option.id: option.text for option in group.options} for group in self.audiences]
        labels = {option.id: option.label for group in reversed(self.audiences) for option in group.options}
        order = dict.fromkeys(option.id for group in self.audiences for option in group.options)
        return [(labels[option], [of.get(option, "–") for of in texts]) for option in order]


class PublishedSection(Frozen):
    """The summary of one section of the specification."""

    slug: str
    number: int
    title: str
    sentence: str
    findings: tuple[PublishedFinding, ...] = ()
    items: tuple[PublishedItem, ...] = ()

    def sentences(self) -> list[tuple[PublishedFinding, PublishedQuote]]:
        """People's own sentences that sum up the section, each with the finding it stands for."""
        return [(finding, quote) for finding in self.findings for quote in finding.quotes if quote.in_summary]


class Reach(Frozen):
    """How many of an audience responded, against how many there are; `is_missing` where that is few or none."""

    label: str
    responses: str
    known_size: int | None
    is_missing: bool


class Method(Frozen):
    """How the summary came about: how many people have written answers that nobody holds, and of how many of them a
    person has read every one. None where so few that it may not be told.

    Editions made before people were counted have `excerpts` (of answers) and `read_by_people` instead.
    """

    responses: str
    first_day: dt.date
    last_day: dt.date
    writers: int | None = None
    writers_read: int | None = None
    excerpts: int | None = None
    read_by_people: int | None = None
    threshold: int
    # By how many people a figure is moved at most; nought in editions made before figures were moved.
    noise: int = 0
    # Given with help, and in somebody's place, as they may be told; empty in editions made before it was asked.
    helped: str = ""
    proxies: str = ""


class SummaryDocument(Frozen):
    """Everything of one edition."""

    wave: str
    method: Method
    reach: tuple[Reach, ...]
    sections: tuple[PublishedSection, ...]
    # The wave whose last edition the changes are from.
    since: str = ""

    @property
    def findings(self) -> dict[int, PublishedFinding]:
        """Every finding by its id."""
        return {finding.id: finding for section in self.sections for finding in section.findings}

    @property
    def missing(self) -> list[Reach]:
        return [reach for reach in self.reach if reach.is_missing]

    def find_section(self, slug: str) -> PublishedSection | None:
        return next((section for section in self.sections if section.slug == slug), None)
