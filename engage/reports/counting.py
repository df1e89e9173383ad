"""From codings and choices to figures that may be told: everything here ends in `analysis.disclosure`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from engage.analysis.closed import count_choices
from engage.analysis.disclosure import ALL, THRESHOLD, Published, protect_split
from engage.analysis.findings import differences, find
from engage.analysis.seen import Names
from engage.coding.queries import EffectiveCoding, Respondent
from engage.reports.door import AUDIENCE, SAID, VOICE, Door
from engage.reports.summary import AudienceFigure, Difference, Direction, Feeling
from engage.reports.voices import Voice
from engage.surveys.instrument import Item, ItemType
from engage.surveys.models import Help
from engage.surveys.queries import ClosedAnswer

PARTS = ("negative", "mixed", "positive")
# One person stands under one option only.
EXCLUSIVE_TYPES = frozenset({ItemType.CHOICE, ItemType.SCALE, ItemType.NUMBER})

PROXIES = "proxies"

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
    door: Door,
) -> dict[int, Weight]:
    """The weight of each finding that anybody speaks for, by its id."""
    keys = made_of(findings_of_code)
    said = _as_table(codings, findings_of_code, keys)
    if said.empty:
        return {}
    answered = pd.DataFrame(respondents, columns=["response_id", "audience"])
    found = find(said, answered)
    counts = found.rename(columns={"code": "row", "audience": "column", "people": "count"})
    published = door.let_out(counts, Names(SAID, VOICE))
    split = _splits(found, published)
    further, feelings = _differences(found), _feelings(found)
    weights = {
        key: _weight(total, _figures(key, published, split, voices), further[key], feelings[key])
        for key, total in _totals(published).items()
    }
    return {finding_id: weights[key] for finding_id, key in keys.items() if key in weights}


def made_of(findings_of_code: Mapping[str, Sequence[int]]) -> dict[int, str]:
    """What each finding is made of, by its id: the slugs of its codes, by which it is the same in another table."""
    slugs: dict[int, list[str]] = {}
    for slug, findings in sorted(findings_of_code.items()):
        for finding_id in findings:
            slugs.setdefault(finding_id, []).append(slug)
    return {finding_id: "+".join(codes) for finding_id, codes in slugs.items()}


def _totals(published: Published) -> dict[str, str]:
    """How many said it in all, by what a finding is made of: a number, or the words in its place."""
    totals = published.totals
    return {
        str(key): str(shown if pd.isna(count) else count)
        for key, count, shown in zip(totals["row"], totals["count"], totals["shown"], strict=True)
    }


def _as_table(
    codings: Iterable[EffectiveCoding], findings_of_code: Mapping[str, Sequence[int]], keys: Mapping[int, str]
) -> pd.DataFrame:
    """A row for each coding and each finding that its code belongs to, by what that is made of."""
    of_code = {slug: {keys[finding_id] for finding_id in found} for slug, found in findings_of_code.items()}
    rows = [
        (coding.response_id, coding.excerpt_id, coding.audience_slug, key, True, coding.sentiment)
        for coding in codings
        for key in sorted(of_code.get(coding.code_slug, ()))
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


def _differences(found: pd.DataFrame) -> dict[str, dict[str, Direction]]:
    """Finding -> audience -> "more" or "less", where an audience differs from the others."""
    tested = differences(found)
    tested = tested[tested["differs"].astype(bool)]
    cells: dict[str, dict[str, Direction]] = {str(key): {} for key in found["code"].unique()}
    is_more = tested["share"] > tested["share_of_others"]
    for key, audience, more in zip(tested["code"], tested["audience"], is_more, strict=True):
        cells[str(key)][str(audience)] = "more" if more else "less"
    return cells


def _figures(key: str, published: Published, split: Cells, voices: Sequence[Voice]) -> tuple[AudienceFigure, ...]:
    told = published.cells[published.cells["row"] == key].set_index("column")
    return tuple(
        AudienceFigure(
            slug=voice.slug,
            label=voice.name,
            count=whole(told["count"][voice.slug]),
            base=whole(told["base"][voice.slug]),
            text=told["shown"][voice.slug],
            **split.get((key, voice.slug), {}),
        )
        for voice in voices
        if voice.slug in told.index
    )


def _weight(total: str, figures: tuple[AudienceFigure, ...], further: dict[str, Direction], feeling: Feeling) -> Weight:
    """A small total stands alone; a difference is told only of an audience whose figure is."""
    told = [figure for figure in figures if figure.count is not None and figure.slug in further]
    different = tuple(Difference(label=figure.label, direction=further[figure.slug]) for figure in told)
    weight = Weight(_at_least(figures) if total == "not shown" else total, figures, different, feeling)
    return Weight(total, (), (), "") if weight.is_small else weight


def _at_least(figures: tuple[AudienceFigure, ...]) -> str:
    """In place of a total that is withheld: what the figures beside it come to, which tells no more than they do."""
    known = sum(figure.count for figure in figures if figure.count is not None and not figure.text.startswith("about"))
    return f"at least {known // 10 * 10}" if known >= 10 else "not shown"


def _feelings(found: pd.DataFrame) -> dict[str, Feeling]:
    """How more than half of all who said it feel; mixed where neither side has that many.

    In words only, and of as many people as two small groups hold at least: a majority of those gives no figure away.
    Nothing is said where most show no clear feeling.
    """
    sums = found.groupby("code")[["people", "negative", "positive", "neutral"]].sum()
    felt: dict[str, Feeling] = {}
    for key, people, negative, positive, neutral in sums.itertuples(name=None):
        halves: list[tuple[Feeling, int]] = [("negative", negative), ("positive", positive), ("", neutral)]
        most: Feeling = next((feeling for feeling, count in halves if 2 * count > people), "mixed")
        felt[str(key)] = most if people >= 2 * THRESHOLD else ""
    return felt


def count_options(answers: Iterable[ClosedAnswer], items: Sequence[Item], door: Door) -> Published:
    """How many of each audience chose each option of one question (row: option id, column: audience), safe to tell.

    `answers` holds at least one; `items` are the question as each audience was asked it.
    """
    rows = [(answer.response_id, answer.audience_slug, answer.item_id, answer.option_id) for answer in answers]
    table = pd.DataFrame(rows, columns=["response_id", "audience", "item_id", "option_id"])
    options = dict.fromkeys((item.id, option.id) for item in items for option in item.counted)
    counts = count_choices(table, pd.DataFrame(list(options), columns=["item_id", "option_id"]))
    counts = counts.rename(columns={"option_id": "row", "audience": "column"})
    return door.let_out(counts, Names(items[0].id, VOICE), exclusive=items[0].type in EXCLUSIVE_TYPES)


class Turnout(NamedTuple):
    """How many responses there are as it may be told: by audience (all together under "All"), and of all of them those
    given with help, and those given in somebody's place."""

    reach: dict[str, str]
    helped: str
    proxies: str


