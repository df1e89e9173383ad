from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from engage.database import db
from engage.programmes import operations
from engage.programmes.library import list_library, read_library
from engage.programmes.models import Council, Programme
from engage.programmes.parts.operations import (
    ADDRESSES,
    ChangedMeanwhile,
    NameTaken,
    add_part,
    change_part,
    check_part,
)

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
        add_part(programme=programme, to="waves", title=title, starts_on=JUNE, ends_on=JUNE)
    assert [(wave.number, wave.title) for wave in programme.waves[1:]] == [(2, "Summer"), (3, "Autumn")]


def test_everything_that_speaks_against_a_part_is_found_at_once(app: Flask) -> None:
    programme = a_programme()
    add_part(programme=programme, to="lots", number=1, title="Full time")
    values = {"number": 1, "title": " FULL  time"}
    found = check_part(programme=programme, kind="lots", values=values)
    assert {rule.field: rule.message for rule in found} == {
        "title": "Another lot has this title",
        "number": "Another lot has this number",
    }
    with pytest.raises(NameTaken):
        add_part(programme=programme, to="lots", **values)
    assert [lot.title for lot in programme.lots] == ["Full time"]


def test_lines_follow_the_number_of_their_section(app: Flask) -> None:
    programme = a_programme()
    change_part(part=programme.sections[0], number=50)
    assert [line.number for line in programme.sections[-1].lines] == ["50.1", "50.2"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Семьи", "audience"), ("家庭", "audience-2"), ("Familles élargies", "familles-elargies"), ("add", "add")],
)
def test_a_name_in_any_alphabet_has_an_address(app: Flask, name: str, slug: str) -> None:
    programme = a_programme()
    for each in ("عائلات", name) if slug.endswith("2") else (name,):
        audience = add_part(programme=programme, to="audiences", name=each, singular=each, kind="people")
    assert (audience.name, audience.slug) == (name, slug)


def test_names_that_make_the_same_address_get_two(app: Flask) -> None:
    programme = a_programme()
    slugs = [add_part(programme=programme, to="kloes", title=title).slug for title in ("C", "C++", "C#")]
    assert slugs == ["c", "c-2", "c-3"]


def test_no_section_has_the_address_of_a_page(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    places = {rule.rsplit("/", 1)[0] for rule in rules if rule.endswith("/<slug:section_slug>")}
    pages = {rule.rsplit("/", 1)[1] for rule in rules if rule.rsplit("/", 1)[0] in places and not rule.endswith(">")}
    assert places
    assert pages <= ADDRESSES


def test_what_somebody_else_saved_in_the_same_moment_is_not_overwritten(app: Flask) -> None:
    wave = a_programme().waves[0]
    seen = {"title": "What the page had"}
    with pytest.raises(ChangedMeanwhile):
        change_part(part=wave, seen=seen, title="What was typed")
