"""An officer puts an earlier edition back in force: with a reason, seen by all who read, and in the audit trail."""

from __future__ import annotations

import pytest

from engage.accounts.models import AuditEntry, Role, User
from engage.coding.models import Code
from engage.database import db
from engage.programmes.models import Programme
from engage.reports import operations
from engage.reports.editions import queries
from engage.reports.editions.operations import AlreadyInForce, EditionTaken, put_in_force
from engage.reports.models import Finding, Quote, SummaryEdition
from engage.surveys.models import Response, Survey
from tests.pages import Page, PageClient
from tests.reports.builders import hold, make_decision, make_voices, quote
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

EDITIONS = "/staff/alternative-provision/editions"
NEXT = "/staff/alternative-provision/findings/publish"
HEARD = "/staff/alternative-provision/what-we-heard"
PUBLIC = "/p/alternative-provision/you-said-we-did"
BUTTON = "Put it back in force"


@pytest.fixture
def page(
    client: PageClient, officer: User, finding: Finding, said: None, young_people: Survey, code: Code, publish: Publish
) -> Page:
    """The officer has published twice, and asks for the first edition back."""
    publish()
    make_voices(young_people, code, count=20)
    publish()
    return client.get(EDITIONS).click("Put edition 1 of Summer back in force")


def edition(number: int) -> SummaryEdition:
    return db.session.query(SummaryEdition).filter_by(number=number).one()


def in_force(programme: Programme) -> int:
    found = queries.edition_in_force(programme.id)
    assert found is not None
    return found.number


def test_what_would_change_is_shown_before(page: Page) -> None:
    assert page.h1 == "Put edition 1 back in force"
    assert "Everyone 46 26" in page.select("article tr")


def test_everybody_reads_the_edition_that_was_put_back(page: Page, programme: Programme, finding: Finding) -> None:
    make_decision(programme, finding)
    assert page.submit(BUTTON, reason="Edition 2 was a slip.").messages == ["Edition 1 is in force again"]
    assert "26 people spoke about this" in page.client.get(f"{HEARD}/belonging").text
    public = page.client.get(PUBLIC).text
    assert "26 people spoke about this" in public
    assert "edition 1 of our summary" in public


def test_the_reason_stands_in_the_list_and_who_did_it_in_the_audit_trail(
    page: Page, officer: User, programme: Programme
) -> None:
    listed = page.submit(BUTTON, reason="Edition 2 was a slip.")
    assert listed.select("tbody tr")[0].endswith("Edition 1 of Summer A person Edition 2 was a slip.")
    assert listed.select("h3") == ["Edition 2 of Summer", "Edition 1 of Summer In force"]
    entry = db.session.query(AuditEntry).filter_by(action="put an earlier edition in force").one()
    assert (entry.user_id, entry.facts) == (officer.id, {"edition": 1, "wave": 1, "in_place_of": 2})


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_happens(page: Page, programme: Programme, reason: str) -> None:
    assert page.submit(BUTTON, reason=reason).errors == {"reason": "Say why, for those who read it later"}
    assert in_force(programme) == 2


def test_an_edition_that_came_into_force_meanwhile_is_not_replaced_unseen(
    page: Page, programme: Programme, young_people: Survey, code: Code, publish: Publish
) -> None:
    make_voices(young_people, code, count=5)
    publish()
    again = page.submit(BUTTON, reason="Edition 2 was a slip.")
    assert again.errors == {"": "Edition 3 has been put in force since you looked. Look again"}
    assert again.select("textarea") == ["Edition 2 was a slip."]
    again.submit(BUTTON)
    assert in_force(programme) == 1


def test_pressed_twice_it_is_put_back_once(page: Page) -> None:
    page.submit(BUTTON, reason="A slip.")
    assert page.submit(BUTTON, reason="A slip.").messages == ["Edition 1 is in force"]
    assert len(queries.list_releases(edition(1).wave.programme_id)) == 3


def test_the_next_edition_is_compared_with_the_one_that_was_put_back(
    page: Page, young_people: Survey, code: Code
) -> None:
    page.submit(BUTTON, reason="A slip.")
    prepared = page.client.get(NEXT).submit("Prepare the next edition")
    assert "Everyone 26 46" in prepared.select("article tr")


