"""Summary documents for tests that compare two: small, and alike enough for much of them to be the same."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from engage.reports.summary import (
    AudienceChoice,
    AudienceFigure,
    Method,
    OptionFigure,
    PublishedFinding,
    PublishedItem,
    PublishedQuote,
    PublishedSection,
    Reach,
    SummaryDocument,
)

AUDIENCES = ("young-people", "parents", "schools")
WORDS = st.sampled_from(["", "They move.", "They wait."])
COUNTS = st.one_of(st.none(), st.integers(5, 8))


def make_figure(slug: str, count: int | None, negative: int | None = None) -> AudienceFigure:
    """An audience's figure: "7 of 20", or "fewer than 5" without a count."""
    text = "fewer than 5" if count is None else f"{count} of 20"
    felt = negative if count is not None else None
    return AudienceFigure(slug=slug, label=slug, count=count, base=20, text=text, negative=felt)


def make_option(option: str, count: int | None) -> OptionFigure:
    text = "fewer than 5" if count is None else f"{count} of 20"
    return OptionFigure(id=option, label=option, count=count, base=20, text=text)


quotes = st.builds(PublishedQuote, words=st.sampled_from("abc"), audience=st.sampled_from(AUDIENCES), who=st.just("A"))
figures = st.builds(make_figure, st.sampled_from(AUDIENCES), COUNTS, COUNTS)
options = st.builds(make_option, st.sampled_from(["yes", "no"]), COUNTS)
choices = st.builds(
    AudienceChoice,
    slug=st.sampled_from(AUDIENCES),
    label=st.just("L"),
    question=st.just("Q"),
    base=st.sampled_from(["20", "fewer than 5"]),
    options=st.lists(options, max_size=2, unique_by=lambda option: option.id).map(tuple),
)
items = st.builds(
    PublishedItem,
    item_id=st.sampled_from(["place", "day"]),
    question=st.just("Which?"),
    audiences=st.lists(choices, max_size=2, unique_by=lambda choice: choice.slug).map(tuple),
)
findings = st.builds(
    PublishedFinding,
    id=st.integers(1, 5),
    title=st.sampled_from(["Moves hurt", "Waiting hurts"]),
    statement=WORDS,
    total=st.sampled_from(["12", "about 30", "fewer than 5", "not shown"]),
    feeling=st.sampled_from(["negative", ""]),
    audiences=st.lists(figures, max_size=3, unique_by=lambda figure: figure.slug).map(tuple),
    quotes=st.lists(quotes, max_size=4).map(tuple),
)
sections = st.builds(
    PublishedSection,
    slug=st.sampled_from(["belonging", "transport", "voice"]),
    number=st.integers(1, 3),
    title=st.just("A section"),
    sentence=WORDS,
    findings=st.lists(findings, max_size=3, unique_by=lambda finding: finding.id).map(tuple),
    items=st.lists(items, max_size=2, unique_by=lambda item: item.item_id).map(tuple),
)
reaches = st.builds(
    Reach,
    label=st.sampled_from(AUDIENCES),
    responses=st.sampled_from(["20", "fewer than 5"]),
    known_size=st.just(100),
    is_missing=st.just(False),
)


def make_method(responses: str = "40", read_by_people: int = 10) -> Method:
    day = dt.date(2026, 6, 1)
    return Method(
        responses=responses, first_day=day, last_day=day, excerpts=50, read_by_people=read_by_people, threshold=5
    )


def _without_doubles(document: SummaryDocument) -> SummaryDocument:
    """No finding stands in two sections."""
    known: set[int] = set()
    kept = []
    for section in document.sections:
        own = tuple(finding for finding in section.findings if finding.id not in known)
        known |= {finding.id for finding in own}
        kept.append(section.model_copy(update={"findings": own}))
    return document.model_copy(update={"sections": tuple(kept)})


documents = st.builds(
    SummaryDocument,
    wave=st.just("Summer"),
    method=st.builds(make_method, st.sampled_from(["40", "fewer than 5"]), st.integers(9, 11)),
    reach=st.lists(reaches, max_size=2, unique_by=lambda reach: reach.label).map(tuple),
    sections=st.lists(sections, max_size=3, unique_by=lambda section: section.slug).map(tuple),
).map(_without_doubles)


def make_document(*sections: PublishedSection) -> SummaryDocument:
    return SummaryDocument(wave="Summer", method=make_method(), reach=(), sections=sections)


def make_section(*findings: PublishedFinding, **facts: object) -> PublishedSection:
    given = {"slug": "belonging", "number": 7, "title": "Belonging", "sentence": "", "findings": findings, **facts}
    return PublishedSection.model_validate(given)


def make_finding(**facts: object) -> PublishedFinding:
    return PublishedFinding.model_validate(
        {"id": 1, "title": "Moves hurt", "statement": "They move.", "total": "12", **facts}
    )
