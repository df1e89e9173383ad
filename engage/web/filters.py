"""How dates and numbers read on a page."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import gettext as _

CLOCK = ZoneInfo("Europe/London")


def words_date(day: dt.date) -> str:
    """Monday 1 June 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: dt.date) -> str:
    """1 June 2026."""
    return f"{day.day} {day:%B %Y}"


def short_moment(at: dt.datetime) -> str:
    """1 June 2026, 14:05, by the clock of the United Kingdom."""
    here = at.astimezone(CLOCK)
    return f"{short_date(here)}, {here:%H:%M}"


def span_words(first: dt.date, last: dt.date) -> str:
    """11 to 25 November 2026, 1 May to 30 June 2026: no more of the first day than tells it from the last."""
    if first == last:
        return short_date(last)
    start = short_date(first)
    if first.year == last.year:
        start = str(first.day) if first.month == last.month else f"{first.day} {first:%B}"
    words: str = _("%(first)s to %(last)s", first=start, last=short_date(last))
    return words


def words_number(number: int) -> str:
    """29,415: digits, with commas."""
    return f"{number:,}"


def init_app(app: Flask) -> None:
    for filter_ in (words_date, short_date, short_moment, span_words, words_number):
        app.add_template_filter(filter_)
