"""Adults who answered in a child's place stand beside the children, never among them."""

from __future__ import annotations

import pytest

from engage.coding.models import Code, Excerpt
from engage.database import db
from engage.programmes.models import Programme
from engage.reports.exports import export_tables
from engage.reports.publishing import draft_summary
from engage.reports.thresholds import Thresholds
from engage.reports.turnout import count_turnout
from engage.surveys.models import Survey
from tests.builders import make_response
from tests.reports.builders import make_finding, make_voices, quote

pytestmark = pytest.mark.usefixtures("no_noise")

PROXIES = "young-people/by-proxy"


def by_proxy(excerpts: list[Excerpt]) -> list[Excerpt]:
    for excerpt in excerpts:
        excerpt.answer.response.help = "proxy"
    db.session.commit()
    return excerpts


def test_a_finding_counts_adults_in_childrens_place_by_themselves(
    programme: Programme, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code, count=12)
    by_proxy(make_voices(young_people, code, count=6))
    make_finding(programme, code)
    (section,) = draft_summary(programme.waves[0]).document.sections
    figures = {figure.slug: (figure.count, figure.base) for figure in section.findings[0].audiences}
    assert figures == {"young-people": (12, 12), PROXIES: (6, 6)}


def test_a_closed_question_shows_them_by_themselves(programme: Programme, young_people: Survey) -> None:
    for number in range(18):
        response = make_response(young_people, belonging=["always" if number < 12 else "never"])
        response.help = "proxy" if number >= 12 else "read"
    db.session.commit()
    (section,) = draft_summary(programme.waves[0]).document.sections
    bases = {choice.label: choice.base for choice in section.items[0].audiences}
    assert bases == {
        "Children and young people": "12",
        "Children and young people, answered for by an adult": "6",
    }


def test_a_quote_says_that_an_adult_speaks(programme: Programme, young_people: Survey, code: Code) -> None:
    make_voices(young_people, code, count=8)
    excerpts = by_proxy(make_voices(young_people, code, count=8))
    finding = make_finding(programme, code)
    quote(finding, excerpts[0])
    (section,) = draft_summary(programme.waves[0]).document.sections
    assert [(said.audience, said.who) for said in section.findings[0].quotes] == [
        (PROXIES, "Adult, for a young person")
    ]


def test_a_handful_of_them_is_never_told_apart(programme: Programme, young_people: Survey, code: Code) -> None:
    make_voices(young_people, code, count=20)
    by_proxy(make_voices(young_people, code, count=2))
    make_finding(programme, code)
    document = draft_summary(programme.waves[0]).document
    (figure,) = [figure for figure in document.sections[0].findings[0].audiences if figure.slug == PROXIES]
    assert (figure.count, figure.base) == (None, None)
    assert document.method.proxies == "fewer than 5"


def test_the_method_says_how_many_had_help(programme: Programme, young_people: Survey) -> None:
    for helped in ["none"] * 30 + ["read"] * 6 + ["wrote"] * 5 + [None] * 9:
        make_response(young_people, belonging=["always"]).help = helped
    db.session.commit()
    method = draft_summary(programme.waves[0]).document.method
    assert (method.helped, method.proxies) == ("11", "fewer than 5")


def test_nobody_answered_and_nobody_helped() -> None:
    assert count_turnout([], Thresholds()) == ({"All": "0"}, "0", "0")


def test_exports_carry_who_helped(programme: Programme, young_people: Survey) -> None:
    make_response(young_people, belonging=["always"]).help = "wrote"
    make_response(young_people, belonging=["never"])
    db.session.commit()
    answers = export_tables(programme_id=programme.id)["answers"]
    assert dict(zip(answers["options"], answers["help"], strict=True)) == {"Always": "wrote", "Never": ""}
