"""Making the document of a table: from what was asked for to figures that came through disclosure control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from engage.analysis.closed import Options, cross_codes, cross_items
from engage.analysis.disclosure import THRESHOLD, Published, protect
from engage.analysis.perturbation import REACH
from engage.coding.queries import effective_codings, list_codes, respondents
from engage.database import DomainError
from engage.programmes.models import Wave
from engage.reports import queries
from engage.reports.choices import Items, closed_items, first_asked, publish_items
from engage.reports.counting import (
    EXCLUSIVE_TYPES,
    SPOKEN_COLUMNS,
    count_people,
    figure_words,
    made_of,
    protect_people,
    whole,
)
from engage.reports.summary import Figure, OptionFigure, PublishedItem, SummaryDocument
from engage.reports.tables.document import Column, Row, TableDocument
from engage.reports.thresholds import Thresholds, thresholds_of
from engage.reports.voices import Voice, voices_of
from engage.surveys.instrument import Item
from engage.surveys.queries import closed_answers, count_closed_answers

# Of several choices, and of what people said, each row is a question of its own with two answers.
YES_OR_NO = 2
AUDIENCES = "audiences"
OWN_WORDS = "said"


class Wanted(NamedTuple):
    """What an officer asks for: the id of a question, or `OWN_WORDS`, by `AUDIENCES` or a question of one voice."""

    rows: str
    columns: str = AUDIENCES
    whose: str = ""


class TooFine(DomainError):
    """A table would have more cells than its people can fill."""


class Source(NamedTuple):
    """What tables of a wave are made of."""

    wave: Wave
    items: Items
    voices: Sequence[Voice]
    thresholds: Thresholds

    @property
    def questions(self) -> dict[str, Item]:
        """Each closed question as it was first put to an audience, by its id."""
        return {item_id: first_asked(asked) for item_id, asked in self.items.items()}

    @property
    def headings(self) -> dict[str, Item]:
        """The questions of which each person chose one answer: they make columns."""
        return {item_id: item for item_id, item in self.questions.items() if item.type in EXCLUSIVE_TYPES}

    def voice(self, slug: str) -> Voice:
        return next(voice for voice in self.voices if voice.slug == slug)

    def asked(self, item_id: str, voice: Voice) -> Item | None:
        """The question as it was put to this voice's audience, if it was."""
        return self.items.get(item_id, {}).get(voice.asked)


def source_of(wave: Wave) -> Source:
    items = closed_items(queries.list_wave_surveys(wave.id))
    return Source(wave, items, voices_of(wave.programme.audiences), thresholds_of(wave.id))


def make_document(source: Source, wanted: Wanted) -> TableDocument | None:
    """The table as it may be told now; None where nobody answered. Raises TooFine."""
    if wanted.columns == AUDIENCES:
        return _own_words(source) if wanted.rows == OWN_WORDS else _side_by_side(source, wanted.rows)
    return _crossed(source, wanted)


def of_edition(edition: SummaryDocument) -> list[TableDocument]:
    """A table for each closed question of a published edition, once each."""
    items = {item.item_id: item for section in edition.sections for item in section.items}
    return [_as_published(edition.wave, item, edition.method.noise) for item in items.values()]


def _side_by_side(source: Source, item_id: str) -> TableDocument | None:
    chosen = [each for each in count_closed_answers(source.wave.id) if each.item_id == item_id]
    item = publish_items(source.items, chosen, source.voices, source.thresholds).get(item_id)
    return _as_published(source.wave.title, item, REACH) if item else None


def _as_published(wave: str, item: PublishedItem, noise: int) -> TableDocument:
    return TableDocument(
        wave=wave,
        rows=item.question,
        groups=tuple(
            Column(
                label=group.label,
                base=group.answered,
                question=group.question if group.question != item.question else "",
                middle=group.middle,
            )
            for group in item.audiences
        ),
        lines=_lines(item),
        threshold=THRESHOLD,
        noise=noise,
    )


def _lines(item: PublishedItem) -> tuple[Row, ...]:
    """The options of a question, each with what is told of it for each audience; a dash where it was not offered."""
    told = [{option.id: option for option in group.options} for group in item.audiences]
    labels = {option.id: option.label for group in reversed(item.audiences) for option in group.options}
    order = dict.fromkeys(option.id for group in item.audiences for option in group.options)
    return tuple(
        Row(
            label=labels[option],
            cells=tuple(_figure_of(of[option]) if option in of else Figure(text="–") for of in told),
        )
        for option in order
    )


def _figure_of(option: OptionFigure) -> Figure:
    return Figure(text=option.text, count=option.count, base=option.base, likely=option.likely)


def _own_words(source: Source) -> TableDocument | None:
    """What people said in their own words, by audience: findings, and codes that are in none."""
    labels, spoken = _spoken(source.wave)
    if spoken.empty:
        return None
    found = count_people(spoken, respondents(source.wave.id))
    here = set(found["audience"])
    columns = {voice.slug: voice.name for voice in source.voices if voice.slug in here}
    published = protect_people(found, source.thresholds)
    return _document(source, published, labels, columns, rows="", columns_title="", whose="")


