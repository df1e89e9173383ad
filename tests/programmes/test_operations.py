from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from engage.database import db
from engage.programmes import operations
from engage.programmes.library import list_library, read_library
from engage.programmes.models import Council, Programme
from engage.programmes.specification.operations import add_line

JUNE = dt.date(2026, 6, 1)


def a_council() -> Council:
    return operations.create_council(slug="testham", name="Testham Council", email="hello@testham.example")


def a_programme() -> Programme:
    starting = read_library("alternative-provision")
    return operations.create_programme(
        council=a_council(), title="Places", slug="places", summary="Why.", starting=starting, starts_on=JUNE
    )


def test_a_new_programme_starts_with_what_the_library_has(app: Flask) -> None:
    programme = a_programme()
    db.session.expire_all()
    counts = [len(programme.audiences), len(programme.kloes), len(programme.sections), len(programme.phases)]
    assert counts == [5, 5, 19, 8]
    assert [line.number for line in programme.sections[0].lines] == ["1.1", "1.2"]
    assert programme.phases[-1].title == "Go-live"


def test_every_document_of_the_library_can_be_read() -> None:
    assert all(read_library(name).sections for name in list_library())
    with pytest.raises(KeyError):
        read_library("../secrets")


def test_setting_the_phases_replaces_the_ones_there_were(app: Flask) -> None:
    programme = a_programme()
    operations.set_phases(programme=programme, phases=read_library("alternative-provision").phases[:2], starts_on=JUNE)
    assert [phase.number for phase in programme.phases] == [1, 2]


def test_waves_number_themselves(app: Flask) -> None:
    programme = a_programme()
    for title in ("Summer", "Autumn"):
        operations.add_wave(programme=programme, title=title, starts_on=JUNE, ends_on=JUNE)
    assert [(wave.number, wave.title) for wave in programme.waves[1:]] == [(2, "Summer"), (3, "Autumn")]


def test_a_wave_cannot_end_before_it_starts(app: Flask) -> None:
    with pytest.raises(operations.EndsBeforeStart) as refused:
        operations.add_wave(
            programme=a_programme(), title="Summer", starts_on=JUNE, ends_on=JUNE - dt.timedelta(days=1)
        )
    assert refused.value.field == "ends_on"


def test_two_lots_cannot_share_a_number(app: Flask) -> None:
    programme = a_programme()
    operations.add_lot(programme=programme, number=1, title="Full time")
    with pytest.raises(operations.NumberTaken) as refused:
        operations.add_lot(programme=programme, number=1, title="Part time")
    assert refused.value.field == "number"
    assert [lot.title for lot in programme.lots] == ["Full time"]


def test_a_section_is_refused_for_its_number_or_for_its_title(app: Flask) -> None:
    programme = a_programme()
    with pytest.raises(operations.NumberTaken):
        operations.add_section(programme=programme, number=1, title="Food")
    operations.add_section(programme=programme, number=20, title="Food")
    with pytest.raises(operations.SlugRefused) as refused:
        operations.add_section(programme=programme, number=21, title="Food")
    assert refused.value.field == "title"


def test_a_line_comes_last_in_its_section(app: Flask) -> None:
    section = a_programme().sections[0]
    add_line(section=section, number="1.9", text="Nobody is moved twice in a year.")
    db.session.expire_all()
    assert section.lines[-1].number == "1.9"


def test_two_councils_cannot_share_an_address(app: Flask) -> None:
    a_council()
    with pytest.raises(operations.SlugRefused) as refused:
        a_council()
    assert refused.value.field == "slug"


@pytest.mark.parametrize("slug", ["Bury", "bury 2026", "bury/2026", "-bury", "", "b" * 61])
def test_an_address_holds_plain_signs_only(app: Flask, slug: str) -> None:
    with pytest.raises(operations.SlugRefused):
        operations.create_council(slug=slug, name="Bury", email="a@b.example")


def test_a_colour_too_pale_to_read_is_refused_and_its_contrast_named(app: Flask) -> None:
    with pytest.raises(operations.ColourRefused, match=r"2\.5 to 1") as refused:
        operations.create_council(slug="x", name="X", email="a@b.example", accent="#ff7f0e ")
    assert refused.value.field == "accent"


@pytest.mark.parametrize("colour", ["red", "#12", "#00625a;}", "#00625g"])
def test_only_a_colour_is_taken_for_a_colour(app: Flask, colour: str) -> None:
    with pytest.raises(operations.ColourRefused, match="six digits"):
        operations.create_council(slug="x", name="X", email="a@b.example", ink=colour)
