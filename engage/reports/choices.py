"""The closed questions of a wave: which audiences were asked each, and what may be told of what they chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import pandas as pd

from engage.analysis.disclosure import Published, protect
from engage.analysis.middles import protect_means, protect_numbers
from engage.programmes.models import Wave
from engage.reports.counting import Thresholds, count_options, whole
from engage.reports.summary import AudienceChoice, Middle, OptionFigure, PublishedItem
from engage.reports.voices import Voice
from engage.surveys.amounts import Amount, canonical
from engage.surveys.editions import read_edition
from engage.surveys.instrument import Item, ItemType
from engage.surveys.models import Survey
from engage.surveys.queries import ClosedAnswer, closed_answers

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
    wave: Wave, surveys: Sequence[Survey], voices: Sequence[Voice], thresholds: Thresholds
) -> list[tuple[Item, PublishedItem]]:
    """Each closed question that was answered, with what each audience chose."""
    asked = closed_items(surveys)
    answers = groupby(closed_answers(wave.id), key=lambda answer: answer.item_id)
    published = {item_id: publish_item(asked[item_id], list(given), voices, thresholds) for item_id, given in answers}
    return [(first_asked(asked[item_id]), published[item_id]) for item_id in asked if item_id in published]


def publish_item(
    asked: dict[str, Item], given: list[ClosedAnswer], voices: Sequence[Voice], thresholds: Thresholds
) -> PublishedItem:
    """One closed question; `given` holds every answer to it, one at least."""
    first = first_asked(asked)
    counts = count_options(given, list(asked.values()))
    published = protect(counts, threshold=thresholds)
    middles = _middles(first, counts, given, thresholds)
    here = {answer.audience_slug for answer in given}
    return PublishedItem(
        item_id=first.id,
        question=first.question,
        audiences=tuple(
            _publish_choice(voice, asked[voice.asked], published, middles.get(voice.slug))
            for voice in voices
            if voice.slug in here
        ),
    )


def _publish_choice(voice: Voice, item: Item, published: Published, middle: Middle | None) -> AudienceChoice:
    bases = published.bases.set_index("column")["shown"]
    cells = published.cells[published.cells["column"] == voice.slug].set_index("row")
    return AudienceChoice(
        slug=voice.slug,
        label=voice.name,
        question=item.question,
        base=bases[voice.slug],
        middle=middle,
        options=tuple(
            OptionFigure(
                id=option.id,
                label=option.label,
                count=whole(cells["count"][option.id]),
                base=whole(cells["base"][option.id]),
                likely=int(cells["likely"][option.id]),
                text=cells["shown"][option.id],
            )
            for option in item.counted
        ),
    )


def _middles(item: Item, counts: pd.DataFrame, given: list[ClosedAnswer], thresholds: Thresholds) -> dict[str, Middle]:
    """Where the answers of each audience lie, for a scale or a number, where that may be told."""
    if item.type is ItemType.SCALE:
        points = {option.id: place for place, option in enumerate(item.options, 1)}
        told = protect_means(counts, points, threshold=thresholds).dropna(subset="mean")
        return {str(voice): Middle(mean=text) for voice, text in zip(told["column"], told["shown"], strict=True)}
    if item.number is not None:
        rows = [(answer.audience_slug, answer.option_id, float(answer.number or 0)) for answer in given]
        numbers = pd.DataFrame(rows, columns=["column", "row", "value"])
        told = protect_numbers(counts, numbers, threshold=thresholds).set_index("column")
        return {
            str(voice): Middle(**{str(name): _say(figure, item.number) for name, figure in of.items()})
            for voice, of in told.iterrows()
        }
    return {}


def _say(figure: Any, amount: Amount | None) -> str:
    """A rounded figure with its unit; nothing where it is withheld."""
    return "" if pd.isna(figure) or amount is None else amount.say(Decimal(canonical(Decimal(str(figure)))))
