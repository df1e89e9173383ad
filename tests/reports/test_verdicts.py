"""What is said in words of a finding (more, most, agree) is found from the published figures alone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engage.analysis.disclosure import protect, protect_split
from engage.coding.queries import Respondent
from engage.reports.counting import SPOKEN_COLUMNS, Weight, _feelings, count_people, weigh
from engage.reports.thresholds import Thresholds
from engage.reports.voices import Voice

VOICES = [Voice(slug, slug, slug, slug) for slug in ("parents", "schools")]
# Sentiments of those who are unhappy, unclear and happy: one person each.
FEELS = (5, 3, 1)
BASE = 140
# All figures are published as whole twenties: what is less of all parts together is hidden.
STEP = 20

scores = st.lists(st.integers(0, 2), min_size=6, max_size=6)
few = st.lists(st.integers(0, 3), min_size=6, max_size=6)


def weigh_publicly(counts: Sequence[int]) -> Weight | None:
    """The weight of a finding that so many of each voice and feeling speak for, told in whole twenties."""
    people = [Respondent(uuid.uuid4(), voice.slug, 1) for voice in VOICES for _ in range(BASE)]
    rows = []
    for at, voice in enumerate(VOICES):
        own = [person.response_id for person in people if person.audience_slug == voice.slug]
        feels = np.repeat(FEELS, counts[3 * at : 3 * at + 3])
        rows += [(who, who, voice.slug, "food", True, float(felt)) for who, felt in zip(own, feels, strict=False)]
    spoken = pd.DataFrame(rows, columns=SPOKEN_COLUMNS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engage.analysis.noisy_cells.perturb", lambda counts, *_keys: counts // STEP * STEP)
        return weigh(count_people(spoken, people), VOICES, Thresholds()).get("food")


@settings(max_examples=10, deadline=None)
@given(scores, few, few)
@example([2, 0, 2, 0, 0, 0], [0] * 6, [3, 0, 0, 0, 0, 0])
@example([1, 0, 2, 0, 0, 0], [3, 0, 0, 3, 0, 0], [0, 0, 3, 0, 0, 0])
def test_where_the_figures_are_the_same_so_are_the_words(
    twenties: list[int], some: list[int], others: list[int]
) -> None:
    one, another = (
        weigh_publicly([STEP * many + more for many, more in zip(twenties, units, strict=True)])
        for units in (some, others)
    )
    assert one == another or not any(twenties)


@settings(max_examples=10, deadline=None)
@given(scores, few)
def test_nothing_is_said_of_what_has_no_figure(twenties: list[int], units: list[int]) -> None:
    weight = weigh_publicly([STEP * many + more for many, more in zip(twenties, units, strict=True)])
    if weight is None:
        return
    told = {figure.label for figure in weight.audiences if figure.count is not None}
    assert {difference.label for difference in weight.differences} <= (told if len(told) > 1 else set())
    assert not weight.is_small or (weight.feeling, weight.stance) == ("", "")


@pytest.mark.parametrize(
    ("counts", "feeling", "stance", "directions"),
    [
        ((60, 0, 20, 0, 0, 20), "negative", "disagreement", ["more", "less"]),
        ((40, 0, 40, 40, 0, 40), "mixed", "disagreement", []),
        ((40, 0, 0, 40, 0, 0), "negative", "agreement", []),
        ((0, 60, 20, 0, 60, 0), "", "", []),
        ((0, 60, 20, 0, 60, 20), "", "agreement", []),
    ],
)
def test_what_the_figures_show_is_said(
    counts: tuple[int, ...], feeling: str, stance: str, directions: list[str]
) -> None:
    weight = weigh_publicly(counts)
    assert weight is not None
    assert (weight.feeling, weight.stance) == (feeling, stance)
    assert [difference.direction for difference in weight.differences] == directions


def test_no_word_is_said_that_the_noise_of_the_figures_could_have_made() -> None:
    """Of forty, twenty-four unhappy could truly be twenty; of eighty, sixty could not be forty."""
    assert most_of(24, 0, of=40) == ""
    assert most_of(60, 0, of=80) == "negative"
    assert most_of(24, 16, of=40) == "mixed"


def most_of(negative: int, positive: int, *, of: int) -> str:
    parts = {"negative": negative, "mixed": of - negative - positive, "positive": positive}
    base = pd.DataFrame({"row": "food", "column": "parents", "base": 140, "base_key": 1, "key": 1}, index=range(1))
    split = pd.concat([base.assign(part=part, count=count) for part, count in parts.items()])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engage.analysis.noisy_cells.perturb", lambda counts, *_keys: counts)
        published = protect(base.assign(count=of))
        return _feelings(published, protect_split(published, split))["food"]
