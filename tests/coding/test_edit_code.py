from __future__ import annotations

from engage.coding import queries
from engage.programmes.models import Programme
from tests.pages import PageClient

ADDRESS = "/staff/alternative-provision/coding/frame"


def test_the_words_and_the_place_of_a_code_are_changed(analyst: PageClient, programme: Programme) -> None:
    page = analyst.get(ADDRESS).click("Change the words of “Getting there”")
    page = page.submit("Save", name="Transport", section="belonging", kloe="effectiveness")
    assert "“Transport” is saved" in page.text
    code = queries.find_code(programme.id, "transport")
    assert code
    assert code.section
    assert code.kloe
    assert (code.name, code.section.slug, code.kloe.slug) == ("Transport", "belonging", "effectiveness")


def test_a_code_needs_a_name_and_what_was_typed_is_kept(analyst: PageClient) -> None:
    page = analyst.get(f"{ADDRESS}/transport").submit("Save", name="", definition="The way here")
    assert page.errors == {"name": "Enter a name"}
    assert page.soup.find(id="definition").get_text().strip() == "The way here"


def test_an_unknown_code_is_not_found(analyst: PageClient) -> None:
    analyst.get(f"{ADDRESS}/moon", status=404)
