"""A lead who looks at an answer on hold reads that its words were published, where, and that they are left out now."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from engage.accounts.models import Role
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.reports import operations
from engage.reports.models import Finding, Quote
from engage.safeguarding.operations import raise_concern
from engage.surveys.models import Survey
from tests.builders import make_user
from tests.pages import Page, PageClient
from tests.reports.builders import make_decision, make_voices, quote
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

QUEUE = "/staff/alternative-provision/safeguarding"
PUBLIC = "/p/alternative-provision/you-said-we-did"
WORDS = "Mr Grey is my special friend"
STOOD = "Words of it were published as a quote, in:"
ANYBODY = "Anybody may have read the words on the public page"


@pytest.fixture
def quoted(finding: Finding, said: None, young_people: Survey, code: Code) -> Quote:
    """Somebody's words, approved for the finding."""
    (excerpt,) = make_voices(young_people, code, words=WORDS)
    return quote(finding, excerpt)


@pytest.fixture
def outbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(app.config, "ENGAGE", app.config["ENGAGE"].model_copy(update={"mail_folder": tmp_path}))
    return tmp_path


def raise_it(quoted: Quote) -> None:
    programme = quoted.finding.wave.programme
    raiser = make_user(programme, Role.ANALYST)
    raise_concern(answer=quoted.excerpt.answer, raiser=raiser, note="Who is he?", programme_id=programme.id)
    db.session.commit()


def look(client: PageClient, programme: Programme) -> Page:
    sign_in(client, programme, Role.SAFEGUARDING_LEAD)
    return client.get(QUEUE).click("Open this 1")


def test_the_queue_and_the_flag_say_in_which_editions(
    client: PageClient, programme: Programme, quoted: Quote, publish: Publish
) -> None:
    publish()
    publish()
    raise_it(quoted)
    page = look(client, programme)
    for text in (page.text, client.get(QUEUE).text):
        assert STOOD in text
        assert "Summer, edition 1, from" in text
        assert "Summer, edition 2, from" in text
        assert ANYBODY not in text


def test_the_public_page_is_named_where_a_published_decision_answers_the_finding(
    client: PageClient, programme: Programme, finding: Finding, quoted: Quote, publish: Publish
) -> None:
    publish()
    make_decision(programme, finding)
    assert WORDS in client.get(PUBLIC).text
    raise_it(quoted)
    assert WORDS not in client.get(PUBLIC).text
    assert ANYBODY in look(client, programme).text


def test_what_was_quoted_and_not_published_says_nothing_of_editions(
    client: PageClient, programme: Programme, quoted: Quote, publish: Publish
) -> None:
    finding, excerpt = quoted.finding, quoted.excerpt
    operations.withdraw_quote(quote=quoted, withdrawer=quoted.approver)
    publish()
    raise_it(quote(finding, excerpt))
    page = look(client, programme)
    assert STOOD not in page.text
    assert "Before this was raised on" in page.text


def test_the_letter_says_that_it_had_been_published_without_a_word_of_it(
    outbox: Path, programme: Programme, quoted: Quote, publish: Publish
) -> None:
    make_user(programme, Role.SAFEGUARDING_LEAD)
    publish()
    raise_it(quoted)
    (letter,) = [each.read_text() for each in outbox.glob("*.eml")]
    assert "Some of what was raised had been published." in letter
    assert all(word not in letter for word in ("Grey", "friend", "edition", "Moving"))


def test_the_letter_of_what_was_not_published_does_not_say_so(
    outbox: Path, programme: Programme, quoted: Quote
) -> None:
    make_user(programme, Role.SAFEGUARDING_LEAD)
    raise_it(quoted)
    (letter,) = [each.read_text() for each in outbox.glob("*.eml")]
    assert "published" not in letter
