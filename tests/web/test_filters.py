"""How dates read on a page."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from engage.web.filters import short_moment, span_words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-11-11", "2026-11-25", "11 to 25 November 2026"),
        ("2026-05-01", "2026-06-30", "1 May to 30 June 2026"),
        ("2026-12-28", "2027-01-03", "28 December 2026 to 3 January 2027"),
        ("2026-06-01", "2026-06-01", "1 June 2026"),
    ],
)
def test_two_days_are_told_with_no_word_twice(app: Flask, first: str, last: str, words: str) -> None:
    with app.test_request_context():
        assert span_words(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == words


def test_a_moment_reads_as_clocks_show_it_in_summer_and_in_winter() -> None:
    assert short_moment(dt.datetime(2026, 6, 1, 13, 5, tzinfo=dt.UTC)) == "1 June 2026, 14:05"
    assert short_moment(dt.datetime(2026, 12, 1, 13, 5, tzinfo=dt.UTC)) == "1 December 2026, 13:05"
