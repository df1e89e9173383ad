"""From codings and choices to figures that may be told: everything here ends in `analysis.disclosure`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from engage.analysis.chance import DEVIATE, wilson_around
from engage.analysis.closed import count_choices
from engage.analysis.disclosure import (
    THRESHOLD,
    Published,
    PublishedSplit,
    protect,
    protect_split,
    range_words,
)
from engage.analysis.extracts import CONTESTED
from engage.analysis.findings import differences, find, find_counted
from engage.analysis.perturbation import VARIANCE
from engage.coding.counting import count_respondents, count_speakers
from engage.coding.queries import Respondent
from engage.reports.summary import AudienceFigure, Difference, Direction, Feeling, Stance
from engage.reports.thresholds import Thresholds
from engage.reports.voices import Voice
from engage.surveys.instrument import Item, ItemType
from engage.surveys.queries import ClosedCount

# The name of the table that findings are counted in.
FINDINGS = "findings"
PARTS = ("negative", "mixed", "positive")
SPOKEN_COLUMNS = ["response_id", "excerpt_id", "audience", "code", "applies", "sentiment"]
# How a response feels of which some excerpts are good, some bad.
FEELING = {(False, False): "neutral", (True, False): "positive", (False, True): "negative", (True, True): "mixed"}
# One person stands under one option only.
EXCLUSIVE_TYPES = frozenset({ItemType.CHOICE, ItemType.SCALE, ItemType.NUMBER})
# More places than a reader needs, few enough to be written down.
PLACES = 4

# (finding, audience) -> part -> how many, where that may be told.
Parts = dict[tuple[str, str], dict[str, int]]


class Weight(NamedTuple):
    """What may be told of one finding."""

    total: str
    is_small: bool
    audiences: tuple[AudienceFigure, ...] = ()
    differences: tuple[Difference, ...] = ()
    feeling: Feeling = ""
    stance: Stance = ""
    # By how many people the noise moves the total at most, 19 times in 20.
    likely: int = 0


def made_of(findings_of_code: Mapping[str, Sequence[int]]) -> dict[int, str]:
    """What each finding is made of, by its id: the slugs of its codes, by which it is the same in another edition."""
    slugs: dict[int, list[str]] = {}
    for slug, findings in sorted(findings_of_code.items()):
        for finding_id in findings:
            slugs.setdefault(finding_id, []).append(slug)
    return {finding_id: "+".join(codes) for finding_id, codes in slugs.items()}


def count_findings(wave_id: int, findings_of_code: Mapping[str, Sequence[int]]) -> pd.DataFrame:
    """How many people speak for each finding (`code`: what it is made of), as `count_people` gives it, counted by the
    database: not to be shown as it is."""
    keys = made_of(findings_of_code)
    of_code = {slug: sorted({keys[finding_id] for finding_id in found}) for slug, found in findings_of_code.items()}
    speakers, coded = count_speakers(wave_id, of_code)
    rows = [(each.group, each.voice, FEELING[each.good, each.bad], each.people, each.key) for each in speakers]
    felt = pd.DataFrame(rows, columns=["code", "audience", "feeling", "people", "key"])
    coded_keys = {each.voice: each.key for each in coded}
    asked = [(each.voice, each.people, each.key, coded_keys.get(each.voice, 0)) for each in count_respondents(wave_id)]
    bases = pd.DataFrame(asked, columns=["audience", "base", "base_key", "coded_key"])
    return find_counted(felt, bases, list(dict.fromkeys(each.group for each in speakers)))


def count_people(spoken: pd.DataFrame, respondents: Iterable[Respondent]) -> pd.DataFrame:
    """How many people speak for each finding, exactly (see `analysis.findings.find`): not to be shown as it is."""
    return find(spoken, pd.DataFrame(respondents, columns=["response_id", "audience", "key"]))


def weigh(found: pd.DataFrame, voices: Sequence[Voice], thresholds: Thresholds) -> dict[str, Weight]:
    """The weight of each finding that anybody speaks for, by what it is made of.

    `found` is from `count_people`. What is said in words (who speaks more often, how most feel, whether they agree) is
    found from the published figures alone: a word that depended on the true answers would tell what the noise hides.
    """
    if found.empty:
        return {}
    published = protect_people(found, thresholds)
    split = _protect_feelings(found, published, thresholds)
    figures, further = _figures(published, split, voices, thresholds), _differences(published, thresholds)
    feelings, sides = _feelings(published, split), _stances(published, split, thresholds)
    weights: dict[str, Weight] = {}
    totals = (published.totals[name] for name in ("row", "shown", "count", "likely"))
    for key, total, count, likely in zip(*totals, strict=True):
        if pd.isna(count):
            weights[key] = Weight(total, is_small=True)
        else:
            told = tuple(figures[key, voice.slug] for voice in voices if (key, voice.slug) in figures)
            different = tuple(Difference(label=each.label, direction=further[key, each.slug]) for each in told
                              if (key, each.slug) in further)  # fmt: skip
            words = (feelings.get(key, ""), sides.get(key, ""))
            weights[key] = Weight(str(count), False, told, different, *words, likely)
    return weights


def protect_people(found: pd.DataFrame, thresholds: Thresholds) -> Published:
    """`count_people` made safe (row: what a finding is made of, column: audience)."""
    counts = found.rename(columns={"code": "row", "audience": "column", "people": "count"})
    return protect(counts, threshold=thresholds, secret=thresholds.secret_of(FINDINGS))


def _protect_feelings(found: pd.DataFrame, published: Published, thresholds: Thresholds) -> PublishedSplit:
    """How those who speak for a finding feel. Neutral counts as mixed."""
    found = found.assign(mixed=found["mixed"] + found["neutral"], mixed_key=found["mixed_key"] + found["neutral_key"])
    parts = [
        found[["code", "audience", "base_key", "coded_key"]].assign(
            part=part, count=found[part], key=found[f"{part}_key"]
        )
        for part in PARTS
    ]
    split = pd.concat(parts, ignore_index=True).rename(columns={"code": "row", "audience": "column"})
    return protect_split(published, split, threshold=thresholds, secret=thresholds.secret_of(FINDINGS))


def _figures(
    published: Published, split: PublishedSplit, voices: Sequence[Voice], thresholds: Thresholds
) -> dict[tuple[str, str], AudienceFigure]:
    """What is told of each finding and audience, with the range of its share."""
    names, parts = {voice.slug: voice.name for voice in voices}, _told_parts(split)
    cells = published.cells
    people, base = (cells[name].to_numpy(dtype=float, na_value=np.nan) for name in ("count", "base"))
    noise = np.sqrt([noise_of(slug, thresholds) for slug in cells["column"]])
    low, high = wilson_around(people, base, noise=noise)
    told = (cells[name] for name in ("row", "column", "count", "base", "shown", "likely"))
    return {
        (key, slug): AudienceFigure(
            slug=slug,
            label=names[slug],
            count=whole(count),
            base=whole(of),
            text=text,
            likely=likely,
            low=_place(least),
            high=_place(most),
            **parts.get((key, slug), {}),
        )
        for key, slug, count, of, text, likely, least, most in zip(*told, low, high, strict=True)
    }


def _place(share: float) -> float | None:
    return None if np.isnan(share) else round(float(share), PLACES)


def _told_parts(split: PublishedSplit) -> Parts:
    told = split.cells[split.cells["count"].notna()]
    parts: Parts = {}
    for row, column, part, count in zip(*(told[name] for name in ("row", "column", "part", "count")), strict=True):
        parts.setdefault((row, column), {})[part] = int(count)
    return parts


def noise_of(audience: str, thresholds: Thresholds) -> float:
    """The variance of the noise in each published figure of an audience; 0 where its figures are exact."""
    return 0.0 if thresholds.get(audience) == 0 else VARIANCE


def _differences(published: Published, thresholds: Thresholds) -> dict[tuple[str, str], Direction]:
    """(Finding, audience) -> "more" or "less", where the shown figures of an audience differ from the others' shown."""
    shown = published.cells[published.cells["count"].notna()]
    shown = shown.rename(columns={"row": "code", "column": "audience", "count": "people"})
    shown = shown.astype({"people": np.int64, "base": np.int64})
    tested = differences(shown.assign(noise=[noise_of(slug, thresholds) for slug in shown["audience"]]))
    tested = tested[tested["differs"].astype(bool)]
    rises = tested["share"] > tested["share_of_others"]
    told = zip(tested["code"], tested["audience"], rises, strict=True)
    return {(row, column): "more" if more else "less" for row, column, more in told}


