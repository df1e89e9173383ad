"""Choosing quotes: proposed without names, approved by a person, never in other words."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from engage.accounts.models import AuditEntry, User
from engage.coding.models import Code, ExcerptGroup, GroupedExcerpt, GroupKind
from engage.database import db
from engage.reports import operations
from engage.reports.brackets import NotTheirWords
from engage.reports.models import Finding, Quote
from engage.surveys.inviting.operations import add_route
from engage.surveys.models import Identity, Survey
from engage.surveys.organisations.models import Consent
from engage.surveys.organisations.operations import say_organisation
from tests.builders import make_response
from tests.pages import Page, PageClient
from tests.reports.builders import make_voices, quote
from tests.reports.conftest import Publish

pytestmark = pytest.mark.usefixtures("no_noise")


@pytest.fixture
def here(finding: Finding) -> str:
    return f"/staff/alternative-provision/findings/{finding.id}/quotes"


def approve(page: Page, **fields: object) -> Page:
    return page.submit("Approve quote 1", **fields)


def test_names_are_proposed_to_be_taken_out(
    client: PageClient, officer: User, here: str, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code, words="Mrs Harrison left and nobody told me")
    page = client.get(here)
    assert page.select("textarea") == ["[name] left and nobody told me"]
    page = approve(page)
    assert page.select(".quote__text") == ["“[name] left and nobody told me”"]


def test_names_that_the_programme_knows_are_taken_out_in_small_letters_too(
    client: PageClient, officer: User, here: str, young_people: Survey, providers: Survey, code: Code
) -> None:
    add_route(survey=young_people, name="Elderwick High School, form time")
    young_people.wave.programme.known_places = "Testham"
    providers.identity = Identity.ORGANISATION
    voice = make_response(providers)
    said = {"response_id": voice.id, "survey_id": providers.id, "consent": Consent.COUNTED}
    say_organisation(**said, name="Hollin Bank Centre")
    make_voices(young_people, code, words="elderwick in testham sent me to hollin bank")
    assert client.get(here).select("textarea") == ["[school] in [place] sent me to [school]"]


def test_who_chooses_a_quote_sees_that_others_sent_the_same_words(
    client: PageClient, officer: User, here: str, young_people: Survey, code: Code
) -> None:
    voices = make_voices(young_people, code, count=3, words="nobody ever told me about any of it")
    group = ExcerptGroup(programme_id=young_people.wave.programme_id, kind=GroupKind.ALIKE, number=1)
    db.session.add_all(GroupedExcerpt(group=group, excerpt=voice, closeness=1.0) for voice in voices)
    db.session.commit()
    page = client.get(here).click("2 other people sent the same words, or nearly quote 1")
    assert page.select(".said__words") == ["nobody ever told me about any of it"] * 3


def test_the_trail_says_who_approved_but_not_the_words(
    client: PageClient, officer: User, here: str, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code, words="nobody told me")
    approve(client.get(here))
    entry = db.session.query(AuditEntry).filter_by(action="approved a quote").one()
    assert (entry.user_id, entry.facts) == (officer.id, {})
    assert db.session.query(Quote).one().approver_id == officer.id


def test_words_may_be_left_out(client: PageClient, officer: User, here: str, young_people: Survey, code: Code) -> None:
    make_voices(young_people, code, words="well i think nobody told me anything at oak lodge")
    approve(client.get(here), words="… nobody told me anything at [a place]")
    assert db.session.query(Quote).one().words == "… nobody told me anything at [a place]"


@pytest.mark.parametrize(
    "words", ["everybody told me", "me told nobody", "nobody told me twice", "[somebody]", "nobody me"]
)
def test_words_are_never_changed_or_added(
    client: PageClient, officer: User, here: str, young_people: Survey, code: Code, words: str
) -> None:
    make_voices(young_people, code, words="nobody told me")
    page = approve(client.get(here), words=words)
    assert "don't add or change words" in page.errors["words"]
    assert page.select("textarea") == [words]
    assert db.session.query(Quote).count() == 0


def test_a_word_left_out_is_seen_to_be_left_out(
    finding: Finding, young_people: Survey, officer: User, code: Code
) -> None:
    voice = make_voices(young_people, code, words="I do not like it here")[0]
    with pytest.raises(NotTheirWords):
        operations.approve_quote(finding=finding, excerpt=voice, words="I do like it here", approver=officer)
    assert operations.approve_quote(finding=finding, excerpt=voice, words="I … like it", approver=officer)


@pytest.mark.parametrize(
    "added",
    [
        "her stepdad hits her",
        "jej ojczym ją bije w domu",
        "her stepdad] here [hits her",
        "the police] here [who hit her",
        "the police took him away",
        "was arrested by the police",
        "the social worker of a girl who was abused",
    ],
)
def test_brackets_say_no_more_of_anybody_than_the_quote(
    finding: Finding, young_people: Survey, officer: User, code: Code, added: str
) -> None:
    voice = make_voices(young_people, code, words="I do not like it here")[0]
    words = f"I do not like it [{added}]"
    with pytest.raises(NotTheirWords, match="only who or where"):
        operations.approve_quote(finding=finding, excerpt=voice, words=words, approver=officer)


@pytest.mark.parametrize(
    "added",
    [
        "a teacher",
        "St Bede’s",
        "the tutor at Northgate",
        "",
        "my brother",
        "the police",
        "the social worker",
        "his social worker",
        "my stepdad",
        "his dad",
        "the police] here [St Bede’s",
    ],
)
def test_brackets_say_who_or_where(
    finding: Finding, young_people: Survey, officer: User, code: Code, added: str
) -> None:
    voice = make_voices(young_people, code, words="I do not like it here")[0]
    words = f"I do not like it [{added}]"
    assert operations.approve_quote(finding=finding, excerpt=voice, words=words, approver=officer).words == words


def test_brackets_are_short(finding: Finding, young_people: Survey, officer: User, code: Code) -> None:
    voice = make_voices(young_people, code, words="I do not like it here")[0]
    for length, refused in ((60, False), (61, True)):
        words = f"I do not like it [{'the school ' * 9}"[: 18 + length] + "]"
        with pytest.raises(NotTheirWords, match="60 characters") if refused else nullcontext():
            operations.approve_quote(finding=finding, excerpt=voice, words=words, approver=officer)


def test_an_empty_quote_is_refused_and_what_was_written_is_shown(
    client: PageClient, officer: User, here: str, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code, words="nobody told me")
    page = approve(client.get(here), words="")
    assert page.errors == {"words": "Leave some words in, or go back without approving"}
    assert "“nobody told me”" in page.text


def test_only_answers_coded_for_the_finding_are_offered(
    client: PageClient, officer: User, here: str, young_people: Survey, codes: list[Code]
) -> None:
    make_voices(young_people, codes[1], words="Miss stayed")
    assert "will be here" in client.get(here).text


def test_an_audience_is_chosen_in_the_address(
    client: PageClient, officer: User, here: str, young_people: Survey, providers: Survey, code: Code
) -> None:
    make_voices(young_people, code, words="too many moves")
    make_voices(providers, code, words="too short")
    page = client.get(here).click("Providers")
    assert page.select("textarea") == ["too short"]
    assert "audience=providers" in approve(page).address


def test_candidates_come_twenty_to_a_page(
    client: PageClient, officer: User, here: str, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code, count=22)
    assert len(client.get(here).click("Next page").select("textarea")) == 2


def test_a_withdrawn_quote_is_not_in_the_next_edition(
    client: PageClient, officer: User, here: str, finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    quote(finding, make_voices(young_people, code, count=6)[0])
    assert len(publish().findings[finding.id].quotes) == 1
    page = client.get(here).click("Withdraw this quote: They never listened")
    assert "Edition 1 of Summer, published on" in page.text
    assert db.session.query(Quote).count() == 1
    page.submit("Withdraw this quote")
    assert publish().findings[finding.id].quotes == ()


def test_a_quote_whose_answer_is_coded_otherwise_now_is_not_published(
    finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    voices = make_voices(young_people, code, count=7)
    quote(finding, voices[0])
    voices[0].codings[0].applies = False
    db.session.commit()
    assert publish().findings[finding.id].quotes == ()


def test_an_answer_that_is_not_coded_for_the_finding_cannot_be_approved(
    finding: Finding, young_people: Survey, officer: User
) -> None:
    voice = make_voices(young_people)[0]
    with pytest.raises(operations.NotAbout):
        operations.approve_quote(finding=finding, excerpt=voice, words=voice.text, approver=officer)
