"""The four instruments that come with the product: what makes them worth asking."""

import csv
import tomllib
from pathlib import Path

import pytest

from engage.analysis.readability import reading_age
from engage.surveys.instrument import Instrument, Item, read_instrument

ENGAGE = Path(__file__).parents[2] / "engage"
AUDIENCES = ("young-people", "parents-carers", "schools", "providers")
READING_AGE = 9

PROGRAMME = tomllib.loads((ENGAGE / "programmes/library/alternative-provision.toml").read_text(encoding="utf-8"))
SECTIONS = {section["slug"] for section in PROGRAMME["sections"]}
KLOES = {kloe["slug"] for kloe in PROGRAMME["kloes"]}


def read(audience: str) -> Instrument:
    return read_instrument((ENGAGE / f"surveys/library/ap-{audience}-1.toml").read_text(encoding="utf-8"))


INSTRUMENTS = {audience: read(audience) for audience in AUDIENCES}
CHILD = INSTRUMENTS["young-people"]


def child_words() -> dict[str, str]:
    """Everything a child reads, part by part. Options are read together: one alone is too short to measure."""
    parts = {f"question {item.id}": item.question for item in CHILD.items}
    parts |= {f"hint {item.id}": item.hint for item in CHILD.items}
    parts |= {f"options {item.id}": options_as_sentences(item) for item in CHILD.items}
    parts |= {f"assent {number}": point for number, point in enumerate(CHILD.assent.points, start=1)}
    parts |= {"label": CHILD.assent.label, "thanks": " ".join(CHILD.thank_you), "help": CHILD.help}
    return parts | {"title": CHILD.title, "purpose": CHILD.purpose}


def options_as_sentences(item: Item) -> str:
    return " ".join(f"{option.label}." for option in item.options)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_instrument_has_eight_to_fourteen_items_and_three_open_ones(audience: str) -> None:
    instrument = INSTRUMENTS[audience]
    assert instrument.audience == audience
    assert 8 <= len(instrument.questions) <= 14
    assert len(list(instrument.open_items())) >= 3


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


def test_every_audience_is_asked_what_works_what_to_change_and_about_belonging() -> None:
    for instrument in INSTRUMENTS.values():
        asked = set(instrument.by_id)
        assert {"belonging", "what-works", "what-to-change", "ready-for-next", "help-next"} <= asked


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