def _feelings(published: Published, split: PublishedSplit) -> dict[str, Feeling]:
    """How most of those who speak for a finding feel, by the published figures; mixed where no feeling has most.

    In words only, of as many people as two small groups hold at least, and only what the noise of the figures could not
    have made. Nothing is said where most are mixed: the figures do not tell them from those who show no clear feeling.
    """
    totals = published.totals.set_index("row")[["count", "likely"]]
    shown = _shown_parts(split).fillna(0).join(totals)
    shown = shown[(shown["count"] >= 2 * THRESHOLD).fillna(False)]
    return {key: _most(int(people), parts, is_moved=likely > 0)
            for key, *parts, people, likely in shown.itertuples(name=None)}  # fmt: skip


def _most(people: int, parts: Sequence[int], *, is_moved: bool) -> Feeling:
    """Which part is more than half of the count and of all parts together; each of these has its own noise.

    Mixed is said where none of them could be, or where it is open which of two sides is; else nothing, where one could.
    """
    negative, mixed, positive = parts
    half = max(people, sum(parts)) / 2
    noise = DEVIATE * sqrt(VARIANCE * (1 + 1 / 4)) if is_moved else 0.0
    if negative - noise > half or positive - noise > half:
        return "negative" if negative > positive else "positive"
    has_sides = min(negative, positive) > CONTESTED * people and mixed <= half
    return "mixed" if has_sides or max(parts) + noise <= half else ""


