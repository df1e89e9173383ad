"""What anyone reads: published decisions beside what people said, as the latest edition has it."""

from __future__ import annotations

import pytest

from engage.accounts.models import User
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.programmes.specification.operations import add_version
from engage.reports.models import Finding
from engage.surveys.models import Survey
from tests.pages import PageClient
from tests.reports.builders import make_decision, make_voices, quote
from tests.reports.conftest import Publish

pytestmark = pytest.mark.usefixtures("no_noise")

HERE = "/p/alternative-provision/you-said-we-did"


def test_before_the_first_decision_the_page_says_what_will_be_here(client: PageClient, programme: Programme) -> None:
    assert "will be here" in client.get(HERE).text


def test_a_published_decision_stands_beside_what_people_said(
    client: PageClient, programme: Programme, finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    quote(finding, make_voices(young_people, code, count=12, words="I moved four times")[0])
    make_decision(programme, finding)
    publish()
    text = client.get(HERE).text
    assert (
        "You said Moving breaks trust They say so. 12 people spoke about this. “I moved four times” Young person"
        in text
    )
    assert "We did Accepted Every pupil has an adult who stays You asked." in text
    assert "A pupil has one named adult. Now we will ask for Two adults." in text


def test_whoever_reads_a_figure_reads_that_it_was_moved(
    client: PageClient, member: User, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    make_decision(programme, finding)
    for address in (HERE, "/staff/alternative-provision/what-we-heard"):
        assert "Figures are moved a little, so that nobody can be picked out." in client.get(address).text
    assert client.get(HERE).select("details summary") == ["How we worked this out"]


def test_a_decision_that_is_not_published_is_not_told(
    client: PageClient, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    make_decision(programme, finding, title="A secret plan", published=False)
    publish()
    assert "A secret plan" not in client.get(HERE).text


def test_counts_are_those_of_the_edition_and_never_live(
    client: PageClient,
    programme: Programme,
    finding: Finding,
    said: None,
    young_people: Survey,
    code: Code,
    publish: Publish,
) -> None:
    make_decision(programme, finding)
    publish()
    make_voices(young_people, code, count=40)
    assert "26 people spoke about this" in client.get(HERE).text


def test_a_finding_that_was_never_published_is_not_told(
    client: PageClient, programme: Programme, finding: Finding, said: None
) -> None:
    make_decision(programme, finding)
    text = client.get(HERE).text
    assert "Moving breaks trust" not in text
    assert "Every pupil has an adult who stays" in text


def test_two_quotes_come_from_two_audiences(
    client: PageClient,
    programme: Programme,
    finding: Finding,
    young_people: Survey,
    providers: Survey,
    code: Code,
    publish: Publish,
) -> None:
    for survey, words in ((young_people, "Four moves"), (young_people, "Five moves"), (providers, "Too short")):
        quote(finding, make_voices(survey, code, count=6, words=words)[0])
    make_decision(programme, finding)
    publish()
    assert client.get(HERE).select(".quote__text") == ["“Four moves”", "“Too short”"]


def change_line(programme: Programme, text: str, reason: str = "A slip", decision_number: int | None = None) -> None:
    line = programme.sections[0].lines[0]
    add_version(line=line, text=text, author=None, reason=reason, decision_number=decision_number)
    db.session.commit()


def test_a_line_changed_past_its_decision_is_said_to_be_superseded(client: PageClient, programme: Programme) -> None:
    make_decision(programme, title="Every pupil has an adult who stays")
    assert "Changed again" not in client.get(HERE).text
    change_line(programme, "Each pupil has a locker.", reason="Schools asked")
    page = client.get(HERE)
    assert "Two adults." in page.text
    assert "Each pupil has a locker. Why: Schools asked" in page.text


def test_every_later_change_of_a_line_is_named_with_its_reason(client: PageClient, programme: Programme) -> None:
    make_decision(programme)
    change_line(programme, "Each pupil has a locker.", reason="Schools asked")
    change_line(programme, "Each pupil has a key.", reason="Lockers were dear")
    change_line(programme, "Each pupil has a key.", reason="Only the number")
    text = client.get(HERE).text
    assert "Each pupil has a locker. Why: Schools asked" in text
    assert "Each pupil has a key. Why: Lockers were dear" in text
    assert "Only the number" not in text


def test_the_words_of_a_decision_not_published_yet_stay_hidden(client: PageClient, programme: Programme) -> None:
    make_decision(programme)
    change_line(programme, "Each pupil has a locker.", reason="", decision_number=2)
    page = client.get(HERE)
    assert "The new words will be here" in page.text
    assert "locker" not in page.text
