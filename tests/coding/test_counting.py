"""What the database counts is what one would count row by row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from flask import Flask

from engage.accounts.models import User
from engage.coding import operations
from engage.coding.counting import SpeakerCount, count_respondents, count_speakers
from engage.coding.feelings import Feeling
from engage.coding.models import Code, Excerpt
from engage.coding.queries import effective_codings, list_codes, respondents
from engage.database import db
from engage.programmes.models import Wave
from engage.surveys.models import Response
from tests.builders import make_survey, make_user
from tests.coding.frames import coded_programme, excerpt_of, submit

WORDS = ("my mentor is kind and talks to me", "I feel I belong here", "the bus is late", "they never listened to me")


@pytest.fixture
def wave(app: Flask) -> Wave:
    """Answers that the machine has read, most of them read by one or two people as well, who feel as they like."""
    chance, programme, people = np.random.default_rng(7), coded_programme(), [make_user(), make_user()]
    survey = make_survey(programme)
    excerpts = [excerpt_of(submit(survey, str(chance.choice(WORDS)))) for _each in range(24)]
    operations.suggest_codes(programme_id=programme.id)
    codes = list_codes(programme.id)
    for excerpt in excerpts:
        for person in people[: chance.integers(3)]:
            _review(excerpt, codes, chance, person)
    db.session.commit()
    return programme.waves[0]


def _review(excerpt: Excerpt, codes: Sequence[Code], chance: np.random.Generator, reviewer: User) -> None:
    chosen = {code.id: bool(chance.random() < 0.7) for code in codes if chance.random() < 0.5}
    felt = {code_id: Feeling(chance.choice([None, 1, 3, 5])) for code_id in chosen}
    whole = chance.choice([None, 2, 4])
    operations.save_review(excerpt=excerpt, reviewer=reviewer, verdicts=chosen, felt=felt, sentiment=whole)


def by_rows(wave: Wave, groups_of_code: dict[str, list[str]]) -> list[SpeakerCount]:
    """Who speaks for each group of codes, from the rows of `effective_codings`."""
    feels: dict[tuple[str, Response], set[int]] = {}
    for coding in effective_codings(wave.id):
        for group in groups_of_code.get(coding.code_slug, []):
            response = db.session.get_one(Response, coding.response_id)
            feels.setdefault((group, response), set()).add(coding.sentiment or 0)
    found: dict[tuple[str, bool, bool], list[Response]] = {}
    for (group, response), steps in feels.items():
        found.setdefault((group, bool(steps & {1, 2}), bool(steps & {4, 5})), []).append(response)
    return [
        SpeakerCount(group, "young-people", good, bad, len(those), sum(each.record_key for each in those))
        for (group, good, bad), those in found.items()
    ]


@pytest.mark.parametrize("most", [1, 2])
def test_speakers_are_those_of_the_effective_codings(wave: Wave, most: int) -> None:
    groups = {
        code.slug: ["odd" if at % 2 else "even", "all"][:most] for at, code in enumerate(list_codes(wave.programme_id))
    }
    speakers, coded = count_speakers(wave.id, groups)
    assert len(speakers) >= 3
    assert sorted(speakers) == sorted(by_rows(wave, groups))
    everybody = {coding.response_id for coding in effective_codings(wave.id)}
    assert [each.people for each in coded] == [len(everybody)]


def test_respondents_are_counted(wave: Wave) -> None:
    those = respondents(wave.id)
    assert [tuple(each) for each in count_respondents(wave.id)] == [
        ("young-people", len(those), sum(each.record_key for each in those))
    ]
