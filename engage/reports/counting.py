"""From codings and choices to figures that may be told: everything here ends in `analysis.disclosure`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from engage.analysis.closed import count_choices
from engage.analysis.disclosure import ALL, THRESHOLD, Published, protect, protect_split
from engage.analysis.findings import differences, find
from engage.coding.queries import EffectiveCoding, Respondent
from engage.reports.summary import AudienceFigure, Difference, Direction, Feeling
from engage.reports.voices import Voice
from engage.surveys.instrument import Item, ItemType
from engage.surveys.models import Help
from engage.surveys.queries import ClosedAnswer

PARTS = ("negative", "mixed", "positive")
# One person stands under one option only.
EXCLUSIVE_TYPES = frozenset({ItemType.CHOICE, ItemType.SCALE, ItemType.NUMBER})

Cells = dict[tuple[Any, Any], Any]


class Weight(NamedTuple):
    """What may be told of one finding."""

    total: str
    audiences: tuple[AudienceFigure, ...]
    differences: tuple[Difference, ...]
    feeling: Feeling

    @property
    def is_small(self) -> bool:
        """Whether so few said it that nothing but that may be told."""
        return self.total in (f"fewer than {THRESHOLD}", "too few to show")


def weigh(
    codings: Iterable[EffectiveCoding],
    respondents: Iterable[Respondent],
    findings_of_code: Mapping[str, Sequence[int]],
    voices: Sequence[Voice],
) -> dict[int, Weight]:
    """The weight of each finding that anybody speaks for, by its id.

    One threshold for all: organisations have not been asked yet whether they agree to be counted, so that they are
    kept as safe as people are (five; see `analysis.disclosure.THRESHOLD`).
    """
    said = _as_table(codings, findings_of_code)
    if said.empty:
        return {}
    answered = pd.DataFrame(respondents, columns=["response_id", "audience"])
    found = find(said, answered)
    counts = found.rename(columns={"code": "row", "audience": "column", "people": "count"})
    published = protect(counts)
    split = _splits(found, published)
    further, feelings = _differences(found), _feelings(found)
    return {
        finding_id: _weight(
            total, _figures(finding_id, published, split, voices), further[finding_id], feelings[finding_id]
        )
        for finding_id, total in _totals(published).items()
    }


def _totals(published: Published) -> dict[int, str]:
    """How many said it in all, by finding: a number, or the words in its place."""
    totals = published.totals
    return {
        int(finding_id): str(shown if pd.isna(count) else count)
        for finding_id, count, shown in zip(totals["row"], totals["count"], totals["shown"], strict=True)
    }


def _as_table(codings: Iterable[EffectiveCoding], findings_of_code: Mapping[str, Sequence[int]]) -> pd.DataFrame:
    """A row for each coding and each finding that its code belongs to."""
    rows = [
        (coding.response_id, coding.excerpt_id, coding.audience_slug, finding_id, True, coding.sentiment)
        for coding in codings
        for finding_id in findings_of_code.get(coding.code_slug, ())
    ]
    columns = ["response_id", "excerpt_id", "audience", "code", "applies", "sentiment"]
    return pd.DataFrame(rows, columns=columns).astype({"sentiment": "Float64"}).astype({"sentiment": float})


def _splits(found: pd.DataFrame, published: Published) -> Cells:
    """(finding, audience) -> part -> how many, where that may be told. Neutral counts as mixed."""
    parts = found.assign(mixed=found["mixed"] + found["neutral"])
    parts = parts.melt(["code", "audience"], list(PARTS), var_name="part", value_name="count")
    told = protect_split(published, parts.rename(columns={"code": "row", "audience": "column"})).cells
    told = told[told["count"].notna()]
    cells: Cells = {}
    for row, column, part, count in zip(told["row"], told["column"], told["part"], told["count"], strict=True):
        cells.setdefault((row, column), {})[part] = int(count)
    return cells


def _differences(found: pd.DataFrame) -> dict[int, dict[str, Direction]]:
    """Finding -> audience -> "more" or "less", where an audience differs from the others."""
    tested = differences(found)
    tested = tested[tested["differs"].astype(bool)]
    cells: dict[int, dict[str, Direction]] = {int(finding_id): {} for finding_id in found["code"].unique()}
    is_more = tested["share"] > tested["share_of_others"]
    for finding_id, audience, more in zip(tested["code"], tested["audience"], is_more, strict=True):
        cells[int(finding_id)][str(audience)] = "more" if more else "less"
    return cells


def _figures(
    finding_id: Any, published: Published, split: Cells, voices: Sequence[Voice]
) -> tuple[AudienceFigure, ...]:
    told = published.cells[published.cells["row"] == finding_id].set_index("column")
    return tuple(
        AudienceFigure(
            slug=voice.slug,
            label=voice.name,
            count=whole(told["count"][voice.slug]),
            base=whole(told["base"][voice.slug]),
            text=told["shown"][voice.slug],
            **split.get((finding_id, voice.slug), {}),
        )
        for voice in voices
        if voice.slug in told.index
    )


def _weight(total: str, figures: tuple[AudienceFigure, ...], further: dict[str, Direction], feeling: Feeling) -> Weight:
    """A small total stands alone; a difference is told only of an audience whose figure is."""
    told = [figure for figure in figures if figure.count is not None and figure.slug in further]
    different = tuple(Difference(label=figure.label, direction=further[figure.slug]) for figure in told)
    weight = Weight(total, figures, different, feeling)
    return Weight(total, (), (), "") if weight.is_small else weight


def _feelings(found: pd.DataFrame) -> dict[int, Feeling]:
    """How more than half of all who said it feel; mixed where neither side has that many.

    In words only, and of as many people as two small groups hold at least: a majority of those gives no figure away.
    Nothing is said where most show no clear feeling.
    """
    sums = found.groupby("code")[["people", "negative", "positive", "neutral"]].sum()
    felt: dict[int, Feeling] = {}
    for finding_id, people, negative, positive, neutral in sums.itertuples(name=None):
        halves: list[tuple[Feeling, int]] = [("negative", negative), ("positive", positive), ("", neutral)]
        most: Feeling = next((feeling for feeling, count in halves if 2 * count > people), "mixed")
        felt[int(finding_id)] = most if people >= 2 * THRESHOLD else ""
    return felt


def count_options(answers: Iterable[ClosedAnswer], items: Sequence[Item]) -> Published:
    """How many of each audience chose each option of one question (row: option id, column: audience), safe to tell.

    `answers` holds at least one; `items` are the question as each audience was asked it.
    """
    rows = [(answer.response_id, answer.audience_slug, answer.item_id, answer.option_id) for answer in answers]
    table = pd.DataFrame(rows, columns=["response_id", "audience", "item_id", "option_id"])
    options = dict.fromkeys((item.id, option.id) for item in items for option in item.counted)
    counts = count_choices(table, pd.DataFrame(list(options), columns=["item_id", "option_id"]))
    counts = counts.rename(columns={"option_id": "row", "audience": "column"})
    return protect(counts, exclusive=items[0].type in EXCLUSIVE_TYPES)


def count_reach(responses: Mapping[str, int]) -> dict[str, str]:
    """Responses by audience as they may be told, and all together under "All"."""
    rows = [("answered", slug, count, count) for slug, count in responses.items()]
    if not rows:
        return {ALL: "0"}
    told = protect(pd.DataFrame(rows, columns=["row", "column", "count", "base"])).bases
    return dict(zip(told["column"], told["shown"], strict=True))


def count_helped(responses: Mapping[str | None, int]) -> tuple[str, str]:
    """How many responses were given with help, and how many in somebody's place, as they may be told."""
    helped, proxies = responses.get(Help.READ, 0) + responses.get(Help.WROTE, 0), responses.get(Help.PROXY, 0)
    base = sum(responses.values())
    if not base:
        return "0", "0"
    rows = [("helped", "", helped, base), ("proxies", "", proxies, base)]
    told = protect(pd.DataFrame(rows, columns=["row", "column", "count", "base"]), exclusive=True).cells
    shown = [text if count is pd.NA else str(count) for count, text in zip(told["count"], told["shown"], strict=True)]
    return shown[0], shown[1]


def whole(figure: Any) -> int | None:
    """A figure of a table as a number, or None where it is withheld."""
    return None if pd.isna(figure) else int(figure)
