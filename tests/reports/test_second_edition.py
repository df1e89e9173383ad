"""An edition keeps its figures while the evidence under it lives: answers are coded, released, withdrawn and added."""

from __future__ import annotations

import pytest

from engage.analysis.disclosure import THRESHOLD
from engage.analysis.perturbation import REACH
from engage.coding.models import Code, Coding, Excerpt
from engage.database import db
from engage.programmes.models import Programme
from engage.reports.models import Finding
from engage.reports.publishing import draft_summary
from engage.reports.summary import SummaryDocument
from engage.safeguarding.models import Flag
from engage.surveys.models import Survey
from tests.builders import make_response
from tests.reports.builders import hold, make_finding, make_machine, make_voices, quote
from tests.reports.conftest import Publish

LARGE_ENOUGH = THRESHOLD + REACH


@pytest.fixture
def held(young_people: Survey, providers: Survey, codes: list[Code], finding: Finding) -> list[Excerpt]:
    """Two findings, closed answers of two audiences, and an answer on hold, which comes first."""
    make_finding(finding.wave.programme, codes[1], title="A trusted adult helps")
    held = make_voices(young_people, codes[0], words="He hits me")
    hold(held[0])
    for survey, count in ((young_people, 24), (providers, LARGE_ENOUGH)):
        make_voices(survey, *codes, count=count)
        make_voices(survey, count=20, words="It is fine")
        for number in range(40):
            make_response(survey, belonging=["always" if number < 24 else "never"])
    return held


def figures(document: SummaryDocument) -> dict[tuple[object, ...], str]:
    """Every figure of an edition by what it is of."""
    found: dict[tuple[object, ...], str] = {}
    for finding in document.findings.values():
        found[finding.id] = finding.total
        found |= {(finding.id, figure.slug): figure.text for figure in finding.audiences}
    for section in document.sections:
        for item in section.items:
            found |= {(item.item_id, group.slug, option.id): option.text
                      for group in item.audiences for option in group.options}  # fmt: skip
    return found


def an_afternoon(finding: Finding, survey: Survey, code: Code, held: list[Excerpt]) -> None:
    """Answers coded, a code, a finding and a quote added, one answer released."""
    programme = finding.wave.programme
    uncoded = [excerpt for excerpt in db.session.query(Excerpt) if excerpt.text == "It is fine"][:20]
    for excerpt in uncoded:
        excerpt.codings.append(Coding(code=code, coder=make_machine(), applies=True, score=0.9))
    later = Code(slug="food", name="Food", definition="Food", section=programme.sections[0], position=9)
    code.frame.codes.append(later)
    db.session.query(Flag).delete()
    db.session.commit()
    make_voices(survey, later, count=LARGE_ENOUGH, words="The food")
    make_finding(programme, later, title="Food matters")
    quote(finding, held[0])


def test_after_an_ordinary_afternoon_no_figure_is_lost(
    young_people: Survey, codes: list[Code], finding: Finding, held: list[Excerpt], publish: Publish
) -> None:
    before = figures(publish())
    an_afternoon(finding, young_people, codes[0], held)
    after = figures(publish())
    assert len([text for text in before.values() if text[0].isdigit()]) >= 10
    assert {key for key, text in before.items() if text[0].isdigit()} <= {
        key for key, text in after.items() if text[0].isdigit()
    }


def test_published_again_with_nothing_changed_it_is_the_same(held: list[Excerpt], publish: Publish) -> None:
    assert publish() == publish()


def test_every_figure_is_within_reach_of_the_truth(
    programme: Programme, held: list[Excerpt], publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = publish()
    monkeypatch.setattr("engage.analysis.noisy_cells.perturb", lambda counts, *_keys: counts)
    true = draft_summary(programme.waves[0]).document
    for finding, exact in zip(moved.findings.values(), true.findings.values(), strict=True):
        assert abs(int(finding.total) - int(exact.total)) <= REACH
        for figure, of in zip(finding.audiences, exact.audiences, strict=True):
            assert abs((figure.count or 0) - (of.count or 0)) <= REACH


def test_a_finding_of_threshold_and_reach_never_loses_its_figure(
    finding: Finding, providers: Survey, code: Code, publish: Publish
) -> None:
    make_voices(providers, code, count=LARGE_ENOUGH)
    for _ in range(6):
        make_voices(providers, words="It is fine")
        document = publish()
        assert document.findings[finding.id].total.isdigit()
        assert document.findings[finding.id].audiences[0].count is not None
