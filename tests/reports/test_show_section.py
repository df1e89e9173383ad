"""What the working group reads of a section: the frozen edition, with the decisions as they stand."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role, User
from engage.coding.models import Code, ExcerptReview
from engage.database import db
from engage.forums import operations as forums
from engage.forums.models import Outcome
from engage.passages.columns import TriagedText
from engage.programmes.models import Programme
from engage.reports import operations
from engage.reports.models import Finding, SummaryEdition
from engage.surveys.models import Survey
from tests.builders import make_response, make_user
from tests.pages import PageClient
from tests.reports.builders import make_decision, make_meeting, make_person_coder, make_voices, quote
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

HERE = "/staff/alternative-provision/what-we-heard"


def test_before_the_first_edition_the_page_says_what_will_be_here(client: PageClient, member: User) -> None:
    assert "will be here" in client.get(HERE).text
    client.get(f"{HERE}/belonging", status=404)


def test_a_finding_says_how_many_of_each_audience_said_it(
    client: PageClient, member: User, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    page = client.get(f"{HERE}/belonging")
    assert "26 people spoke about this, most of them unhappily." in page.text
    assert page.select(".bars__text") == ["20 of 30", "6 of 16"]
    assert page.select("svg.bars__track[aria-label]") == ["−", "+"]


def test_sections_are_listed_with_what_waits_for_a_decision(
    client: PageClient, member: User, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    page = client.get(HERE)
    assert "1 finding 1 without a decision" in page.text
    assert page.click("7. Belonging and relationships").h1 == "Belonging and relationships"


def test_two_clicks_lead_from_a_figure_to_the_quotes_behind_it(
    client: PageClient,
    member: User,
    finding: Finding,
    young_people: Survey,
    providers: Survey,
    code: Code,
    publish: Publish,
) -> None:
    quote(finding, make_voices(young_people, code, count=6, words="I moved four times")[0])
    quote(finding, make_voices(providers, code, count=6, words="Too short to settle")[0])
    publish()
    page = client.get(HERE).click("7. Belonging and relationships")
    page = page.click("Quotes from Children and young people: 6 of 6")
    assert page.select(".quote__text") == ["“I moved four times”"]
    assert page.click("Everyone").select(".quote__text") == ["“I moved four times”", "“Too short to settle”"]


def test_publishing_freezes_what_is_read(
    client: PageClient, member: User, finding: Finding, said: None, young_people: Survey, code: Code, publish: Publish
) -> None:
    publish()
    make_voices(young_people, code, count=30)
    finding.title = TriagedText("Another headline")
    db.session.commit()
    page = client.get(f"{HERE}/belonging")
    assert "26 people spoke about this" in page.text
    assert "Another headline" not in page.text


def test_a_decision_shows_at_once(
    client: PageClient, member: User, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    assert client.get(f"{HERE}/belonging").select(".tag") == ["No decision yet"]
    make_decision(programme, finding)
    page = client.get(f"{HERE}/belonging")
    assert page.select(".tag") == ["Accepted · decision 1"]
    assert "Line 7.1 was changed by decision 1. Line 7.2 waits for a decision." in page.text
    programme.sections[0].lines[0].text = "Three adults."
    db.session.commit()
    assert "by decision 1. It was changed again since." in client.get(f"{HERE}/belonging").text
    assert "Parts need not add up to the whole." in page.text


def test_a_line_whose_minutes_are_still_a_draft_has_not_changed_yet(
    client: PageClient, member: User, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    line = programme.sections[0].lines[0]
    forums.record_decision(
        meeting=make_meeting(programme), title="Two", outcome=Outcome.PARTLY, reason="Yes", line=line, new_text="Two."
    )
    assert "Line 7.1 changes by decision 1 once its minutes are approved." in client.get(f"{HERE}/belonging").text


def test_what_people_chose_stands_beside_what_they_said(
    client: PageClient,
    member: User,
    programme: Programme,
    young_people: Survey,
    finding: Finding,
    said: None,
    publish: Publish,
) -> None:
    for option, count in (("always", 6), ("sometimes", 12), ("never", 6)):
        for _ in range(count):
            make_response(young_people, belonging=[option])
    publish()
    page = client.get(f"{HERE}/belonging")
    assert "Do you feel you belong here?”: Always: 25%, Sometimes: 50%, Never: 25%." in page.text
    assert page.select("#chosen .bars__text") == ["6 of 24", "12 of 24", "6 of 24"]


def test_what_a_person_said_of_an_answer_counts_and_the_machine_does_not(
    client: PageClient,
    programme: Programme,
    member: User,
    finding: Finding,
    young_people: Survey,
    code: Code,
    publish: Publish,
) -> None:
    voices = make_voices(young_people, code, count=20)
    coder = make_person_coder(make_user(programme, Role.ANALYST))
    db.session.add_all(ExcerptReview(excerpt_id=voice.id, coder_id=coder.id) for voice in voices[:8])
    document = publish()
    assert document.findings[finding.id].audiences[0].text == "12 of 20"
    assert (document.method.writers, document.method.writers_read) == (20, 8)


def test_how_it_was_made_and_who_is_missing_are_said(
    client: PageClient, member: User, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    page = client.get(f"{HERE}/belonging")
    assert "Children and young people: 30 of 200." in page.text
    page = page.click("How this was made")
    assert "People have read every answer of fewer than 5 of them" in page.text
    assert "Figures are moved a little, so that nobody can be picked out; totals need not add up." in page.text
    assert "agree has not been measured yet" in page.text


def test_the_latest_edition_is_read(
    client: PageClient, member: User, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    operations.write_sentence(wave=programme.waves[0], section=programme.sections[0], sentence="They want to stay.")
    publish()
    assert client.get(f"{HERE}/belonging").select(".lede") == ["They want to stay."]


def test_a_page_is_read_without_going_over_the_answers(
    client: PageClient, member: User, finding: Finding, said: None, publish: Publish, statements: list[str]
) -> None:
    publish()
    statements.clear()
    client.get(f"{HERE}/belonging")
    assert statements
    assert [words for words in statements if "FROM answer" in words or "excerpt" in words] == []


def test_the_safeguarding_lead_alone_has_no_business_here(
    client: PageClient, programme: Programme, finding: Finding
) -> None:
    sign_in(client, programme, Role.SAFEGUARDING_LEAD)
    client.get(HERE, status=403)


def test_an_edition_of_before_figures_were_moved_does_not_say_that_they_are(
    client: PageClient, member: User, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    edition = db.session.query(SummaryEdition).one()
    method = {name: part for name, part in edition.document["method"].items() if name != "noise"}
    edition.document = {**edition.document, "method": method}
    db.session.commit()
    page = client.get(f"{HERE}/how-this-was-made")
    assert "not shown as a number" in page.text
    assert "moved" not in page.text
