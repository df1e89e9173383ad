"""From answers to pages: what few people said is never a number, and can't be worked out from the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from engage.accounts.models import User
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.reports.models import Finding, SummaryEdition
from engage.surveys.models import Survey
from tests.builders import make_response
from tests.pages import PageClient
from tests.reports.builders import hold, make_decision, make_voices, quote
from tests.reports.conftest import Publish

pytestmark = pytest.mark.usefixtures("no_noise")

HERE = "/staff/alternative-provision/what-we-heard"


@pytest.fixture
def three(young_people: Survey, code: Code, finding: Finding) -> None:
    """3 of 47 young people say it, one of them in words that are approved."""
    quote(finding, make_voices(young_people, code, count=3, words="They lock the door")[0])
    make_voices(young_people, count=44, words="It is fine")


def test_what_three_people_said_never_appears_with_a_number(
    client: PageClient, member: User, programme: Programme, finding: Finding, three: None, publish: Publish
) -> None:
    publish()
    make_decision(programme, finding)
    addresses = (HERE, f"{HERE}/belonging", f"{HERE}/belonging/findings/{finding.id}")
    for address in (*addresses, f"{HERE}/how-this-was-made", "/p/alternative-provision/you-said-we-did"):
        text = client.get(address).text
        assert not re.search(r"\b3 (of|people)\b|lock the door", text), address
    assert "Fewer than 5 people spoke about this." in client.get(f"{HERE}/belonging").text


def test_a_small_finding_is_published_without_breakdown_or_quotes(
    finding: Finding, three: None, publish: Publish
) -> None:
    published = publish().findings[finding.id]
    assert published.total == "fewer than 5"
    assert published.statement == "They say so."
    assert (published.audiences, published.quotes, published.differences, published.feeling) == ((), (), (), "")


def test_no_small_count_is_stored_in_the_edition(
    finding: Finding, three: None, providers: Survey, code: Code, publish: Publish
) -> None:
    make_voices(providers, code, count=20)
    publish()
    document = db.session.query(SummaryEdition).one().document
    found = document["sections"][0]["findings"][0]
    assert not {1, 2, 3, 4} & set(numbers([found["audiences"], document["method"]["excerpts"], document["reach"]]))
    assert found["total"] == "23"


def numbers(part: object) -> Iterator[int]:
    """Every whole number in a document."""
    if isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from numbers(inner)
    elif type(part) is int:
        yield part


def test_a_total_need_not_add_up_to_what_is_beside_it(
    client: PageClient,
    member: User,
    finding: Finding,
    young_people: Survey,
    providers: Survey,
    code: Code,
    publish: Publish,
) -> None:
    make_voices(young_people, code, count=3)
    make_voices(young_people, count=44, words="It is fine")
    make_voices(providers, code, count=20)
    publish()
    page = client.get(f"{HERE}/belonging")
    assert page.select(".bars__text") == ["fewer than 5", "20 of 20"]
    assert "23 people" in page.text


def test_how_a_few_feel_is_no_number(
    client: PageClient, member: User, finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    make_voices(young_people, code, count=18, feels=5)
    make_voices(young_people, code, count=2, feels=1)
    figure = publish().findings[finding.id].audiences[0]
    assert (figure.count, figure.negative, figure.mixed, figure.positive) == (20, 18, None, None)
    assert "Dark: too few feel so to be shown." in client.get(f"{HERE}/belonging").text


def test_of_an_audience_whose_count_is_withheld_one_quote_at_most_is_shown(
    finding: Finding, young_people: Survey, providers: Survey, code: Code, publish: Publish
) -> None:
    for voice in make_voices(young_people, code, count=3):
        quote(finding, voice)
    make_voices(young_people, count=44, words="It is fine")
    make_voices(providers, code, count=20)
    assert [words.audience for words in publish().findings[finding.id].quotes] == ["young-people"]


def test_what_few_chose_is_not_told(
    client: PageClient, member: User, finding: Finding, young_people: Survey, said: None, publish: Publish
) -> None:
    for option, count in (("always", 30), ("sometimes", 20), ("never", 2)):
        for _ in range(count):
            make_response(young_people, belonging=[option])
    options = publish().sections[0].items[0].audiences[0].options
    assert [option.text for option in options] == ["30 of 52", "20 of 52", "fewer than 5"]
    assert "2 of 52" not in client.get(f"{HERE}/belonging").text


def test_an_audience_of_three_is_told_as_fewer_than_five(
    client: PageClient,
    member: User,
    finding: Finding,
    young_people: Survey,
    providers: Survey,
    code: Code,
    publish: Publish,
) -> None:
    make_voices(young_people, code, count=40)
    make_voices(providers, code, count=3)
    document = publish()
    assert [reach.responses for reach in document.reach] == ["40", "fewer than 5"]
    assert document.method.responses == "43"
    assert "Providers: fewer than 5." in client.get(f"{HERE}/belonging").text


def test_a_held_answer_is_neither_counted_nor_quoted(
    client: PageClient, officer: User, finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    voices = make_voices(young_people, code, count=20)
    held = make_voices(young_people, code, words="He hits me")[0]
    quote(finding, held)
    quote(finding, voices[0])
    hold(held)
    assert "He hits me" not in client.get(f"/staff/alternative-provision/findings/{finding.id}/quotes").text
    client.get(f"/staff/alternative-provision/findings/{finding.id}/quotes/{held.id}", status=404)
    published = publish().findings[finding.id]
    assert published.total == "20"
    assert [words.words for words in published.quotes] == ["They never listened"]


def test_a_response_that_was_not_sent_is_not_counted(
    finding: Finding, said: None, young_people: Survey, publish: Publish
) -> None:
    make_response(young_people, submitted=False, what_works="Still thinking", belonging=["always"])
    document = publish()
    assert document.method.responses == "46"
    assert document.sections[0].items == ()


def test_a_quote_nobody_approved_is_never_shown(
    client: PageClient, member: User, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    assert "They never listened" not in client.get(f"{HERE}/belonging").text
    assert "They never listened" not in client.get(f"{HERE}/belonging/findings/{finding.id}").text