def count_turnout(responses: Mapping[tuple[str, str | None], int], door: Door) -> Turnout:
    """From submitted responses by audience and who helped.

    Those given in somebody's place are told with the audiences, so that an audience's responses less those given for
    themselves (the base of a question that all of them answered) do not tell of a few.
    """
    if not responses:
        return Turnout({ALL: "0"}, "0", "0")
    rows = [(PROXIES if helped == Help.PROXY else "own", asked, count) for (asked, helped), count in responses.items()]
    counts = pd.DataFrame(rows, columns=["row", "column", "count"]).groupby(["row", "column"], as_index=False).sum()
    counts["base"] = counts.groupby("column")["count"].transform("sum")
    given = door.let_out(counts, Names("given", AUDIENCE), exclusive=counts["row"].nunique() > 1)
    helped = sum(count for (_, helped), count in responses.items() if helped in (Help.READ, Help.WROTE))
    alone = pd.DataFrame([("helped", "", helped, sum(responses.values()))], columns=["row", "column", "count", "base"])
    with_help = _totals(door.let_out(alone, Names("help", "everyone")))["helped"]
    bases = dict(zip(given.bases["column"], given.bases["shown"], strict=True))
    return Turnout(bases, with_help, _totals(given).get(PROXIES, "0"))


def whole(figure: Any) -> int | None:
    """A figure of a table as a number, or None where it is withheld."""
    return None if pd.isna(figure) else int(figure)
