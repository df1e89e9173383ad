"""Bars and the timeline say in words and in a table what they draw, and never draw what may not be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from flask import Flask, get_template_attribute

from tests.page_checks import read_page

Draw = Callable[..., BeautifulSoup]
CHILDREN = {"label": "Children", "count": 68, "base": 96, "negative": 44, "mixed": 12, "positive": 12}
PARENTS = {"label": "Parents", "count": 52, "base": 101, "negative": None, "mixed": None, "positive": None}
PROVIDERS = {"label": "Providers", "count": None, "base": 19, "negative": None, "mixed": None, "positive": None}


@dataclass(frozen=True)
class Phase:
    number: int
    title: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Milestone:
    title: str
    on: dt.date


@pytest.fixture
def draw(app: Flask) -> Iterator[Draw]:
    with app.test_request_context():
        yield lambda file, macro, *given: read_page(str(get_template_attribute(f"macros/{file}.html", macro)(*given)))


def test_a_bar_is_labelled_directly_and_split_by_feeling(draw: Draw) -> None:
    chart = draw("charts", "stacked_bar", "Trust", [CHILDREN])
    assert chart.select_one(".bars__text").get_text(strip=True) == "68 of 96"
    assert chart.select_one("svg")["aria-label"] == "44 negative, 12 mixed, 12 positive"
    assert [sign.get_text() for sign in chart.select("svg text")] == ["−", "~", "+"]


def test_a_withheld_split_is_one_plain_bar(draw: Draw) -> None:
    chart = draw("charts", "stacked_bar", "Trust", [PARENTS])
    assert [part["class"] for part in chart.select("rect")] == [["bars__plain"]]


def test_what_of_a_bar_is_in_no_part_is_plain(draw: Draw) -> None:
    chart = draw("charts", "stacked_bar", "Trust", [{**CHILDREN, "mixed": None, "positive": 30}])
    assert [(part["class"][0], part["width"]) for part in chart.select("rect")] == [
        ("bars__negative", "42.12%"),
        ("bars__positive", "28.72%"),
    ]
    assert chart.select_one("svg")["aria-label"] == "44 negative, fewer than 5 mixed, 30 positive"
    assert "68 of 96|44|fewer than 5|30" in chart.select_one("details tbody tr").get_text("|", strip=True)
    chart = draw("charts", "stacked_bar", "Trust", [{**CHILDREN, "mixed": None, "positive": None}])
    assert [part["class"] for part in chart.select("rect")] == [["bars__negative"], ["bars__plain"]]


def test_a_small_count_is_never_drawn(draw: Draw) -> None:
    chart = draw("charts", "stacked_bar", "Trust", [PROVIDERS])
    assert chart.select("rect") == []
    assert chart.select_one(".bars__text").get_text(strip=True) == "fewer than 5"


def test_a_chart_has_its_table_one_click_away(draw: Draw) -> None:
    chart = draw("charts", "stacked_bar", "Trust", [CHILDREN, PROVIDERS])
    rows = [row.get_text("|", strip=True) for row in chart.select("details tbody tr")]
    assert rows == ["Children|68 of 96|44|12|12", "Providers|fewer than 5|–|–|–"]


def test_a_choice_says_its_own_words_where_it_has_some(draw: Draw) -> None:
    about = {"label": "Always", "count": 70, "base": 96, "text": "about 70 of 96"}
    chart = draw("charts", "choice_bars", "I belong here", [about])
    assert chart.select_one(".bars__text").get_text(strip=True) == "about 70 of 96"


def test_the_timeline_and_its_table_tell_the_same_dates(draw: Draw) -> None:
    phase = Phase(1, "Needs assessment", dt.date(2026, 5, 1), dt.date(2026, 6, 30))
    opening = Milestone("Surveys open", dt.date(2026, 6, 1))
    chart = draw("timeline", "timeline", "When", [phase], [opening], dt.date(2026, 6, 10))
    assert chart.select_one(".time__row--now .time__dates").get_text(strip=True).startswith("1 May to 30 June 2026")
    rows = [row.get_text("|", strip=True) for row in chart.select("details tbody tr")]
    assert rows[0] == "1. Needs assessment|Friday 1 May 2026|Tuesday 30 June 2026"
    assert rows[1] == "Surveys open|Monday 1 June 2026"
