"""Figures in words: where noise is a large part of one, its range stands in its place, and its share is told as one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, get_template_attribute

from engage.reports.summary import AudienceChoice, Figure, OptionFigure, PublishedFinding
from tests.page_checks import read_page


@pytest.fixture
def share(app: Flask) -> Iterator[object]:
    with app.test_request_context():
        yield get_template_attribute("macros/charts.html", "share_words")


def figure(count: int, base: int, likely: int = 4) -> Figure:
    return Figure(count=count, base=base, text="", likely=likely)


@pytest.mark.parametrize(
    ("count", "base", "words"),
    [
        (8, 79, "5% to 16%"),
        (47, 79, "about 60%"),
        (300, 480, "62%"),
        (9, 13, ""),
    ],
)
def test_a_share_is_told_as_finely_as_the_noise_allows(share, count, base, words):
    assert share(figure(count, base)).strip() == words


def test_the_share_of_an_exact_figure_is_told_to_the_per_cent(share):
    assert share(figure(9, 13, likely=0)).strip() == "69%"


@pytest.mark.parametrize(("total", "words"), [("13", "9 to 17"), ("44", "about 44"), ("fewer than 5", "fewer than 5")])
def test_no_total_that_was_moved_looks_exact(total, words):
    finding = PublishedFinding(id=1, title="They wait", statement="", total=total, likely=4)
    assert finding.total_words == words
    assert finding.model_copy(update={"likely": 0}).total_words == total


def test_where_no_share_is_drawn_there_is_no_track_as_for_nobody(app):
    options = [
        OptionFigure(label=label, count=9, base=base, text="", likely=4) for label, base in (("a", 13), ("b", 79))
    ]
    few = OptionFigure(label="c", text="fewer than 5")
    with app.test_request_context():
        chart = read_page(str(get_template_attribute("macros/charts.html", "choice_bars")("Which?", [*options, few])))
    rows = [bool(row.select("svg")) for row in chart.select(".bars__row")]
    assert rows == [False, True, False]


def test_how_many_answered_is_a_range_beside_figures_of_few():
    option = OptionFigure(label="a", count=13, base=13, text="9 to 13 of about 13", likely=4)
    choice = AudienceChoice(slug="parents", label="Parents", question="Which?", base="13", options=(option,))
    assert choice.answered == "9 to 17"
