"""What a careful reader can work out of published tables, from their printed texts alone.

Made apart from the code it checks: whole-number programming over every figure, with all that a reader may know.
"""

import re

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MOST = 400


def range_of(text):
    """From and to what a printed figure may stand for."""
    number = re.fullmatch(r"(\d+)(?: of \d+)?", text)
    about = re.fullmatch(r"about (\d+)", text)
    fewer = re.fullmatch(r"fewer than (\d+)", text)
    if number:
        return int(number[1]), int(number[1])
    if about:
        return int(about[1]) - 5, int(about[1]) + 4
    return (1, int(fewer[1]) - 1) if fewer else (0, MOST)


class Reader:
    """Holds every figure of some tables as unknowns: `texts` by (table, row, column); bases in row None."""

    def __init__(self, *tables, exclusive=False):
        self.texts = {}
        for at, published in enumerate(tables):
            for row in published.cells.itertuples():
                self.texts[at, row.row, row.column] = row.shown
            self.texts |= {(at, row.row, "All"): row.shown for row in published.totals.itertuples()}
            self.texts |= {(at, None, row.column): row.shown for row in published.bases.itertuples()}
        self.places = {key: at for at, key in enumerate(self.texts)}
        self.rules = [*self.sums(), *self.within_bases(exclusive), *self.same_totals()]

    def line(self, **_):
        return np.zeros(len(self.places))

    def sums(self):
        for at, row in {(at, row) for at, row, _ in self.places}:
            line = self.line()
            for key, place in self.places.items():
                line[place] = 0 if key[:2] != (at, row) else -1 if key[2] == "All" else 1
            yield LinearConstraint(line, 0, 0)

    def within_bases(self, exclusive):
        """No count is above its base; nor, where each person stands in one row, are all of them together."""
        for (at, row, column), place in self.places.items():
            if row is not None and not exclusive:
                line = self.line()
                line[place], line[self.places[at, None, column]] = 1, -1
                yield LinearConstraint(line, -np.inf, 0)
        for (at, row, column), place in self.places.items() if exclusive else ():
            if row is None:
                line = self.line()
                line[[other for key, other in self.places.items() if (key[0], key[2]) == (at, column)]] = 1
                line[place] = -1
                yield LinearConstraint(line, -np.inf, 0)

    def same_totals(self):
        """Two breakdowns of the same people have the same totals."""
        for (at, row, column), place in self.places.items():
            if at and column == "All":
                line = self.line()
                line[place], line[self.places[0, row, column]] = 1, -1
                yield LinearConstraint(line, 0, 0)

    def can_be(self, key, value):
        """Whether a figure can be this, for all that is printed."""
        ranges = np.array([range_of(text) for text in self.texts.values()], dtype=float)
        ranges[self.places[key]] = value
        found = milp(np.zeros(len(ranges)), constraints=self.rules, bounds=Bounds(*ranges.T),
                     integrality=np.ones(len(ranges)))  # fmt: skip
        return found.status == 0

    def small(self):
        """Figures withheld for being small; not those of a group of nobody, who have nothing to hide."""
        return [key for key, text in self.texts.items() if "few" in text and self.texts[key[0], None, key[2]] != "0"]
