from __future__ import annotations

import pytest

from engage.analysis.readability import reading_age
from tests.builders import make_programme
from tests.pages import PageClient

PAGES = ["/privacy", "/privacy/children", "/accessibility", "/contact"]


@pytest.mark.parametrize("address", PAGES)
def test_the_small_print_is_there_before_there_is_a_programme(client: PageClient, address: str) -> None:
    assert client.get(address).h1


@pytest.mark.parametrize("address", PAGES)
def test_the_small_print_names_the_council_and_how_to_write_to_it(client: PageClient, address: str) -> None:
    make_programme()
    page = client.get(address)
    assert "Testham Council" in page.text
    assert page.links["hello@testham.example"] == "mailto:hello@testham.example"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_to_the_small_print(client: PageClient, address: str) -> None:
    assert address in client.get("/").links.values()


def test_a_child_of_nine_can_read_what_happens_to_their_answers(client: PageClient) -> None:
    page = client.get("/privacy/children")
    words = [text for text in page.select("main p.govuk-body, main p.lede") if text.endswith(".")]
    assert reading_age(" ".join(words)) <= 9