def _stances(published: Published, split: PublishedSplit, thresholds: Thresholds) -> dict[str, Stance]:
    """Whether those with one clear feeling about a finding agree, by the published figures of both sides.

    In words only, and of as many people as two small groups hold at least; that they disagree only where each side
    alone is shown, and that they agree only where one that is not shown could not change it; neither where the noise of
    the figures could have made it.
    """
    largest_hidden = max(THRESHOLD, *thresholds.values(), 0) - 1
    is_moved = bool((published.cells["likely"] > 0).any())
    # Of the lesser side less a quarter of both.
    noise = DEVIATE * sqrt(VARIANCE * ((1 - CONTESTED) ** 2 + CONTESTED**2)) if is_moved else 0.0
    told: dict[str, Stance] = {}
    for key, negative, positive in _shown_parts(split)[["negative", "positive"]].itertuples(name=None):
        is_hidden = pd.isna(negative) or pd.isna(positive)
        sides = [0 if pd.isna(side) else int(side) for side in (negative, positive)]
        lesser = largest_hidden if is_hidden else min(sides)
        over = lesser - CONTESTED * (lesser + max(sides))
        if sum(sides) >= 2 * THRESHOLD and abs(over) >= noise and not (over >= 0 and is_hidden):
            told[key] = "disagreement" if over >= 0 else "agreement"
    return told


def _shown_parts(split: PublishedSplit) -> pd.DataFrame:
    """The shown number of each part over all audiences, by finding; missing where it is not told."""
    parts = split.totals.pivot(index="row", columns="part", values="count")
    return parts.reindex(columns=list(PARTS)).astype("Int64")


def count_options(chosen: Sequence[ClosedCount], asked: Mapping[str, Sequence[Item]]) -> pd.DataFrame:
    """How many of each audience chose each option of each question that was answered (table: the question's id, row:
    option id, column: audience), exactly.

    `asked` has each question as each audience was asked it. To be published by `disclosure.protect_each` only.
    """
    rows = [(each.audience_slug, each.item_id, each.option_ids, each.people, each.key) for each in chosen]
    table = pd.DataFrame(rows, columns=["audience", "item_id", "option_ids", "people", "key"])
    options = dict.fromkeys(
        (each, option.id) for each, items in asked.items() for item in items for option in item.counted
    )
    counts = count_choices(table, pd.DataFrame(list(options), columns=["item_id", "option_id"]))
    return counts.rename(columns={"item_id": "table", "option_id": "row", "audience": "column"})


def figure_words(count: Any, likely: int, shown: str) -> str:
    """A number without what it is of, a small one as what it could be; or the words in its place."""
    return shown if pd.isna(count) else range_words(int(count), likely)


def whole(figure: Any) -> int | None:
    """A figure of a table as a number, or None where it is not told."""
    return None if pd.isna(figure) else int(figure)
