"""How sure a figure is: its range, and what changed since the wave before, from published figures alone."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest

from engage.accounts.models import User
from engage.analysis.chance import DEVIATE, wilson
from engage.analysis.perturbation import VARIANCE
from engage.coding.models import Code
from engage.database import db, today
from engage.programmes.models import Programme
from engage.programmes.parts import operations as parts
from engage.reports import operations, publishing
from engage.reports.models import Finding, SummaryEdition
from engage.reports.summary import SummaryDocument
from engage.reports.thresholds import Thresholds
from engage.surveys.models import Survey
from tests.builders import make_user
from tests.pages import PageClient
from tests.reports.builders import make_survey_for, make_voices, publish_summary
from tests.reports.conftest import Publish

pytestmark = pytest.mark.usefixtures("no_noise")

HERE = "/staff/alternative-provision/what-we-heard"


def publish_second_wave(programme: Programme, code: Code, *, count: int, others: int) -> SummaryDocument:
    """A second wave in which so many young people of all say it, with a finding of the same code, published."""
    wave = parts.add_part(
        programme=programme, to="waves", title="Wave 2", starts_on=today(), ends_on=today() + dt.timedelta(days=14)
    )
    survey = make_survey_for(programme, "young-people", wave=wave)
    make_voices(survey, code, count=count)
    make_voices(survey, count=others, words="It is fine")
    operations.add_finding(wave=wave, section=programme.sections[0], codes=[code], title="Moving still hurts")
    edition = publish_summary(wave, make_user(programme))
    db.session.commit()
    return SummaryDocument.model_validate(edition.document)


def test_a_figure_has_the_range_that_others_like_them_would_be_in(
    finding: Finding, said: None, publish: Publish
) -> None:
    young, providers = publish().findings[finding.id].audiences
    ((chance, _), _highest) = wilson(np.array([20.0, 6.0]), np.array([30.0, 16.0]))
    noise = DEVIATE * np.sqrt(VARIANCE * (1 + (20 / 30) ** 2)) / 30
    assert young.low == pytest.approx(20 / 30 - np.hypot(20 / 30 - chance, noise), abs=1e-4)
    assert young.high - young.low >= 2 * noise
    assert providers.low < 6 / 16 < providers.high


def test_what_is_exact_has_the_range_of_chance_alone(
    finding: Finding, said: None, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "thresholds_of", lambda _wave_id: Thresholds({"young-people": 0}))
    young, _providers = publish().findings[finding.id].audiences
    assert (young.low, young.high) == (0.4878, 0.8077)


def test_the_range_is_said_in_words_and_in_the_table(
    client: PageClient, member: User, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    page = client.get(f"{HERE}/belonging")
    (said_in_words,) = re.findall(r"If others like them had answered: (4\d)% to (8\d)%", page.select(".bars__sure")[0])
    assert "between {}% and {}%".format(*said_in_words) in page.text


def test_a_figure_that_is_withheld_has_no_range(
    finding: Finding, young_people: Survey, providers: Survey, code: Code, publish: Publish
) -> None:
    make_voices(young_people, code, count=20)
    make_voices(providers, code, count=2)
    make_voices(providers, count=20, words="It is fine")
    withheld = publish().findings[finding.id].audiences[1]
    assert (withheld.count, withheld.low, withheld.high) == (None, None, None)


def test_what_more_people_say_than_in_the_wave_before_is_up(
    client: PageClient, member: User, programme: Programme, finding: Finding, said: None, code: Code, publish: Publish
) -> None:
    publish()
    document = publish_second_wave(programme, code, count=60, others=2)
    (found,) = document.findings.values()
    assert [(change.before, change.now, change.direction) for change in found.changes] == [
        ("20 of 30", "60 of 62", "up")
    ]
    assert "Children and young people: up, from 20 of 30 to 60 of 62" in client.get(f"{HERE}/belonging").text


def test_a_change_is_found_from_the_published_figures_whatever_the_answers_are_now(
    programme: Programme, finding: Finding, said: None, young_people: Survey, code: Code, publish: Publish
) -> None:
    publish()
    make_voices(young_people, code, count=300)
    (found,) = publish_second_wave(programme, code, count=60, others=2).findings.values()
    assert [(change.before, change.direction) for change in found.changes] == [("20 of 30", "up")]


def test_a_small_change_is_no_clear_change(
    programme: Programme, finding: Finding, said: None, code: Code, publish: Publish
) -> None:
    publish()
    (found,) = publish_second_wave(programme, code, count=22, others=8).findings.values()
    assert [change.direction for change in found.changes] == ["no clear change"]


def test_a_finding_made_of_other_codes_is_not_compared(
    programme: Programme, finding: Finding, said: None, codes: list[Code], publish: Publish
) -> None:
    publish()
    document = publish_second_wave(programme, codes[1], count=22, others=8)
    assert [found.changes for found in document.findings.values()] == [()]
    assert document.since == programme.waves[0].title


def test_an_edition_of_before_ranges_and_changes_is_still_read(
    client: PageClient, member: User, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    edition = db.session.query(SummaryEdition).one()
    edition.document = without(edition.document, {"low", "high", "codes", "changes", "since"})
    db.session.commit()
    assert "20 of 30" in client.get(f"{HERE}/belonging").text
    assert client.get(f"{HERE}/belonging").select(".bars__sure") == []


def without(part: object, keys: set[str]) -> object:
    if isinstance(part, dict):
        return {key: without(inner, keys) for key, inner in part.items() if key not in keys}
    return [without(inner, keys) for inner in part] if isinstance(part, list) else part
