"""Making the document of a summary edition, and telling beforehand what is not as it should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from flask_babel import gettext as _

from engage.analysis.disclosure import ALL, THRESHOLD, TOO_FEW
from engage.analysis.perturbation import REACH
from engage.analysis.quantities import says_most
from engage.database import today
from engage.programmes.models import Audience, SpecificationSection, Wave
from engage.reports import queries
from engage.reports.certainty import with_changes
from engage.reports.choices import closed_items, first_asked, publish_items
from engage.reports.counting import (
    Weight,
    count_findings,
    made_of,
    weigh,
)
from engage.reports.editions.queries import edition_before, read_document
from engage.reports.models import Finding
from engage.reports.quotable import Publishable, publishable_quotes
from engage.reports.summary import (
    Method,
    PublishedFinding,
    PublishedItem,
    PublishedQuote,
    PublishedSection,
    Reach,
    SummaryDocument,
)
from engage.reports.thresholds import Thresholds, thresholds_of
from engage.reports.turnout import Turnout, count_turnout, count_writers
from engage.reports.voices import voices_of
from engage.surveys.instrument import Item
from engage.surveys.models import Survey, SurveyStatus
from engage.surveys.queries import count_closed_answers, count_help

# Who is missing is a matter of judgement: below a quarter of a known audience we say so, to send people back to them.
FEW_OF_AN_AUDIENCE = 0.25
HALF = 0.5
# Who speaks for what, what was chosen, who answered and wrote; then quotes, and what changed since the wave before.
STEPS = 4

# Is given how many steps of a long piece of work are done.
Progress = Callable[[int], None]


def tell_nobody(_steps_done: int) -> None:
    """For work whose progress nobody follows."""


class CautionKind(StrEnum):
    """What an officer should know before publishing."""

    NOBODY_SAID = "nobody_said"
    NO_STATEMENT = "no_statement"
    NO_SENTENCE = "no_sentence"
    RARE_VOICE = "rare_voice"
    MOST_OF_FEW = "most_of_few"
    MOST_NOT_SHOWN = "most_not_shown"
    NO_QUOTES = "no_quotes"
    STILL_OPEN = "still_open"


class Caution(NamedTuple):
    kind: CautionKind
    title: str
    finding_id: int | None = None


class Draft(NamedTuple):
    """A document ready to be published, and what to know before."""

    document: SummaryDocument
    warnings: list[Caution]


class Counted(NamedTuple):
    """What may be told of a wave before it is put in sections: findings by what they are made of, closed questions as
    they were first asked, and who answered and wrote."""

    by_codes: dict[str, Weight]
    items: list[tuple[Item, PublishedItem]]
    turnout: Turnout
    writers: tuple[int | None, int | None]


def draft_summary(wave: Wave, progress: Progress = tell_nobody) -> Draft:
    """Everything that would be published of a wave now. Reads every coding and choice: seconds for a large wave.

    `progress` is given how many of the `STEPS` are done, after each, and may commit.
    """
    thresholds = thresholds_of(wave.id)
    counted = _count(wave, thresholds, progress)
    findings, surveys = queries.list_findings(wave.id), queries.list_wave_surveys(wave.id)
    made = made_of(_findings_of_code(findings)).items()
    weights = {finding_id: counted.by_codes[key] for finding_id, key in made if key in counted.by_codes}
    document = SummaryDocument(
        wave=wave.title,
        method=_method(wave, surveys, counted),
        reach=_reach(wave, counted.turnout.reach),
        sections=tuple(_publish_sections(wave, findings, weights, counted.items)),
    )
    document = _since_the_wave_before(wave, document, thresholds)
    return Draft(document, [*_warn_of_findings(findings, weights, document), *_warn_of_surveys(surveys)])


def _count(wave: Wave, thresholds: Thresholds, progress: Progress) -> Counted:
    """All that is read of what grows with a wave, but its quotes."""
    voices, of_code = voices_of(wave.programme.audiences), _findings_of_code(queries.list_findings(wave.id))
    by_codes = weigh(count_findings(wave.id, of_code), voices, thresholds)
    progress(1)
    asked = closed_items(queries.list_wave_surveys(wave.id))
    published = publish_items(asked, count_closed_answers(wave.id), voices, thresholds)
    progress(2)
    turnout = count_turnout(count_help(wave.id), thresholds)
    writers = count_writers(queries.count_writers(wave), thresholds)
    progress(3)
    return Counted(by_codes, [(first_asked(asked[each]), item) for each, item in published.items()], turnout, writers)


def _since_the_wave_before(wave: Wave, document: SummaryDocument, thresholds: Thresholds) -> SummaryDocument:
    before = edition_before(wave)
    if before is None:
        return document
    earlier = read_document(before)
    return with_changes(document, earlier, thresholds, thresholds_of(before.wave.id))


def _findings_of_code(findings: Sequence[Finding]) -> dict[str, list[int]]:
    """By the slug of the code, which stays when the frame has a new version."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for finding in findings:
        for code in finding.codes:
            found[code.slug].append(finding.id)
    return dict(found)


