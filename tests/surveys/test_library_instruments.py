"""The five instruments that come with the product: what makes them worth asking."""

import csv
import tomllib
from pathlib import Path

import pytest

from engage.analysis.readability import reading_age
from engage.surveys.conditions import Given
from engage.surveys.instrument import Instrument, Item, ItemType
from engage.surveys.library import list_instruments

ENGAGE = Path(__file__).parents[2] / "engage"
AUDIENCES = ("young-people", "parents-carers", "schools", "partner-agencies", "providers")
READING_AGE = 9

PROGRAMME = tomllib.loads((ENGAGE / "programmes/library/alternative-provision.toml").read_text(encoding="utf-8"))
SECTIONS = {section["slug"] for section in PROGRAMME["sections"]}
KLOES = {kloe["slug"] for kloe in PROGRAMME["kloes"]}


INSTRUMENTS = {shipped.instrument.audience: shipped.instrument for shipped in list_instruments()}
CHILD = INSTRUMENTS["young-people"]


def child_words() -> dict[str, str]:
    """Everything a child reads, part by part. Options are read together: one alone is too short to measure."""
    parts = {f"question {item.id}": f"{item.question} {item.why}" for item in CHILD.pages}
    parts |= {f"hint {item.id}": item.hint for item in CHILD.pages}
    parts |= {f"options {item.id}": options_as_sentences(item) for item in CHILD.pages}
    parts |= {f"assent {number}": point for number, point in enumerate(CHILD.assent.points, start=1)}
    parts |= {"label": CHILD.assent.label, "thanks": " ".join(CHILD.thank_you), "help": CHILD.help}
    return parts | {"title": CHILD.title, "purpose": CHILD.purpose}


def options_as_sentences(item: Item) -> str:
    return " ".join(f"{option.label}." for option in item.options)


# What sends people another way: nothing said, and each answer that a condition looks at.
WAYS: tuple[Given, ...] = (
    {},
    *({"setting": [place]} for place in ("mainstream", "special-school", "ap-full-time", "ap-part-time", "home")),
    {"setting": ["nowhere"], "trusted-adult": ["no"]},
    {"pupils-referred": ["none"]},
    {"children-known": ["none"]},
    {"lots-interest": ["none"]},
)


def questions_asked(instrument: Instrument, given: Given) -> list[Item]:
    return [page for page in instrument.route(given) if page.parts]


def estimate(instrument: Instrument, given: Given) -> float:
    """Minutes: two for what is read first and the check, a minute to write and fifteen seconds to choose. Nobody has
    measured it yet, so a survey says no less than this."""
    parts = [part for page in questions_asked(instrument, given) for part in page.parts]
    return 2 + sum(1 if part.is_open else 0.25 for part in parts)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nobody_is_asked_more_than_fourteen_questions_or_fewer_than_eight(audience: str) -> None:
    instrument = INSTRUMENTS[audience]
    asked = [len(questions_asked(instrument, way)) for way in WAYS]
    assert instrument.audience == audience
    assert 8 <= min(asked) <= max(asked) <= 14
    assert len(list(instrument.open_items())) >= 3


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_survey_says_honestly_how_long_it_takes(audience: str) -> None:
    longest = max(estimate(INSTRUMENTS[audience], way) for way in WAYS)
    assert longest <= INSTRUMENTS[audience].minutes <= longest + 3


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_survey_follows_what_people_say_and_puts_a_proposal_to_them(audience: str) -> None:
    instrument = INSTRUMENTS[audience]
    assert instrument.is_routed
    assert "stay-two-terms-why" in instrument.by_id


def test_together_the_surveys_use_every_type_of_question() -> None:
    assert {page.type for instrument in INSTRUMENTS.values() for page in instrument.pages} == set(ItemType)


