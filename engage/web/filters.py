"""How dates and numbers read on a page."""

from __future__ import annotations

import datetime as dt

from flask import Flask


def words_date(day: dt.date) -> str:
    """Monday 1 June 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: dt.date) -> str:
    """1 June 2026."""
    return f"{day.day} {day:%B %Y}"


def words_number(number: int) -> str:
    """29,415: digits, with commas."""
    return f"{number:,}"


def init_app(app: Flask) -> None:
    for filter_ in (words_date, short_date, words_number):
        app.add_template_filter(filter_)
