"""Telephone numbers in what people read: on a phone, a number is there to be pressed."""

from __future__ import annotations

import re

from markupsafe import Markup

# As numbers are written here: 999, 0800 1111, 0808 800 5000, 01234 567890. No year or count begins with nought.
TELEPHONE = re.compile(r"(?<![\d£.,])(999|0\d{2,4}(?: \d{3,6}){1,2})(?!\d|[.,]\d)")
LINK = Markup('<a href="tel:{}">{}</a>')


def with_telephones(words: str) -> Markup:
    """The words as HTML, each telephone number a link that calls it, with no line break inside."""
    pieces: list[str] = TELEPHONE.split(words)
    pieces[1::2] = [LINK.format(number.replace(" ", ""), number.replace(" ", "\u00a0")) for number in pieces[1::2]]
    return Markup("").join(pieces)