def test_of_two_who_replace_the_same_edition_one_is_told(
    page: Page, officer: User, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where both read what is in force before either has written."""
    first, seen_by_both = edition(1), queries.release_of_wave(edition(1).wave_id)
    assert seen_by_both is not None
    put_in_force(edition=first, officer=officer, reason="A slip.", replaces_id=seen_by_both.id)
    monkeypatch.setattr(queries, "release_of_wave", lambda _wave_id: seen_by_both)
    with pytest.raises(EditionTaken):
        put_in_force(edition=first, officer=officer, reason="A slip.", replaces_id=seen_by_both.id)


def test_changes_between_waves_are_counted_from_the_edition_in_force(page: Page, programme: Programme) -> None:
    wave = programme.waves[0]
    page.submit(BUTTON, reason="A slip.")
    later = type(wave)(programme_id=wave.programme_id, number=2, title="Autumn", starts_on=wave.starts_on)
    before = queries.edition_before(later)
    assert before is not None
    assert before.number == 1


@pytest.fixture
def quoted(finding: Finding, young_people: Survey, code: Code, publish: Publish) -> Quote:
    """A quote of edition 1, beside a published decision; edition 2 is in force."""
    voices = make_voices(young_people, code, count=12, words="I moved four times")
    approved = quote(finding, voices[0])
    make_decision(finding.wave.programme, finding)
    publish()
    make_voices(young_people, code, count=20)
    publish()
    return approved


def stop(how: str, quoted: Quote, officer: User) -> None:
    if how == "withdrawn":
        operations.withdraw_quote(quote=quoted, withdrawer=officer)
    elif how == "on hold":
        hold(quoted.excerpt)
    else:
        db.session.query(Response).filter_by(id=quoted.excerpt.answer.response_id).delete()
    db.session.commit()


@pytest.mark.parametrize("how", ["withdrawn", "on hold", "taken back"])
def test_words_that_could_not_stand_today_are_read_in_no_edition(
    client: PageClient, officer: User, quoted: Quote, how: str
) -> None:
    section = f"{HEARD}/belonging"
    addresses = [PUBLIC, section, f"{section}/findings/{quoted.finding_id}", f"{HEARD}/editions/1/1/belonging"]
    assert all("I moved four times" in client.get(address).text for address in addresses)
    stop(how, quoted, officer)
    assert not [address for address in addresses if "I moved four times" in client.get(address).text]


@pytest.mark.parametrize("how", ["withdrawn", "on hold", "taken back"])
def test_words_that_could_not_stand_today_do_not_come_back(
    client: PageClient, officer: User, quoted: Quote, how: str
) -> None:
    client.get(NEXT).submit("Prepare the next edition")
    stop(how, quoted, officer)
    assert "I moved four times" not in client.get(NEXT).text
    page = client.get(EDITIONS).click("Put edition 1 of Summer back in force")
    assert "1 quote does not come back" in page.text
    assert "I moved four times" not in page.text
    page.submit(BUTTON, reason="A slip.")
    assert "I moved four times" not in client.get(PUBLIC).text


def test_of_two_people_with_the_same_words_the_one_that_is_not_on_hold_stays(
    client: PageClient, officer: User, finding: Finding, quoted: Quote, young_people: Survey, publish: Publish
) -> None:
    other = make_voices(young_people, finding.codes[0], words="I moved four times")[0]
    quote(finding, other)
    publish()
    address = f"{HEARD}/belonging/findings/{finding.id}"
    assert client.get(address).text.count("I moved four times") == 2
    hold(other)
    assert client.get(address).text.count("I moved four times") == 1


def test_a_quote_that_is_approved_still_needs_no_warning(page: Page) -> None:
    assert page.select(".govuk-inset-text") == []


@pytest.mark.parametrize("role", [Role.ANALYST, Role.WORKING_GROUP_MEMBER, Role.ADMINISTRATOR])
def test_only_an_officer_puts_an_edition_back(page: Page, programme: Programme, role: Role) -> None:
    sign_in(page.client, programme, role)
    assert BUTTON not in page.client.get(EDITIONS).text
    page.client.get(f"{EDITIONS}/1/1/put-in-force", status=403)


def test_an_edition_that_is_in_force_is_not_put_back(page: Page, officer: User) -> None:
    assert page.client.get(f"{EDITIONS}/1/2/put-in-force").messages == ["Edition 2 is in force"]
    with pytest.raises(AlreadyInForce):
        put_in_force(edition=edition(2), officer=officer, reason="A slip.", replaces_id=None)


def test_not_now_leads_back_and_changes_nothing(page: Page, programme: Programme) -> None:
    assert page.click("Not now").h1 == "Editions of the summary"
    assert in_force(programme) == 2