def _publish_sections(
    wave: Wave, findings: Sequence[Finding], weights: dict[int, Weight], items: list[tuple[Item, PublishedItem]]
) -> Iterator[PublishedSection]:
    """The sections that have anything to tell, in the order of the specification."""
    words, quotes = queries.sentences(wave.id), publishable_quotes(wave)
    for section in wave.programme.sections:
        own = [finding for finding in findings if finding.section_id == section.id and _may_stand(finding, weights)]
        published = PublishedSection(
            slug=section.slug,
            number=section.number,
            title=section.title,
            sentence=words.get(section.id, ""),
            findings=tuple(
                _publish_finding(finding, weights[finding.id], quotes.get(finding.id, [])) for finding in own
            ),
            items=tuple(published for item, published in items if _serves(item, section)),
        )
        if published.sentence or published.findings or published.items:
            yield published


def _may_stand(finding: Finding, weights: dict[int, Weight]) -> bool:
    """Somebody said it; what few said stands in words alone, once a second person has approved them, and not where
    these speak of most people."""
    weight = weights.get(finding.id)
    return weight is not None and (not weight.is_small or (_is_approved(finding) and not _says_most(finding)))


def _says_most(finding: Finding) -> bool:
    return says_most(f"{finding.title}. {finding.statement}")


def _is_approved(finding: Finding) -> bool:
    return finding.wording is not None and finding.wording.approver_id is not None


def _serves(item: Item, section: SpecificationSection) -> bool:
    return section.slug in item.serves.sections


def _publish_finding(finding: Finding, weight: Weight, quotes: Sequence[Publishable]) -> PublishedFinding:
    return PublishedFinding(
        id=finding.id,
        codes=tuple(code.slug for code in finding.codes),
        title=finding.title,
        statement=finding.statement,
        total=weight.total,
        likely=weight.likely,
        feeling=weight.feeling,
        stance=weight.stance,
        audiences=weight.audiences,
        differences=weight.differences,
        quotes=tuple(_safe_quotes(finding, weight, quotes)),
    )


def _safe_quotes(finding: Finding, weight: Weight, quotes: Sequence[Publishable]) -> Iterator[PublishedQuote]:
    """Approved quotes, as many as tell no more than the figures do.

    Of an audience no more than its figure, and where that is not told one at most: several would say how many there are
    at least. None where even that somebody said it may not be told, nor of a small total, which stands without
    breakdown.
    """
    figures = {figure.slug: figure for figure in weight.audiences}
    who = {voice.slug: voice.singular for voice in voices_of(finding.wave.programme.audiences)}
    given: defaultdict[str, int] = defaultdict(int)
    for quote in quotes:
        slug, figure = quote.voice, figures.get(quote.voice)
        if figure is None or figure.text == TOO_FEW:
            continue
        if given[slug] < (figure.count or 1):
            given[slug] += 1
            speaker = _("%(who)s, translated", who=who[slug]) if quote.is_translated else who[slug]
            yield PublishedQuote(
                words=quote.words, audience=slug, who=speaker, in_summary=quote.in_summary, side=quote.side
            )


def _method(wave: Wave, surveys: Sequence[Survey], counted: Counted) -> Method:
    writers, read = counted.writers
    return Method(
        responses=counted.turnout.reach[ALL],
        first_day=min((survey.opens_on for survey in surveys), default=wave.starts_on),
        last_day=min(today(), max((survey.closes_on for survey in surveys), default=wave.ends_on)),
        writers=writers,
        writers_read=read,
        threshold=THRESHOLD,
        noise=REACH,
        helped=counted.turnout.helped,
        proxies=counted.turnout.proxies,
    )


def _reach(wave: Wave, told: dict[str, str]) -> tuple[Reach, ...]:
    return tuple(_reach_of(audience, told.get(audience.slug, "0")) for audience in wave.programme.audiences)


def _reach_of(audience: Audience, responses: str) -> Reach:
    """Judged by what may be told only, so that being listed tells no more."""
    number = int(responses) if responses.isdigit() else 0
    of_known = number / audience.known_size if audience.known_size else 1.0
    is_missing = number < THRESHOLD or of_known < FEW_OF_AN_AUDIENCE
    return Reach(label=audience.name, responses=responses, known_size=audience.known_size, is_missing=is_missing)


def _warn_of_findings(
    findings: Sequence[Finding], weights: dict[int, Weight], document: SummaryDocument
) -> Iterator[Caution]:
    for finding in findings:
        yield from (Caution(kind, finding.title, finding.id) for kind in _faults(finding, weights, document))
    for section in document.sections:
        if section.findings and not section.sentence:
            yield Caution(CautionKind.NO_SENTENCE, section.title)


def _faults(finding: Finding, weights: dict[int, Weight], document: SummaryDocument) -> Iterator[CautionKind]:
    published = document.findings.get(finding.id)
    if published is None:
        is_claim = _says_most(finding) and _is_approved(finding)
        rare = CautionKind.MOST_OF_FEW if is_claim else CautionKind.RARE_VOICE
        yield rare if finding.id in weights else CautionKind.NOBODY_SAID
        return
    if _says_most(finding) and all((figure.share or 0) <= HALF for figure in published.audiences):
        yield CautionKind.MOST_NOT_SHOWN
    if not finding.statement:
        yield CautionKind.NO_STATEMENT
    if published.audiences and not published.quotes:
        yield CautionKind.NO_QUOTES


def _warn_of_surveys(surveys: Sequence[Survey]) -> Iterator[Caution]:
    """While a survey is open, two editions soon after one another differ by a handful of people."""
    still_open = [survey for survey in surveys if survey.status == SurveyStatus.OPEN and survey.closes_on >= today()]
    yield from (Caution(CautionKind.STILL_OPEN, survey.title) for survey in still_open)
