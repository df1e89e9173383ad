"""The closed questions of a wave: which audiences were asked each, and what may be told of what they chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from engage.analysis.disclosure import Published, protect_each
from engage.analysis.middles import protect_means, protect_numbers
from engage.reports.counting import count_options, whole
from engage.reports.summary import AudienceChoice, Middle, OptionFigure, PublishedItem
from engage.reports.thresholds import Thresholds
from engage.reports.voices import Voice
from engage.surveys.amounts import Amount, canonical
from engage.surveys.editions import read_edition
from engage.surveys.instrument import Item, ItemType
from engage.surveys.models import Survey
from engage.surveys.queries import ClosedCount

# The name of the tables that closed questions are counted in, each under its own id.
QUESTIONS = "questions"
# Item id -> audience -> the question as last put to it, in the order asked.
Items = dict[str, dict[str, Item]]


def closed_items(surveys: Sequence[Survey]) -> Items:
    """The closed questions of these surveys, in the order asked."""
    asked: defaultdict[str, dict[str, Item]] = defaultdict(dict)
    for survey in surveys:
        for edition in survey.editions:
            for item in read_edition(edition).items:
                for tally in item.tallies:
                    asked[tally.id][survey.audience.slug] = tally
    return dict(asked)


def first_asked(asked: dict[str, Item]) -> Item:
    """The question as it was first put to an audience."""
    return next(iter(asked.values()))


def publish_items(
    asked: Items, chosen: Sequence[ClosedCount], voices: Sequence[Voice], thresholds: Thresholds
) -> dict[str, PublishedItem]:
    """Each closed question that was answered, with what each audience chose, in the order asked and by its id."""
    here = {(each.item_id, each.audience_slug) for each in chosen}
    items = {item_id: asked[item_id] for item_id in asked if any(item_id == each.item_id for each in chosen)}
    counts = count_options(chosen, {item_id: [*each.values()] for item_id, each in items.items()})
    secret = thresholds.secret_of(QUESTIONS)
    published = protect_each(counts, threshold=thresholds, secret=secret)
    middles = _middles({item_id: first_asked(each) for item_id, each in items.items()}, counts, chosen, thresholds)
    return {
        item_id: PublishedItem(
            item_id=item_id,
            question=first_asked(each).question,
            audiences=tuple(
                _publish_choices(
                    [voice for voice in voices if (item_id, voice.slug) in here], each, published[item_id], middles
                )
            ),
        )
        for item_id, each in items.items()
    }


def _publish_choices(
    voices: Sequence[Voice], asked: dict[str, Item], published: Published, middles: Mapping[tuple[str, str], Middle]
) -> Iterator[AudienceChoice]:
    bases = dict(zip(published.bases["column"], published.bases["shown"], strict=True))
    names = ("column", "row", "count", "base", "likely", "shown")
    figures = {
        (column, row): {"count": whole(count), "base": whole(base), "likely": int(likely), "text": text}
        for column, row, count, base, likely, text in zip(*(published.cells[name] for name in names), strict=True)
    }
    for voice in voices:
        item = asked[voice.asked]
        yield AudienceChoice(
            slug=voice.slug,
            label=voice.name,
            question=item.question,
            base=bases[voice.slug],
            middle=middles.get((item.id, voice.slug)),
            options=tuple(
                OptionFigure(id=option.id, label=option.label, **figures[voice.slug, option.id])
                for option in item.counted
            ),
        )


def _middles(
    items: Mapping[str, Item], counts: pd.DataFrame, chosen: Sequence[ClosedCount], thresholds: Thresholds
) -> dict[tuple[str, str], Middle]:
    """Where the answers of each audience lie, for a scale or a number, where that may be told."""
    scales = {item_id: item.options for item_id, item in items.items() if item.type is ItemType.SCALE}
    points = {item_id: {option.id: at for at, option in enumerate(options, 1)} for item_id, options in scales.items()}
    secret = thresholds.secret_of(QUESTIONS)
    means = protect_means(counts, points, threshold=thresholds, secret=secret).dropna(subset="mean")
    told = zip(*(means[name] for name in ("table", "column", "shown")), strict=True)
    middles = {(item_id, slug): Middle(mean=text) for item_id, slug, text in told}
    rows = [
        (each.item_id, each.audience_slug, each.option_ids[0], float(each.number), each.people)
        for each in chosen
        if each.number is not None
    ]
    numbers = pd.DataFrame(rows, columns=["table", "column", "row", "value", "people"])
    lies = protect_numbers(counts, numbers, threshold=thresholds, secret=secret)
    for item_id, slug, *lie in lies.itertuples(index=False):
        figures = zip(("mean", "median", "low", "high"), lie, strict=True)
        middles[item_id, slug] = Middle(**{name: _say(figure, items[item_id].number) for name, figure in figures})
    return middles


def _say(figure: Any, amount: Amount | None) -> str:
    """A rounded figure with its unit; nothing where it is withheld."""
    return "" if pd.isna(figure) or amount is None else amount.say(Decimal(canonical(Decimal(str(figure)))))
