"""A section is summed up in people's own sentences: proposed, traceable, approved, and never reworded."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role, User
from engage.coding.models import Code, Coding, ExcerptReview
from engage.database import db
from engage.programmes.models import Programme
from engage.reports.models import Finding, Quote
from engage.surveys.models import Survey
from tests.pages import PageClient
from tests.reports.builders import hold, make_person_coder, make_voices, quote
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

DESK = "/staff/alternative-provision/findings"
SENTENCES = f"{DESK}/sections/belonging/sentences"
HERE = "/staff/alternative-provision/what-we-heard"
MOVED = "I like art. They moved me four times in one year."


@pytest.fixture
def moved(finding: Finding, young_people: Survey, providers: Survey, code: Code) -> None:
    """12 young people complain of it, and 6 providers praise it."""
    make_voices(young_people, code, count=12, words=MOVED)
    make_voices(providers, code, count=6, words="A move gives them a fresh start.", feels=1)


def test_sentences_of_every_audience_are_proposed_to_sum_up_a_section(
    client: PageClient, officer: User, moved: None
) -> None:
    page = client.get(DESK).click("Sum up in people’s own sentences for Belonging and relationships")
    assert page.select("section:first-of-type textarea") == [
        "They moved me four times in one year.",
        "A move gives them a fresh start.",
    ]
    assert MOVED in page.text


def test_an_approved_sentence_sums_up_the_section_in_the_next_edition(
    client: PageClient, officer: User, moved: None, publish: Publish
) -> None:
    page = client.get(SENTENCES).submit("Approve for the summary sentence 1")
    assert page.messages == ["The sentence is approved. It is in the next edition you publish"]
    publish()
    page = client.get(f"{HERE}/belonging")
    assert page.select("section[aria-labelledby=own-sentences] .quote__text") == [
        "“They moved me four times in one year.”"
    ]
    assert "Young person · Moving breaks trust" in page.text


def test_nothing_sums_up_a_section_before_a_person_approved_it(
    client: PageClient, member: User, moved: None, publish: Publish
) -> None:
    publish()
    assert client.get(f"{HERE}/belonging").select("#own-sentences") == []


def test_what_nobody_said_is_refused(client: PageClient, officer: User, moved: None) -> None:
    page = client.get(SENTENCES).submit("Approve for the summary sentence 1", words="They moved me a lot.")
    assert "don't add or change words" in page.errors["words"]
    assert db.session.query(Quote).count() == 0


def test_names_are_proposed_to_be_taken_out(
    client: PageClient, officer: User, finding: Finding, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code, words="Mrs Harrison left and nobody told me why.")
    assert "[name] left and nobody told me why." in client.get(SENTENCES).select("textarea")


def test_a_quote_of_before_is_put_in_the_summary_and_taken_out_again(
    client: PageClient, officer: User, finding: Finding, young_people: Survey, code: Code
) -> None:
    chosen = quote(finding, make_voices(young_people, code, words="They moved me four times.")[0])
    page = client.get(SENTENCES).submit("Put in the summary sentence 1")
    assert chosen.in_summary
    page.submit("Take out They moved me four times.")
    assert not chosen.in_summary


def test_where_people_disagree_both_sides_are_heard(
    client: PageClient, officer: User, moved: None, finding: Finding, publish: Publish
) -> None:
    page = client.get(SENTENCES)
    assert page.select("h3") == ["Some speak of it unhappily", "Some speak of it warmly"]
    page.submit("Approve as a quote sentence 3")
    document = publish()
    assert document.findings[finding.id].stance == "disagreement"
    assert [quote.side for quote in document.findings[finding.id].quotes] == [""]
    page = client.get(f"{HERE}/belonging").text
    assert "People said different things about this" in page
    assert "most of them" not in page


@pytest.mark.parametrize(("whole", "of_the_code"), [(5, None), (None, 5), (1, 5)])
def test_which_side_a_quote_takes_is_what_a_person_says_of_its_code_or_else_of_the_whole(
    client: PageClient,
    officer: User,
    moved: None,
    finding: Finding,
    publish: Publish,
    whole: int | None,
    of_the_code: int | None,
) -> None:
    client.get(SENTENCES).submit("Approve as a quote sentence 3")
    (chosen,) = finding.quotes
    coder = make_person_coder(officer)
    said = {"excerpt_id": chosen.excerpt_id, "coder_id": coder.id}
    db.session.add(ExcerptReview(**said, sentiment=whole))
    db.session.add(Coding(**said, code=finding.codes[0], applies=True, sentiment=of_the_code))
    db.session.commit()
    publish()
    assert "Young person, speaks unhappily" in client.get(f"{HERE}/belonging").text


def test_where_people_agree_one_side_is_heard(
    client: PageClient, officer: User, finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    make_voices(young_people, code, count=14, words=MOVED)
    assert "People agree: they speak of it unhappily." in client.get(SENTENCES).text
    assert publish().findings[finding.id].stance == "agreement"


def test_of_few_it_is_not_told_whether_they_agree(
    finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    make_voices(young_people, code, count=14, words=MOVED)
    make_voices(young_people, code, count=4, words="It was fine to move.", feels=1)
    make_voices(young_people, code, count=2, words="It was fine to move.", feels=3)
    assert publish().findings[finding.id].stance in ("agreement", "")


def test_what_is_on_hold_is_not_proposed(
    client: PageClient, officer: User, finding: Finding, young_people: Survey, code: Code
) -> None:
    hold(make_voices(young_people, code, words="He hits me when I move.")[0])
    assert "Sentences will be here" in client.get(SENTENCES).text


def test_a_member_of_the_working_group_does_not_choose_sentences(
    client: PageClient, programme: Programme, moved: None
) -> None:
    sign_in(client, programme, Role.WORKING_GROUP_MEMBER)
    client.get(SENTENCES, status=403)


def test_the_desk_says_that_nothing_new_is_coming(client: PageClient, officer: User, moved: None) -> None:
    assert "The last 17 of 18 answers brought no new code." in client.get(DESK).text