def _crossed(source: Source, wanted: Wanted) -> TableDocument | None:
    voice = source.voice(wanted.whose)
    heading = source.asked(wanted.columns, voice)
    counts, labels, title = _count_crossed(source, wanted, voice)
    if heading is None or counts.empty:
        return None
    threshold = source.thresholds.get(voice.slug, THRESHOLD)
    _refuse_too_fine(counts, threshold, is_exclusive=_is_exclusive(source, wanted))
    secret = source.thresholds.secret_of("/".join(wanted))
    published = protect(counts, threshold=threshold, secret=secret)
    chosen = set(counts["column"])
    columns = {option.id: option.label for option in heading.counted if option.id in chosen}
    return _document(source, published, labels, columns, rows=title, columns_title=heading.question, whose=voice.name)


def _is_exclusive(source: Source, wanted: Wanted) -> bool:
    """Whether each person stands in one row only."""
    return wanted.rows != OWN_WORDS and source.questions[wanted.rows].type in EXCLUSIVE_TYPES


def _refuse_too_fine(counts: pd.DataFrame, threshold: int, *, is_exclusive: bool) -> None:
    """Raise TooFine where the cells hold fewer people, on average, than may be told."""
    rows = counts["row"].nunique() if is_exclusive else YES_OR_NO
    columns = counts.drop_duplicates("column")
    if columns["base"].sum() < threshold * rows * len(columns):
        raise TooFine(
            "Too few people answered both for so many answers: most figures would be too small to show. "
            "Choose a question with fewer answers",
            "columns",
        )


def _count_crossed(source: Source, wanted: Wanted, voice: Voice) -> tuple[pd.DataFrame, dict[str, str], str]:
    """The counts, what their rows are called, and the question that the rows answer (none: in people's own words)."""
    heading = source.asked(wanted.columns, voice)
    columns = _options(wanted.columns, heading)
    answers = _answers_of(source.wave, {wanted.rows, wanted.columns}, voice)
    if wanted.rows == OWN_WORDS:
        labels, spoken = _spoken(source.wave)
        wrote = {each.response_id for each in respondents(source.wave.id) if each.audience_slug == voice.slug}
        return cross_codes(spoken, list(labels), answers, columns, wrote), labels, ""
    item = source.asked(wanted.rows, voice)
    counts = cross_items(answers, _options(wanted.rows, item), columns)
    return counts, dict(item.counted_labels) if item else {}, item.question if item else ""


def _options(item_id: str, item: Item | None) -> Options:
    return Options(item_id, [option.id for option in item.counted] if item else [])


def _answers_of(wave: Wave, item_ids: set[str], voice: Voice) -> pd.DataFrame:
    rows = [
        (answer.response_id, answer.record_key, answer.item_id, answer.option_id)
        for answer in closed_answers(wave.id)
        if answer.item_id in item_ids and answer.audience_slug == voice.slug
    ]
    return pd.DataFrame(rows, columns=["response_id", "key", "item_id", "option_id"])


def _spoken(wave: Wave) -> tuple[dict[str, str], pd.DataFrame]:
    """What each finding, and each code that is in none, is called; and who spoke of it (see `counting.spoken_for`).

    A code that a finding counts with others does not stand by itself: it is told as what it is part of.
    """
    findings = queries.list_findings(wave.id)
    of_code = {code.slug: [finding.id] for finding in findings for code in finding.codes}
    keys = made_of(of_code)
    key_of = {slug: keys[found[0]] for slug, found in of_code.items()}
    labels = {keys[finding.id]: str(finding.title) for finding in findings if finding.id in keys}
    codes = {code.slug: code.name for code in list_codes(wave.programme_id)}
    labels |= {slug: name for slug, name in codes.items() if slug not in key_of}
    rows = [
        (coding.response_id, coding.excerpt_id, coding.audience_slug, key_of.get(coding.code_slug, coding.code_slug),
         True, coding.sentiment)
        for coding in effective_codings(wave.id)
    ]  # fmt: skip
    spoken = pd.DataFrame(rows, columns=SPOKEN_COLUMNS).astype({"sentiment": "Float64"}).astype({"sentiment": float})
    return labels, spoken


def _document(
    source: Source,
    published: Published,
    labels: Mapping[str, str],
    columns: Mapping[str, str],
    *,
    rows: str,
    columns_title: str,
    whose: str,
) -> TableDocument:
    likely = published.cells.groupby("column")["likely"].max()
    told = (published.bases[name] for name in ("column", "base", "shown"))
    bases = {
        column: figure_words(base, likely.get(column, 0), shown) for column, base, shown in zip(*told, strict=True)
    }
    cells = published.cells.set_index(["row", "column"])
    here = set(published.cells["row"])
    return TableDocument(
        wave=source.wave.title,
        rows=rows,
        columns=columns_title,
        whose=whose,
        groups=tuple(Column(label=label, base=bases[column]) for column, label in columns.items()),
        lines=tuple(
            Row(label=label, cells=tuple(_cell(cells, row, column) for column in columns))
            for row, label in labels.items()
            if row in here
        ),
        threshold=THRESHOLD,
        noise=REACH,
    )


def _cell(cells: pd.DataFrame, row: str, column: str) -> Figure:
    told = cells.loc[[(row, column)]].iloc[0]
    count, base = whole(told["count"]), whole(told["base"])
    return Figure(text=str(told["shown"]), count=count, base=base, likely=int(told["likely"]))
