"""Every edition stays readable for staff, and says so where it is not the one that everybody reads."""

from __future__ import annotations

import pytest

from engage.accounts.models import Role, User
from engage.database import db, today
from engage.programmes.models import Programme, Wave
from engage.reports import operations
from engage.reports.editions.operations import add_edition
from engage.reports.editions.queries import read_document
from engage.reports.models import Finding, SummaryEdition
from tests.builders import make_programme
from tests.pages import PageClient
from tests.reports.conftest import Publish, sign_in

pytestmark = pytest.mark.usefixtures("no_noise")

HERE = "/staff/alternative-provision/editions"
HEARD = "/staff/alternative-provision/what-we-heard"


@pytest.fixture
def two_editions(programme: Programme, finding: Finding, said: None, publish: Publish) -> None:
    """The second has a sentence that the first had not."""
    publish()
    operations.write_sentence(wave=programme.waves[0], section=programme.sections[0], sentence="They want to stay.")
    publish()


def add_later_edition(programme: Programme, publisher: User) -> None:
    """The next wave publishes what the first did."""
    wave = Wave(number=2, title="Autumn", starts_on=today(), ends_on=today())
    programme.waves.append(wave)
    document = read_document(db.session.query(SummaryEdition).filter_by(number=1).one())
    add_edition(wave=wave, document=document, publisher=publisher)
    db.session.commit()


def test_before_the_first_edition_the_page_says_what_will_be_here(client: PageClient, member: User) -> None:
    assert "will be here" in client.get(HERE).text


def test_editions_are_listed_with_day_and_publisher_and_which_is_in_force(
    client: PageClient, member: User, two_editions: None
) -> None:
    page = client.get(HEARD).click("All editions")
    assert page.select("h3") == ["Edition 2 of Summer In force", "Edition 1 of Summer"]
    assert "Published on" in page.text
    assert len(page.select("tbody tr")) == 2


def test_an_earlier_edition_is_read_as_it_was_and_says_that_it_is_not_in_force(
    client: PageClient, member: User, two_editions: None
) -> None:
    page = client.get(HERE).click("Edition 1 of Summer")
    assert "Edition 1 is not in force." in page.text
    assert "They want to stay." not in page.text
    assert "Edition 1 is not in force." not in page.click("Read the edition in force").text


def test_every_page_of_an_earlier_edition_stays_within_it(client: PageClient, member: User, two_editions: None) -> None:
    section = client.get(f"{HEARD}/editions/1/1").click("7. Belonging and relationships")
    finding = section.click("26 people")
    pages = [section, finding, section.click("How this was made"), section.click("What we heard")]
    assert [page.address for page in pages if not page.address.startswith(f"{HEARD}/editions/1/1")] == []
    assert all("Edition 1 is not in force." in page.text for page in pages)


def test_what_is_read_at_the_usual_address_is_in_force(client: PageClient, member: User, two_editions: None) -> None:
    page = client.get(HEARD)
    assert "They want to stay." in page.text
    assert "not in force" not in page.text


def test_an_edition_of_an_earlier_wave_says_so(
    client: PageClient, member: User, programme: Programme, two_editions: None
) -> None:
    add_later_edition(programme, member)
    page = client.get(HERE)
    assert page.select("h3")[:2] == ["Edition 1 of Autumn In force", "Edition 2 of Summer In force in its wave"]
    assert "This is edition 2 of an earlier wave, Summer." in page.click("Edition 2 of Summer").text


@pytest.mark.parametrize("address", ["editions/1/3", "editions/9/1", "editions/1/1/no-such-section"])
def test_what_was_never_published_is_not_found(
    client: PageClient, member: User, two_editions: None, address: str
) -> None:
    client.get(f"{HEARD}/{address}", status=404)


def test_another_programmes_editions_are_not_here(client: PageClient, two_editions: None) -> None:
    sign_in(client, make_programme(slug="other"), Role.WORKING_GROUP_MEMBER)
    assert "will be here" in client.get("/staff/other/editions").text
    client.get("/staff/other/what-we-heard/editions/1/1", status=404)
    client.get(HERE, status=403)


def test_the_safeguarding_lead_alone_has_no_business_here(
    client: PageClient, programme: Programme, two_editions: None
) -> None:
    sign_in(client, programme, Role.SAFEGUARDING_LEAD)
    client.get(HERE, status=403)
    client.get(f"{HEARD}/editions/1/1", status=403)