def test_only_children_in_alternative_provision_are_asked_how_long_they_should_stay_there() -> None:
    asked = {place: "stay-two-terms" in asked_of(place) for place in ("mainstream", "ap-full-time", "ap-part-time")}
    assert asked == {"mainstream": False, "ap-full-time": True, "ap-part-time": True}


def test_a_child_with_nowhere_to_go_is_not_asked_what_it_is_like_there() -> None:
    assert not {"belonging", "feel-safe", "what-works"} & asked_of("nowhere")
    assert "time-out" in asked_of("nowhere")


def test_a_child_who_trusts_no_adult_is_not_asked_to_think_of_one() -> None:
    assert "adult-helps" not in {page.id for page in CHILD.route({"trusted-adult": ["no"]})}


def asked_of(place: str) -> set[str]:
    """What a child is asked who learns there."""
    return {page.id for page in CHILD.route({"setting": [place]})}


def test_a_provider_is_asked_for_places_and_prices_of_each_kind() -> None:
    asked = INSTRUMENTS["providers"].by_id
    for kind in ("full-time", "targeted-blended", "vocational-therapeutic"):
        assert asked[f"places-offered-{kind}"].type == asked[f"price-day-{kind}"].type == ItemType.NUMBER
        assert asked[f"price-day-{kind}"].option_label("120") == "£120"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_item_serves_lines_of_enquiry_and_sections_that_exist(audience: str) -> None:
    for item in INSTRUMENTS[audience].items:
        assert set(item.serves.kloes) <= KLOES, item.id
        assert set(item.serves.sections) <= SECTIONS, item.id


def test_together_the_instruments_serve_every_section_and_line_of_enquiry() -> None:
    items = [item for instrument in INSTRUMENTS.values() for item in instrument.items]
    assert {section for item in items for section in item.serves.sections} == SECTIONS
    assert {kloe for item in items for kloe in item.serves.kloes} == KLOES


def test_items_that_share_an_id_share_their_type_and_their_options() -> None:
    shapes: dict[str, set[tuple[str, ...]]] = {}
    for instrument in INSTRUMENTS.values():
        for item in instrument.items:
            shapes.setdefault(item.id, set()).add((item.type, *(option.id for option in item.options)))
    assert [item_id for item_id, shape in shapes.items() if len(shape) > 1] == []


def test_every_audience_is_asked_what_works_and_what_to_change_and_what_comes_next() -> None:
    for instrument in INSTRUMENTS.values():
        assert {"what-works", "what-to-change", "stay-two-terms", "ready-for-next", "help-next"} <= set(
            instrument.by_id
        )


def test_all_but_providers_are_asked_about_belonging() -> None:
    """How their own pupils feel is not for those to say who are paid for them."""
    assert [audience for audience in AUDIENCES if "belonging" in INSTRUMENTS[audience].by_id] == list(AUDIENCES[:4])


def test_a_child_can_say_i_dont_know_to_every_question() -> None:
    assert [item.id for item in CHILD.items if not item.dont_know] == []


@pytest.mark.parametrize("part", child_words())
def test_what_a_child_reads_has_a_reading_age_of_nine_or_below(part: str) -> None:
    assert reading_age(child_words()[part]) <= READING_AGE


def test_a_child_is_told_who_reads_it_and_where_to_get_help() -> None:
    assent = " ".join(CHILD.assent.points)
    assert "You do not have to do this" in assent
    assert "do not write your name" in assent
    assert "Childline on 0800 1111" in assent
    assert "Childline on 0800 1111" in CHILD.help


def test_the_coding_frame_has_20_to_28_codes_that_feed_sections_that_exist() -> None:
    with (ENGAGE / "coding/library/alternative-provision.csv").open(encoding="utf-8", newline="") as file:
        codes = list(csv.DictReader(file))
    assert 20 <= len({code["code"] for code in codes}) == len(codes) <= 28
    assert {code["section"] for code in codes} == SECTIONS
    assert {code["kloe"] for code in codes} == KLOES
    assert all(all(code.values()) for code in codes)
