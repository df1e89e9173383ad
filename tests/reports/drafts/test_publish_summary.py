"""Publishing a summary: what would change is shown first, what would be lost twice, and one press publishes once."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role, User
from engage.coding.models import Code
from engage.database import db, today
from engage.programmes.models import Programme, Wave
from engage.reports import operations
from engage.reports.editions.operations import Look, LossesNotAccepted
from engage.reports.models import Finding, SummaryDraft, SummaryEdition, SummaryEditionRelease
from engage.surveys.models import Survey
from tests.pages import Page, PageClient
from tests.reports.builders import hold, make_finding, make_voices, quote
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

HERE = "/staff/alternative-provision/findings/publish"


def count_editions() -> int:
    return db.session.query(SummaryEdition).count()


@pytest.fixture
def quoted(finding: Finding, young_people: Survey, code: Code) -> None:
    """Of 12 young people who say it, one is quoted."""
    quote(finding, make_voices(young_people, code, count=12, words="I moved four times")[0])


@pytest.fixture
def page(client: PageClient, officer: User, quoted: None, publish: Publish) -> Page:
    """What the officer sees where edition 1 says all there is to say."""
    publish()
    return prepare(client)


def prepare(client: PageClient) -> Page:
    """Have the next edition prepared, and see it."""
    page = client.get(HERE)
    return page.submit("Prepare it again" if "Prepare it again" in page.text else "Prepare the next edition")


def remove_statement(finding: Finding, officer: User) -> None:
    operations.change_finding(
        finding=finding,
        section=finding.section,
        codes=finding.codes,
        title="Moving breaks trust",
        statement="",
        writer=officer,
    )
    db.session.commit()


def test_the_first_edition_is_read_in_full_before_it_is_published(
    client: PageClient, officer: User, programme: Programme, finding: Finding, codes: list[Code], said: None
) -> None:
    make_finding(programme, codes[1], title="One adult")
    page = prepare(client)
    assert "Nobody’s answer is coded for it, so it is left out: One adult" in page.text
    assert "This section has no opening sentence: Belonging and relationships" in page.text
    assert "26 people (Children and young people: 20 of 30, Providers: 6 of 16)" in page.text
    assert page.submit("Publish").messages == ["Edition 1 is published"]


def test_where_nothing_would_change_there_is_no_button(page: Page) -> None:
    assert "Nothing would change. Edition 1 says all of this already." in page.text
    assert page.select("main form button") == ["Prepare it again"]


def test_figures_are_shown_then_and_now_by_audience(page: Page, young_people: Survey, code: Code) -> None:
    make_voices(young_people, code, count=8)
    rows = prepare(page.client).select("article tr")
    assert rows[0] == "Who spoke about it Edition 1 Next edition"
    assert rows[1] == "Everyone 12 20"
    assert rows[2].startswith("Children and young people 12 of 12")
    assert "20 of 20" in rows[2]


def test_quotes_findings_and_sentences_that_are_new_are_shown(
    page: Page, programme: Programme, codes: list[Code], young_people: Survey
) -> None:
    section = programme.sections[0]
    operations.write_sentence(wave=programme.waves[0], section=section, sentence="They want to stay.")
    quote(make_finding(programme, codes[1], title="One adult"), make_voices(young_people, codes[1], count=9)[0])
    text = prepare(page.client).text
    assert "The sentence it opens with Edition 1 nothing Next edition They want to stay." in text
    assert "One adult New finding They say so. 9 people spoke about this. 1 quote." in text


def test_a_new_edition_that_loses_nothing_is_published_at_the_first_press(
    page: Page, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code, count=8)
    done = prepare(page.client).submit("Publish")
    assert (done.h1, done.messages) == ("What we heard", ["Edition 2 is published"])


def test_what_would_be_lost_is_shown_before_anything_is_published(page: Page, finding: Finding, officer: User) -> None:
    remove_statement(finding, officer)
    second = prepare(page.client).submit("Publish")
    assert second.h1 == "This would be lost"
    assert second.select("main li") == ["Its statement goes: “They say so.”"]
    assert count_editions() == 1
    assert second.submit("Publish all the same").messages == ["Edition 2 is published"]


def test_a_lost_figure_is_named_with_what_it_was(
    client: PageClient, officer: User, finding: Finding, young_people: Survey, code: Code, publish: Publish
) -> None:
    voices = make_voices(young_people, code, count=12)
    publish()
    for voice in voices[3:]:
        hold(voice)
    lost = prepare(client).submit("Publish").select("main li")
    assert lost[0].startswith("Everyone: “12” becomes")


def test_a_lost_finding_is_named(page: Page, finding: Finding, codes: list[Code], officer: User) -> None:
    finding.codes = [codes[1]]
    db.session.commit()
    make_voices(db.session.query(Survey).one(), codes[1], count=1)
    make_finding(finding.wave.programme, codes[0], title="Moves hurt")
    second = prepare(page.client).submit("Publish")
    assert second.select("main h4") == ["Moving breaks trust"]


def test_no_edition_that_loses_something_is_published_unless_it_is_accepted(
    page: Page, finding: Finding, officer: User
) -> None:
    remove_statement(finding, officer)
    digest = prepare(page.client).soup.select_one("[name=digest]")
    assert digest is not None
    with pytest.raises(LossesNotAccepted):
        operations.publish_summary(wave=finding.wave, publisher=officer, look=Look(str(digest["value"])))


@pytest.mark.parametrize("loses", [True, False])
def test_what_changed_between_the_look_and_the_press_is_shown_and_not_published(
    page: Page, finding: Finding, officer: User, young_people: Survey, code: Code, loses: bool
) -> None:
    make_voices(young_people, code, count=8)
    if loses:
        remove_statement(finding, officer)
    shown = prepare(page.client)
    shown = shown.submit("Publish") if loses else shown
    make_voices(young_people, code, count=20)
    prepare(page.client)
    again = shown.submit("Publish all the same" if loses else "Publish")
    assert "has changed since you looked" in again.errors[""]
    assert "Everyone 12 40" in again.select("article tr")
    assert count_editions() == 1
    assert again.submit("Publish").h1 == ("This would be lost" if loses else "What we heard")


def test_what_was_seen_is_published_whatever_came_in_meanwhile(page: Page, young_people: Survey, code: Code) -> None:
    make_voices(young_people, code, count=8)
    shown = prepare(page.client)
    make_voices(young_people, code, count=5)
    shown.submit("Publish")
    edition = db.session.query(SummaryEdition).order_by(SummaryEdition.id.desc()).first()
    assert edition is not None
    assert edition.document["sections"][0]["findings"][0]["total"] == "20"
    assert db.session.query(SummaryDraft).count() == 0


def test_a_finding_that_changed_since_is_not_published_in_its_old_words(
    page: Page, finding: Finding, officer: User, young_people: Survey, code: Code
) -> None:
    make_voices(young_people, code, count=8)
    shown = prepare(page.client)
    remove_statement(finding, officer)
    now = page.client.get(HERE)
    assert "Findings or opening sentences have changed since. Prepare it again" in now.text
    assert now.select("main form button") == ["Prepare it again"]
    assert "Prepare it again" in shown.submit("Publish").errors[""]
    assert count_editions() == 1


@pytest.mark.parametrize("is_held", [True, False])
def test_a_quote_that_no_longer_stands_is_left_out_of_what_was_prepared(
    client: PageClient, officer: User, finding: Finding, quoted: None, is_held: bool
) -> None:
    shown = prepare(client)
    [approved] = finding.quotes
    hold(approved.excerpt) if is_held else operations.withdraw_quote(quote=approved, withdrawer=officer)
    db.session.commit()
    assert "1 quote is left out" in client.get(HERE).text
    again = shown.submit("Publish")
    assert "has changed since you looked" in again.errors[""]
    again.submit("Publish")
    assert "I moved four times" not in str(db.session.query(SummaryEdition).one().document)


def test_a_button_pressed_twice_publishes_once(page: Page, young_people: Survey, code: Code) -> None:
    make_voices(young_people, code, count=8)
    shown = prepare(page.client)
    shown.submit("Publish")
    assert shown.submit("Publish").messages == ["Edition 2 says all of this already. Nothing was published again"]
    assert count_editions() == 2


def test_an_edition_put_back_while_somebody_looked_is_not_replaced_unseen(
    page: Page, young_people: Survey, code: Code, officer: User
) -> None:
    make_voices(young_people, code, count=8)
    shown = prepare(page.client)
    newest = db.session.query(SummaryEditionRelease).one()
    db.session.add(SummaryEditionRelease(edition_id=newest.edition_id, user=officer, replaces_id=newest.id))
    db.session.commit()
    assert "has changed since you looked" in shown.submit("Publish").errors[""]


def test_nothing_is_published_while_nobody_stands_behind_a_finding(
    client: PageClient, officer: User, finding: Finding
) -> None:
    page = prepare(client).submit("Publish")
    assert "There is nothing to publish" in page.errors[""]


def test_the_first_edition_of_a_later_wave_says_what_it_replaces(
    client: PageClient, officer: User, programme: Programme, finding: Finding, said: None, publish: Publish
) -> None:
    publish()
    programme.waves.append(Wave(number=2, title="Autumn", starts_on=today(), ends_on=today()))
    db.session.commit()
    assert "It takes the place of edition 1 of Summer, which stays to be read." in client.get(HERE).text


def test_an_analyst_does_not_publish(client: PageClient, programme: Programme, finding: Finding) -> None:
    sign_in(client, programme, Role.ANALYST)
    client.get(HERE, status=403)
    client.get(f"{HERE}/losses", status=403)


def test_without_a_loss_there_is_no_second_look(page: Page) -> None:
    assert page.client.get(f"{HERE}/losses").h1 == "Publish what we heard"
